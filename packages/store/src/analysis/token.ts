import { errors } from '@longshore/common/errors';

/** Of one value. A chain that makes more of it is no use to any search, and would take all memory. */
export const TOKENS_MAX = 500_000;

/** A word of a text, as Lucene describes one. Filters give changed copies; nobody changes a token in place. */
export interface Token {
  readonly term: string;
  /** Where it stands in the text as received, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** `<ALPHANUM>`, `word`, `SYNONYM` … */
  readonly type: string;
  /** Counted from 0 in one value. Removed words leave a gap; several tokens may share one. */
  readonly position: number;
  /** How many positions it spans; absent for 1. */
  readonly positionLength?: number;
  /** Stemmers leave it as it is. */
  readonly isKeyword?: true;
}

/** Positions that a token spans. */
export const spanOf = ({ positionLength }: Token): number => positionLength ?? 1;

/** Tokens in a row, from pieces of a text: each one position after the one before. */
export function tokensOf(
  pieces: Iterable<{ readonly term: string; readonly start: number; readonly type?: string }>,
): readonly Token[] {
  const tokens: Token[] = [];
  for (const { term, start, type } of pieces) {
    if (tokens.length === TOKENS_MAX) {
      throw errors.illegalArgument(
        `the tokenizer makes more than [${TOKENS_MAX}] tokens of one text`,
      );
    }
    tokens.push({
      term,
      start,
      end: start + term.length,
      type: type ?? 'word',
      position: tokens.length,
    });
  }
  return tokens;
}

/** Every token with another term. */
export function mapTerms(
  tokens: readonly Token[],
  change: (term: string) => string,
): readonly Token[] {
  return tokens.map((token) => {
    const term = change(token.term);
    return term === token.term ? token : { ...token, term };
  });
}
