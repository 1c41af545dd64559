import type { Options, OptionValues } from './options.ts';

/** A step by its type and options. */
interface StepSpec {
  readonly type: string;
  readonly options?: OptionValues;
}

/** An analyzer as the steps that it is made of. */
export interface ChainSpec {
  readonly tokenizer: StepSpec;
  readonly filters: readonly StepSpec[];
}

/** An analyzer that is built in, by its options. */
type AnalyzerType = (options: Options) => ChainSpec;

const LOWERCASE: StepSpec = { type: 'lowercase' };

/** Languages whose analyzers are words in lower case, without stop words, stemmed. */
const LANGUAGES = [
  'arabic',
  'armenian',
  'brazilian',
  'bulgarian',
  'danish',
  'dutch',
  'finnish',
  'french',
  'german',
  'greek',
  'hindi',
  'hungarian',
  'indonesian',
  'irish',
  'italian',
  'lithuanian',
  'norwegian',
  'portuguese',
  'romanian',
  'russian',
  'serbian',
  'spanish',
  'swedish',
  'turkish',
] as const;

const NORMALIZATIONS: Readonly<Record<string, readonly StepSpec[]>> = {
  arabic: [{ type: 'decimal_digit' }, { type: 'arabic_normalization' }],
  german: [{ type: 'german_normalization' }],
  hindi: [{ type: 'decimal_digit' }, { type: 'hindi_normalization' }],
};
const FRENCH_ARTICLES = 'l m t qu n s j d c jusqu quoiqu lorsqu puisqu'.split(' ');
/** Languages whose letters have other small forms. */
const OWN_LOWERCASE: ReadonlySet<string> = new Set(['greek', 'irish', 'turkish']);
const IRISH_ARTICLES = ['d', 'm', 'b'];
const ITALIAN_ARTICLES =
  'c l all dall dell nell sull coll pell gl agl dagl degl negl sugl un m t s v d'.split(' ');

/** Every analyzer that is built in. */
export const ANALYZERS: Readonly<Record<string, AnalyzerType>> = {
  ...Object.fromEntries(LANGUAGES.map((language) => [language, languageAnalyzer(language)])),
  cjk: (options) => ({
    tokenizer: { type: 'standard' },
    filters: [{ type: 'cjk_width' }, LOWERCASE, { type: 'cjk_bigram' }, stop(options, '_cjk_')],
  }),
  english: (options) => ({
    tokenizer: { type: 'standard' },
    filters: [
      { type: 'stemmer', options: { language: 'possessive_english' } },
      LOWERCASE,
      stop(options, '_english_'),
      ...exclusions(options),
      { type: 'porter_stem' },
    ],
  }),
  fingerprint: (options) => ({
    tokenizer: { type: 'standard' },
    filters: [
      LOWERCASE,
      { type: 'asciifolding' },
      stop(options, '_none_'),
      { type: 'fingerprint', options: only(options, ['separator', 'max_output_size']) },
    ],
  }),
  keyword: () => ({ tokenizer: { type: 'keyword' }, filters: [] }),
  nori: (options) => ({
    tokenizer: {
      type: 'nori_tokenizer',
      options: only(options, ['decompound_mode', 'user_dictionary', 'user_dictionary_rules']),
    },
    filters: [LOWERCASE],
  }),
  pattern: (options) => ({
    tokenizer: {
      type: 'pattern',
      options: { pattern: '\\W+', ...only(options, ['pattern', 'flags']) },
    },
    filters: [...(options.boolean('lowercase', true) ? [LOWERCASE] : []), stop(options, '_none_')],
  }),
  simple: () => ({ tokenizer: { type: 'lowercase' }, filters: [] }),
  snowball: (options) => ({
    tokenizer: { type: 'standard' },
    filters: [
      LOWERCASE,
      stop(options, '_english_'),
      { type: 'snowball', options: only(options, ['language']) },
    ],
  }),
  standard: (options) => ({
    tokenizer: { type: 'standard', options: only(options, ['max_token_length']) },
    filters: [LOWERCASE, ...(options.has('stopwords') ? [stop(options, '_none_')] : [])],
  }),
  stop: (options) => ({
    tokenizer: { type: 'lowercase' },
    filters: [stop(options, '_english_')],
  }),
  whitespace: () => ({ tokenizer: { type: 'whitespace' }, filters: [] }),
};

function languageAnalyzer(language: string): AnalyzerType {
  return (options) => ({
    tokenizer: { type: 'standard' },
    filters: [
      ...elisions(language),
      ...(language === 'turkish' ? [{ type: 'apostrophe' }] : []),
      OWN_LOWERCASE.has(language) ? { type: 'lowercase', options: { language } } : LOWERCASE,
      stop(options, `_${language}_`),
      ...exclusions(options),
      ...(NORMALIZATIONS[language] ?? []),
      { type: 'stemmer', options: { language } },
      ...(language === 'serbian' ? [{ type: 'serbian_normalization' }] : []),
    ],
  });
}

function elisions(language: string): readonly StepSpec[] {
  const articles = {
    french: FRENCH_ARTICLES,
    irish: IRISH_ARTICLES,
    italian: ITALIAN_ARTICLES,
  }[language];
  return articles === undefined
    ? []
    : [{ type: 'elision', options: { articles, articles_case: 'true' } }];
}

function stop(options: Options, fallback: string): StepSpec {
  const given = only(options, ['stopwords', 'stopwords_path']);
  return {
    type: 'stop',
    options: Object.keys(given).length === 0 ? { stopwords: fallback } : given,
  };
}

function exclusions(options: Options): readonly StepSpec[] {
  const keywords = options.list('stem_exclusion');
  return keywords === undefined ? [] : [{ type: 'keyword_marker', options: { keywords } }];
}

/** Those of the options that were given. */
function only(options: Options, names: readonly string[]): OptionValues {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = options.raw(name);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
