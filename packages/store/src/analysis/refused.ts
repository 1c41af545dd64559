import { errors } from '@longshore/common/errors';

type Kind = 'analyzer' | 'tokenizer' | 'filter' | 'char_filter';

const OWN_WORDS =
  'there is no list of its stop words here; make a custom analyzer and list the words in a filter of type [stop]';
const NO_STEMMER =
  'there is no stemmer of this language here; make a custom analyzer with a filter of type [stop], and [stemmer_override] for forms that matter';
const NO_FILES = 'dictionaries are not read from files';
const NO_ICU = 'there is no ICU here';

/** What Elasticsearch or its plugins have by this name and we have not: why, and what to do instead. */
export const REFUSED: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  analyzer: {
    basque: NO_STEMMER,
    bengali: NO_STEMMER,
    catalan: NO_STEMMER,
    czech: `${OWN_WORDS}, in front of one of type [czech_stem]`,
    estonian: NO_STEMMER,
    galician: NO_STEMMER,
    icu_analyzer: `${NO_ICU}; use [standard]`,
    kuromoji: `${NO_FILES}; use [cjk]`,
    latvian: NO_STEMMER,
    persian: `${OWN_WORDS}, behind [decimal_digit], [arabic_normalization] and [persian_normalization]`,
    polish: NO_STEMMER,
    smartcn: `${NO_FILES}; use [cjk]`,
    sorani: NO_STEMMER,
    thai: `${OWN_WORDS}, behind the tokenizer [thai]`,
    ukrainian: NO_STEMMER,
  },
  tokenizer: {
    icu_tokenizer: `${NO_ICU}; use [standard] or [thai]`,
    kuromoji_tokenizer: `${NO_FILES}; use [standard] with [cjk_bigram]`,
    smartcn_tokenizer: `${NO_FILES}; use [standard] with [cjk_bigram]`,
  },
  filter: {
    bengali_normalization: 'its rules are not here; use a char filter of type [mapping]',
    hunspell: `${NO_FILES}; use [stemmer] or [stemmer_override]`,
    hyphenation_decompounder: `hyphenation patterns are not read from files; use [dictionary_decompounder] with a [word_list]`,
    icu_collation: `${NO_ICU}; use [asciifolding]`,
    icu_folding: `${NO_ICU}; use [asciifolding]`,
    icu_normalizer: `${NO_ICU}; use [lowercase] and [cjk_width]`,
    indic_normalization:
      'its rules are not here; use [hindi_normalization] or a char filter of type [mapping]',
    phonetic: 'there are no phonetic codes here; use [ngram] for words that sound alike',
  },
  char_filter: {
    icu_normalizer: `${NO_ICU}; use [mapping]`,
  },
};

/** Throws for what is known and not here, so that whoever asks learns what to do instead. */
export function refuse(kind: Kind, name: string): void {
  const reason = Object.hasOwn(REFUSED[kind], name) ? REFUSED[kind][name] : undefined;
  if (reason !== undefined) {
    throw errors.illegalArgument(`the ${kind} [${name}] is not supported: ${reason}`);
  }
}
