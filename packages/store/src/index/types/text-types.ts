import type { MappedField } from '../mapping.ts';
import { COMMON, type Convert, type FieldType, type Scalar, spell } from './field-type.ts';

const ANALYSIS = ['analyzer', 'search_analyzer', 'search_quote_analyzer'];
const TEXT = [
  ...COMMON,
  ...ANALYSIS,
  'fielddata',
  'fielddata_frequency_filter',
  'index_options',
  'index_phrases',
  'index_prefixes',
  'norms',
  'position_increment_gap',
  'similarity',
  'term_vector',
];

const toText: Convert = (value) => (typeof value === 'string' ? value : spell(value));

/** Fields that are searched by their words. */
export const TEXT_TYPES = {
  text: { column: 'String', convert: toText, parameters: TEXT, isAggregatable: false },
  match_only_text: {
    column: 'String',
    convert: toText,
    parameters: [...ANALYSIS, 'copy_to', 'fields', 'fielddata', 'store'],
    isAggregatable: false,
  },
  search_as_you_type: {
    column: 'String',
    convert: toText,
    parameters: [...TEXT, 'max_shingle_size', 'doc_values'],
    isAggregatable: false,
  },
  token_count: {
    column: 'Int64',
    convert: countWords,
    parameters: [...COMMON, 'analyzer', 'enable_position_increments', 'null_value'],
  },
} as const satisfies Readonly<Record<string, FieldType>>;

/** How many positions a text has: words that the analyzer takes out are counted, as long as one follows. */
function countWords(value: Scalar, { analysis, definition }: MappedField): number {
  const tokens = analysis?.index.analyze(spell(value)) ?? [];
  const hasGaps = definition.enable_position_increments !== false;
  return hasGaps ? (tokens.at(-1)?.position ?? -1) + 1 : tokens.length;
}
