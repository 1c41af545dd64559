import { type Analyzer, chainAnalyzer } from '../analysis/analyzer.ts';
import type { Token } from '../analysis/token.ts';
import type { FieldAnalysis } from './field-analysis.ts';
import type { MappedField } from './mapping.ts';
import { numberOf } from './mapping-parameters.ts';

/**
 * What a sub-field of a `search_as_you_type` field has for terms: so many words in a row, or what such a row begins
 * with. Nothing is stored for it, since a row of words is found in the text itself.
 */
export interface Grams {
  readonly kind: 'shingles' | 'prefixes';
  readonly words: number;
}

const WORDS_DEFAULT = 3;
/** The longest beginning that Elasticsearch keeps. */
export const PREFIX_CHARS_MAX = 20;

/** The sub-fields that a field brings along: `._2gram`, `._3gram`, `._index_prefix`. */
export function gramFields(field: MappedField): readonly MappedField[] {
  const { analysis, definition } = field;
  if (field.type !== 'search_as_you_type' || analysis === undefined) {
    return [];
  }
  const max = numberOf(definition.max_shingle_size) ?? WORDS_DEFAULT;
  const subField = (name: string, type: string, grams: Grams): MappedField => ({
    path: `${field.path}.${name}`,
    type: field.type,
    index: field.index,
    column: field.column,
    definition: { type },
    parent: field.path,
    analysis: analysisOf(analysis, grams.words),
    grams,
  });
  const shingles = Array.from({ length: max - 1 }, (_, i) =>
    subField(`_${i + 2}gram`, 'search_as_you_type', { kind: 'shingles', words: i + 2 }),
  );
  const prefixes = subField('_index_prefix', 'prefix', { kind: 'prefixes', words: max });
  return [...shingles, prefixes];
}

const analysisOf = (analysis: FieldAnalysis, words: number): FieldAnalysis => ({
  ...analysis,
  index: shingleAnalyzer(analysis.index, words),
  search: shingleAnalyzer(analysis.search, words),
  searchQuote: shingleAnalyzer(analysis.searchQuote, words),
});

function shingleAnalyzer({ name, chain, positionGap }: Analyzer, words: number): Analyzer {
  const run = (tokens: readonly Token[]) => shinglesOf(tokens, words);
  const filters = [...chain.filters, { name: 'shingle', run }];
  return chainAnalyzer(name, { ...chain, filters }, { positionGap });
}

/** Rows of so many words. A word that was taken out leaves its place empty: there are two blanks. */
function shinglesOf(tokens: readonly Token[], words: number): readonly Token[] {
  const places = new Map<number, Token>();
  for (const token of tokens) {
    if (!places.has(token.position)) {
      places.set(token.position, token);
    }
  }
  const last = tokens.at(-1)?.position ?? -1;
  return [...places.values()].flatMap((first) => {
    if (first.position + words - 1 > last) {
      return [];
    }
    const row = Array.from({ length: words }, (_, i) => places.get(first.position + i));
    const term = row.map((token) => token?.term ?? '').join(' ');
    const end = row.findLast((token) => token !== undefined)?.end ?? first.end;
    return [{ term, start: first.start, end, type: 'shingle', position: first.position }];
  });
}
