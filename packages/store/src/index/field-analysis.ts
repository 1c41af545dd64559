import { errors } from '@longshore/common/errors';
import { type JsonObject, jsonText } from '@longshore/common/json';
import type { Analysis } from '../analysis/analysis.ts';
import type { Analyzer } from '../analysis/analyzer.ts';
import { type Column, columnName } from './column.ts';
import { booleanOf, numberOf, textOf } from './mapping-parameters.ts';

/** How a text field is made into tokens, and where they are. */
export interface FieldAnalysis {
  readonly index: Analyzer;
  readonly search: Analyzer;
  /** Of phrases. */
  readonly searchQuote: Analyzer;
  /** Absent where the text's own column is searched: the engine finds the words of the standard analyzer by itself. */
  readonly tokens?: TokenColumns;
}

/** The tokens of a field and, side by side, their positions. */
export interface TokenColumns {
  readonly terms: Column;
  readonly positions: Column;
  readonly positionGap: number;
}

interface AnalyzedField {
  readonly path: string;
  /** False for types that only count or suggest. */
  readonly isText: boolean;
  readonly analysis: Analysis;
}

/** The analyzers that a field's definition names, of those that the index has. */
export function parseFieldAnalysis(
  definition: JsonObject,
  { path, isText, analysis }: AnalyzedField,
): FieldAnalysis {
  const named = (key: string): Analyzer | undefined => {
    const name = definition[key] === undefined ? undefined : jsonText(definition[key]);
    const found = name === undefined ? undefined : analysis.analyzer(name);
    if (name !== undefined && found === undefined) {
      throw errors.illegalArgument(`analyzer [${name}] has not been configured in mappings`);
    }
    return found;
  };
  const own = named('analyzer');
  const ownSearch = named('search_analyzer');
  if (ownSearch !== undefined && own === undefined) {
    throw errors.mapperParsing(
      `analyzer on field [${path}] must be set when search_analyzer is set`,
    );
  }
  const index = own ?? analysis.default;
  const search = ownSearch ?? own ?? analysis.defaultSearch ?? index;
  const gap = numberOf(definition.position_increment_gap);
  const hasTokens = isText && !index.isStandard && booleanOf(definition.index, true);
  return {
    index,
    search,
    searchQuote: named('search_quote_analyzer') ?? search,
    ...(hasTokens ? { tokens: tokenColumns(path, gap ?? index.positionGap) } : {}),
  };
}

function tokenColumns(path: string, positionGap: number): TokenColumns {
  const list = { list: true, required: false } as const;
  return {
    terms: { ...list, name: columnName(path, 'ft'), type: 'String', skipIndex: 'tokens' },
    positions: { ...list, name: columnName(path, 'ftp'), type: 'Int64' },
    positionGap,
  };
}

/** The normalizer that a keyword field names. */
export function parseNormalizer(
  definition: JsonObject,
  path: string,
  analysis: Analysis,
): Analyzer | undefined {
  const name = textOf(definition.normalizer);
  const found = name === undefined ? undefined : analysis.normalizer(name);
  if (name !== undefined && found === undefined) {
    throw errors.mapperParsing(`normalizer [${name}] not found for field [${path}]`);
  }
  return found;
}
