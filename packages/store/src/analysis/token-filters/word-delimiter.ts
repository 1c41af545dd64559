import type { TokenFilterType } from '../component.ts';
import type { Token } from '../token.ts';
import { type Part, partsOf, readWordParts, type WordParts } from './word-parts.ts';

/** Splits words at signs, at changes of case and at digits. */
export const wordDelimiter: TokenFilterType = {
  names: ['word_delimiter'],
  build(options) {
    const settings = readWordParts(options);
    // As in Lucene, what parts make together stands where its last part does.
    return (tokens) =>
      delimit(tokens, settings, (first, count) => ({ position: first + count - 1 }));
  },
};

/** The same, with the parts and what they make together side by side in the graph. */
export const wordDelimiterGraph: TokenFilterType = {
  names: ['word_delimiter_graph'],
  build(options) {
    const settings = readWordParts(options);
    return (tokens) =>
      delimit(tokens, settings, (first, count) => ({
        position: first,
        ...(count > 1 ? { positionLength: count } : {}),
      }));
  },
};

/** Where a token that several parts make together stands. */
type PlaceJoined = (first: number, count: number) => Pick<Token, 'position' | 'positionLength'>;

function delimit(
  tokens: readonly Token[],
  settings: WordParts,
  place: PlaceJoined,
): readonly Token[] {
  const found: Token[] = [];
  let shift = 0;
  for (const token of tokens) {
    const moved = { ...token, position: token.position + shift };
    const parts = isLeftAlone(token, settings) ? [] : partsOf(token.term, settings);
    if (isWhole(parts, token) || isLeftAlone(token, settings)) {
      found.push(moved);
      continue;
    }
    const pieces = split(moved, parts, settings, place);
    let last = moved.position;
    for (const piece of pieces) {
      found.push(piece);
      last = Math.max(last, piece.position);
    }
    shift += pieces.length === 0 ? 0 : last - moved.position;
  }
  return found;
}

function isLeftAlone(token: Token, { protectedWords }: WordParts): boolean {
  return token.isKeyword === true || protectedWords.has(token.term);
}

function isWhole([only, ...more]: readonly Part[], { term }: Token): boolean {
  return more.length === 0 && only?.term === term;
}

function split(
  token: Token,
  parts: readonly Part[],
  settings: WordParts,
  place: PlaceJoined,
): readonly Token[] {
  const keepsOffsets = settings.keepsOffsets || token.end - token.start !== token.term.length;
  const make = (term: string, first: Part, last: Part): Omit<Token, 'position'> => ({
    term,
    type: token.type,
    start: keepsOffsets ? token.start : token.start + first.start,
    end: keepsOffsets ? token.end : token.start + last.start + last.term.length,
  });
  const found: Token[] = [];
  if (settings.keepsOriginal) {
    const count = Math.max(1, parts.length);
    found.push({ ...token, ...(count > 1 ? { positionLength: count } : {}) });
  }
  for (const { from, to } of groups(parts, settings)) {
    const group = parts.slice(from, to);
    const [first] = group;
    const last = group.at(-1);
    if (first !== undefined && last !== undefined) {
      const at = token.position + from;
      const where = group.length === 1 ? { position: at } : place(at, group.length);
      found.push({ ...make(group.map(({ term }) => term).join(''), first, last), ...where });
    }
  }
  return compact(found.sort(byPlace), token.position);
}

const byPlace = (a: Token, b: Token): number =>
  a.position - b.position || (b.positionLength ?? 1) - (a.positionLength ?? 1);

/** Positions without the parts that were left out. */
function compact(tokens: readonly Token[], first: number): readonly Token[] {
  const used = [...new Set(tokens.map(({ position }) => position))].sort((a, b) => a - b);
  const positions = new Map(used.map((position, i) => [position, first + i]));
  return tokens.map((token) => ({
    ...token,
    position: positions.get(token.position) ?? token.position,
  }));
}

interface Group {
  readonly from: number;
  readonly to: number;
}

/** Parts alone, and parts of one kind in a row, as far as the settings want them. */
function groups(parts: readonly Part[], settings: WordParts): readonly Group[] {
  const found = new Map<string, Group>();
  const add = ({ from, to }: Group) => found.set(`${from}-${to}`, { from, to });
  for (const [i, { isNumber }] of parts.entries()) {
    if (isNumber ? settings.hasNumbers : settings.hasWords) {
      add({ from: i, to: i + 1 });
    }
  }
  for (const { isNumber, ...run } of runsOf(parts)) {
    if (isNumber ? settings.joinsNumbers : settings.joinsWords) {
      add(run);
    }
  }
  if (settings.joinsAll && parts.length > 0) {
    add({ from: 0, to: parts.length });
  }
  return [...found.values()];
}

/** Words in a row, and numbers in a row. */
function runsOf(parts: readonly Part[]): readonly (Group & { readonly isNumber: boolean })[] {
  const runs: { from: number; to: number; isNumber: boolean }[] = [];
  for (const [i, { isNumber }] of parts.entries()) {
    const last = runs.at(-1);
    if (last?.isNumber === isNumber) {
      last.to = i + 1;
    } else {
      runs.push({ from: i, to: i + 1, isNumber });
    }
  }
  return runs;
}
