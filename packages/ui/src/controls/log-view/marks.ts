/** A piece of a text, and whether the query found it. */
export interface Piece {
  readonly text: string;
  readonly isMatch: boolean;
}

const TOKEN = /([-!]|NOT\s+)?(?:([\w.@*]+):)?(?:"([^"]*)"|([^\s()"]+))/g;
const OPERATORS = new Set(['AND', 'OR', 'NOT', 'TO', '&&', '||']);
const TERM_MIN_LENGTH = 2;
const TERMS_MAX = 20;

/** The words of a Lucene query that were searched in the message; what is excluded or of other fields is not. */
export function termsOf(query: string): string[] {
  const terms: string[] = [];
  for (const [, negated, field, phrase, bare] of query.matchAll(TOKEN)) {
    const isOfMessage = field === undefined || field === 'message';
    const term = phrase ?? (OPERATORS.has(bare ?? '') ? '' : (bare ?? '').replace(/[*?~^].*$/, ''));
    if (!negated && isOfMessage && term.length >= TERM_MIN_LENGTH) {
      terms.push(term);
    }
  }
  return terms.slice(0, TERMS_MAX);
}

/** Cuts a text where the terms are in it, whatever their case. */
export function splitByTerms(text: string, terms: readonly string[]): Piece[] {
  if (terms.length === 0) {
    return [{ text, isMatch: false }];
  }
  const pattern = new RegExp(`(${terms.map(escaped).join('|')})`, 'giu');
  return text
    .split(pattern)
    .map((piece, index) => ({ text: piece, isMatch: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}

function escaped(term: string): string {
  return term.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
