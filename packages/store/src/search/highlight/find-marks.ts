import type { Token } from '../../analysis/token.ts';
import type { Sought } from './sought.ts';

/** A part of a text that is looked for. */
export interface Mark {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** The places of a text that any of what is sought is found at, each once, in their order. */
export function findMarks(tokens: readonly Token[], sought: readonly Sought[]): readonly Mark[] {
  const found = new Set<Token>();
  const phrases = sought.filter(({ terms }) => terms.length > 1);
  const byPosition = phrases.length === 0 ? undefined : groupByPosition(tokens);
  for (const token of tokens) {
    for (const { terms } of sought) {
      const [{ fits }] = terms;
      if (!fits(token.term)) {
        continue;
      }
      if (terms.length === 1) {
        found.add(token);
      } else {
        for (const member of phraseAt(token, terms, byPosition)) {
          found.add(member);
        }
      }
    }
  }
  const marks = [...found].map(({ term, start, end }) => ({ term, start, end }));
  return marks
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

type ByPosition = ReadonlyMap<number, readonly Token[]>;

function groupByPosition(tokens: readonly Token[]): ByPosition {
  const groups = new Map<number, Token[]>();
  for (const token of tokens) {
    const group = groups.get(token.position) ?? [];
    groups.set(token.position, group);
    group.push(token);
  }
  return groups;
}

/** The tokens of a phrase that begins with this one; none unless all of it is there. */
function phraseAt(
  first: Token,
  terms: Sought['terms'],
  byPosition: ByPosition = new Map(),
): readonly Token[] {
  const members = [first];
  const start = first.position - terms[0].offset;
  for (const { offset, fits } of terms.slice(1)) {
    const at = byPosition.get(start + offset) ?? [];
    const member = at.find(({ term }) => fits(term));
    if (member === undefined) {
      return [];
    }
    members.push(member);
  }
  return members;
}
