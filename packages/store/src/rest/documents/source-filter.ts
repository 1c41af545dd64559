import { isObject, type Json, jsonText } from '@longshore/common/json';
import { openSourceFilter, someOf } from '../../search/source-filter.ts';
import type { Parameters } from '../parameters.ts';

/** Which part of a source is asked for. */
export interface SourceFilter {
  readonly isWanted: boolean;
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
}

export const WHOLE_SOURCE: SourceFilter = { isWanted: true, includes: [], excludes: [] };

/** Query parameters by which sources are filtered. */
export const SOURCE_PARAMETERS = ['_source', '_source_includes', '_source_excludes'] as const;

/** Reads `_source=false|a,b*`, `_source_includes` and `_source_excludes`. */
export function readSourceFilter(parameters: Parameters): SourceFilter {
  const source = parameters.list('_source');
  const only = source?.length === 1 ? source[0] : undefined;
  const isSwitch = source?.length === 0 || only === 'true' || only === 'false';
  return {
    isWanted: only !== 'false',
    includes: [...(isSwitch ? [] : (source ?? [])), ...(parameters.list('_source_includes') ?? [])],
    excludes: parameters.list('_source_excludes') ?? [],
  };
}

/** One name or a list of them, as bodies have it. */
export const namesOf = (value: Json | undefined): readonly string[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(jsonText);

/** Reads `_source` of a body: `true`, `false`, a pattern, a list of them, or `{includes, excludes}`. */
export function sourceFilterOf(source: Json): SourceFilter {
  if (typeof source === 'boolean') {
    return { ...WHOLE_SOURCE, isWanted: source };
  }
  if (isObject(source)) {
    const includes = namesOf(source.includes ?? source.include);
    return { isWanted: true, includes, excludes: namesOf(source.excludes ?? source.exclude) };
  }
  return { isWanted: true, includes: namesOf(source), excludes: [] };
}

/** Reads the filter of a query string; `undefined` when it has none. */
export function givenSourceFilter(parameters: Parameters): SourceFilter | undefined {
  const isGiven = SOURCE_PARAMETERS.some((name) => parameters.has(name));
  return isGiven ? readSourceFilter(parameters) : undefined;
}

/** The source as JSON text: the bytes as received unless something is to be left out. `undefined` if not wanted. */
export function filterSource(source: Buffer, filter: SourceFilter): string | undefined {
  const { isWanted, includes, excludes } = filter;
  const apply = openSourceFilter(isWanted ? someOf(includes, excludes) : { kind: 'none' });
  return apply(source.toString('utf8'))?.text;
}
