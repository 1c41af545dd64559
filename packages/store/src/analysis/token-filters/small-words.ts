import { errors } from '@longshore/common/errors';
import { plainFilter, type TokenFilterType } from '../component.ts';
import { mapTerms, type Token } from '../token.ts';
import { readWords } from './word-set.ts';

/** Articles with an apostrophe off: `l'avion` is `avion`. */
export const elision: TokenFilterType = {
  names: ['elision'],
  isNormalizing: true,
  build(options) {
    const articles = readWords(options, 'articles', options.boolean('articles_case', false));
    if (articles === undefined) {
      throw errors.illegalArgument('elision filter requires [articles] or [articles_path] setting');
    }
    return (tokens) =>
      mapTerms(tokens, (term) => {
        const at = term.search(/['’]/);
        return at >= 0 && articles.has(term.slice(0, at)) ? term.slice(at + 1) : term;
      });
  },
};

/** Everything from an apostrophe on off. */
export const apostrophe = plainFilter(['apostrophe'], (tokens) =>
  mapTerms(tokens, (term) => term.replace(/['’].*$/s, '')),
);

/** What the `classic` tokenizer tells apart: `'s` off, full stops of acronyms off. */
export const classic = plainFilter(['classic'], (tokens) =>
  tokens.map((token): Token => {
    if (token.type === '<APOSTROPHE>') {
      return { ...token, term: token.term.replace(/'[sS]$/, '') };
    }
    return token.type === '<ACRONYM>' ? { ...token, term: token.term.replaceAll('.', '') } : token;
  }),
);

/** The words of a list only. */
export const keep: TokenFilterType = {
  names: ['keep'],
  build(options) {
    const words = readWords(options, 'keep_words', options.boolean('keep_words_case', false));
    if (words === undefined) {
      throw errors.illegalArgument(
        'keep requires either `keep_words` or `keep_words_path` to be configured',
      );
    }
    return (tokens) => tokens.filter(({ term }) => words.has(term));
  },
};

/** Tokens of some types only, or with `mode: exclude` of the others. */
export const keepTypes: TokenFilterType = {
  names: ['keep_types'],
  build(options) {
    const types = options.list('types');
    if (types === undefined) {
      throw errors.illegalArgument('keep_types requires `types` to be configured');
    }
    const mode = options.text('mode') ?? 'include';
    if (mode !== 'include' && mode !== 'exclude') {
      throw errors.illegalArgument(
        `\`keep_types\` tokenfilter mode can only be [include] or [exclude] but was [${mode}].`,
      );
    }
    return (tokens) => tokens.filter(({ type }) => types.includes(type) === (mode === 'include'));
  },
};

/** What follows a delimiter off: payloads are not kept. */
export const delimitedPayload: TokenFilterType = {
  names: ['delimited_payload'],
  build(options) {
    const delimiter = options.text('delimiter') ?? '|';
    return (tokens) =>
      mapTerms(tokens, (term) => {
        const at = term.lastIndexOf(delimiter);
        return at < 0 ? term : term.slice(0, at);
      });
  },
};

/** All words as one: sorted, each once. */
export const fingerprint: TokenFilterType = {
  names: ['fingerprint'],
  build(options) {
    const separator = options.text('separator') ?? ' ';
    const charsMax = options.integer('max_output_size', 255);
    return (tokens) => {
      const term = [...new Set(tokens.map((token) => token.term))].sort().join(separator);
      const end = tokens.at(-1)?.end ?? 0;
      return term === '' || term.length > charsMax
        ? []
        : [{ term, start: 0, end, type: 'fingerprint', position: 0 }];
    };
  },
};
