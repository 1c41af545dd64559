import { type ExactJson, type ExactObject, isExactObject } from '../exact-json.ts';

/** Which parts of a source patterns let through. */
export interface SourcePatterns {
  /** Empty for all. */
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
}

/** Opens a filter that leaves of a source what its patterns name; what becomes empty by it is left out, too. */
export function openPathFilter({
  includes,
  excludes,
}: SourcePatterns): (source: ExactJson) => ExactObject {
  const paths: Paths = {
    isIncluded: includes.length === 0 ? () => true : below(includes),
    isExcluded: below(excludes),
  };
  return (source) => {
    const kept = filterValue(source, '', paths);
    return isExactObject(kept) ? kept : {};
  };
}

interface Paths {
  /** True for a path that a pattern names, and for all below it. */
  isIncluded(path: string): boolean;
  isExcluded(path: string): boolean;
}

function below(patterns: readonly string[]): (path: string) => boolean {
  const sources = patterns.map((pattern) =>
    pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*'),
  );
  const regExp = new RegExp(`^(?:${sources.join('|')})(?:\\..*)?$`, 's');
  return patterns.length === 0 ? () => false : (path) => regExp.test(path);
}

/** What is left of a value; undefined if nothing is. */
function filterValue(value: ExactJson, path: string, paths: Paths): ExactJson | undefined {
  if (Array.isArray(value)) {
    const kept = value
      .map((member: ExactJson) => filterValue(member, path, paths))
      .filter((member) => member !== undefined);
    return kept.length === 0 && value.length > 0 ? undefined : kept;
  }
  if (!isExactObject(value)) {
    return paths.isIncluded(path) ? value : undefined;
  }
  const members = Object.entries(value).flatMap(([key, member]) => {
    const inner = path === '' ? key : `${path}.${key}`;
    const kept = paths.isExcluded(inner) ? undefined : filterValue(member, inner, paths);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  const isEmptyByNature = Object.keys(value).length === 0 && paths.isIncluded(path);
  const isWanted = members.length > 0 || path === '' || isEmptyByNature;
  return isWanted ? Object.fromEntries(members) : undefined;
}
