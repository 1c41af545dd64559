import type { Options } from './options.ts';
import type { Token } from './token.ts';

/** A place of a text and what stands there afterwards. Replacements come in order and do not overlap. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a char filter changes in a text. */
export type CharFilter = (text: string) => readonly Replacement[];
/** Splits a text into tokens. */
export type Tokenizer = (text: string) => readonly Token[];
/** Changes, removes or adds tokens. Gets those of one value and gives them in the order of their positions. */
export type TokenFilter = (tokens: readonly Token[]) => readonly Token[];

/** What a component may ask for while it is built. */
export interface BuildContext {
  /** Index settings that are limits: `max_ngram_diff`, `max_shingle_diff`. */
  readonly limits: AnalysisLimits;
  /** The terms of a text, by what comes before this filter in its chain. */
  analyzeRule(text: string): readonly Token[];
  /** Another filter by name, for filters that are made of filters. */
  filter(name: string): TokenFilter;
}

export interface AnalysisLimits {
  readonly ngramDiffMax: number;
  readonly shingleDiffMax: number;
}

/** One kind of component. */
export interface ComponentType<T> {
  /** The name that documents use, then other spellings of it. */
  readonly names: readonly [string, ...string[]];
  /** Changes characters one by one, so that normalizers may have it. */
  readonly isNormalizing?: true;
  /** Throws `illegal_argument_exception` for options that make no sense. */
  build(options: Options, context: BuildContext): T;
}

/** One kind of char filter: a file in `char-filters/` and a word in `char-filters.ts`. */
export type CharFilterType = ComponentType<CharFilter>;
/** One kind of tokenizer: a file in `tokenizers/` and a word in `tokenizers.ts`. */
export type TokenizerType = ComponentType<Tokenizer>;
/** One kind of token filter: a file in `token-filters/` and a word in `token-filters.ts`. */
export type TokenFilterType = ComponentType<TokenFilter>;

/** A token filter that needs no options. */
export function plainFilter(
  names: readonly [string, ...string[]],
  filter: TokenFilter,
): TokenFilterType {
  return { names, build: () => filter };
}

/** A token filter that changes characters only, so that it may be part of a normalizer. */
export function normalizingFilter(
  names: readonly [string, ...string[]],
  filter: TokenFilter,
): TokenFilterType {
  return { names, isNormalizing: true, build: () => filter };
}

/** Types by every one of their names. */
export function byName<T>(
  types: readonly ComponentType<T>[],
): ReadonlyMap<string, ComponentType<T>> {
  return new Map(types.flatMap((type) => type.names.map((name) => [name, type] as const)));
}
