import { errors } from '@longshore/common/errors';
import type { AnalysisLimits } from '../component.ts';
import type { Options } from '../options.ts';

/** How long grams are, in characters. */
export interface GramRange {
  readonly min: number;
  readonly max: number;
}

/** Reads `min_gram` and `max_gram`. */
export function readGramRange(options: Options, fallback: GramRange): GramRange {
  const min = options.integer('min_gram', fallback.min);
  const max = options.integer('max_gram', fallback.max);
  if (min < 1) {
    throw errors.illegalArgument('minGram must be greater than zero');
  }
  if (min > max) {
    throw errors.illegalArgument('minGram must not be greater than maxGram');
  }
  return { min, max };
}

/** The span of n-grams that an index allows. */
export function checkGramDiff({ min, max }: GramRange, limits: AnalysisLimits, kind: string): void {
  if (max - min > limits.ngramDiffMax) {
    throw errors.illegalArgument(
      `The difference between max_gram and min_gram in NGram ${kind} must be less than or equal to: [${limits.ngramDiffMax}] but was [${max - min}]. This limit can be set by changing the [index.max_ngram_diff] index level setting.`,
    );
  }
}

const CLASSES: Readonly<Record<string, string>> = {
  letter: '\\p{L}',
  digit: '\\p{Nd}',
  whitespace: '\\s',
  punctuation: '\\p{P}',
  symbol: '\\p{S}',
};

/** The characters of `token_chars`, as a class for a pattern; undefined when every character may be in a token. */
export function readTokenChars(options: Options): string | undefined {
  const names = options.list('token_chars') ?? [];
  const custom = options.text('custom_token_chars') ?? '';
  const classes = names.map((name) => {
    if (name === 'custom') {
      return custom.replace(/[\\\]^-]/g, '\\$&');
    }
    const found = CLASSES[name.toLowerCase()];
    if (found === undefined) {
      const known = [...Object.keys(CLASSES), 'custom'].sort().join(', ');
      throw errors.illegalArgument(`Unknown token type: '${name}', must be one of [${known}]`);
    }
    return found;
  });
  return classes.length === 0 ? undefined : classes.join('');
}
