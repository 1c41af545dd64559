import {
  type ExactJson,
  type ExactObject,
  isExactObject,
  parseExactBytes,
  stringifyExact,
} from '../index/exact-json.ts';
import type { Parameters } from './parameters.ts';

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

/** The source as JSON text: the bytes as received unless something is to be left out. `undefined` if not wanted. */
export function filterSource(source: Buffer, filter: SourceFilter): string | undefined {
  if (!filter.isWanted) {
    return undefined;
  }
  if (filter.includes.length === 0 && filter.excludes.length === 0) {
    return source.toString('utf8');
  }
  const includes = filter.includes.map(pathExpression);
  const excludes = filter.excludes.map(pathExpression);
  const kept = keep(parseExactBytes(source), '', { includes, excludes });
  return kept === undefined ? '{}' : stringifyExact(kept);
}

interface Expressions {
  readonly includes: readonly RegExp[];
  readonly excludes: readonly RegExp[];
}

/** Fits the path that is named, and all below it. */
function pathExpression(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*');
  return new RegExp(`^${escaped}(?:\\..*)?$`, 's');
}

function keep(value: ExactJson, path: string, expressions: Expressions): ExactJson | undefined {
  const { includes, excludes } = expressions;
  const isNamed = (list: readonly RegExp[]) => path !== '' && list.some((one) => one.test(path));
  if (isNamed(excludes)) {
    return undefined;
  }
  const isIncluded = includes.length === 0 || isNamed(includes);
  const below = isIncluded ? { includes: [], excludes } : expressions;
  if (Array.isArray(value)) {
    return keepItems(value, path, below);
  }
  if (isExactObject(value)) {
    return keepMembers(value, path, below);
  }
  return isIncluded ? value : undefined;
}

/** A list that loses all of its items vanishes, unless it is asked for itself. */
function keepItems(
  list: readonly ExactJson[],
  path: string,
  expressions: Expressions,
): ExactJson | undefined {
  const items = list
    .map((item) => keep(item, path, expressions))
    .filter((item) => item !== undefined);
  return items.length > 0 || expressions.includes.length === 0 ? items : undefined;
}

function keepMembers(
  object: ExactObject,
  path: string,
  expressions: Expressions,
): ExactJson | undefined {
  const entries: [string, ExactJson][] = [];
  for (const [name, inner] of Object.entries(object)) {
    const kept = keep(inner, path === '' ? name : `${path}.${name}`, expressions);
    if (kept !== undefined) {
      entries.push([name, kept]);
    }
  }
  const wasEmpty = Object.keys(object).length === 0;
  const isAskedFor = wasEmpty && expressions.includes.length === 0;
  return entries.length > 0 || isAskedFor || path === '' ? Object.fromEntries(entries) : undefined;
}
