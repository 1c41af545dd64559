import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import { parseExact } from '../index/exact-json.ts';
import { openPathFilter } from '../index/source/filter-paths.ts';
import { RawJson, toJsonText } from './json-text.ts';
import { readObject } from './read-object.ts';

/** What of `_source` a hit shows: nothing, all, or the members that patterns name. */
export type SourceFilter =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | {
      readonly kind: 'some';
      readonly includes: readonly string[];
      readonly excludes: readonly string[];
    };

const WHOLE_SOURCE: SourceFilter = { kind: 'all' };

/** `true`, `false`, a pattern, a list of them, or `{includes, excludes}`. */
export function parseSourceFilter(given: Json | undefined): SourceFilter {
  if (given === undefined || given === true || given === 'true') {
    return WHOLE_SOURCE;
  }
  if (given === false || given === 'false') {
    return { kind: 'none' };
  }
  if (!isObject(given)) {
    return someOf(readPatterns(given), []);
  }
  const reader = readObject('_source', given);
  const includes = readPatterns(reader.json('includes') ?? reader.json('include') ?? []);
  const excludes = readPatterns(reader.json('excludes') ?? reader.json('exclude') ?? []);
  reader.json('include');
  reader.json('exclude');
  reader.rejectUnknown();
  return someOf(includes, excludes);
}

/** The filter of patterns; without any, the whole source. */
export function someOf(includes: readonly string[], excludes: readonly string[]): SourceFilter {
  return includes.length + excludes.length === 0
    ? WHOLE_SOURCE
    : { kind: 'some', includes, excludes };
}

function readPatterns(given: Json): readonly string[] {
  return (Array.isArray(given) ? given : [given]).map((pattern: Json) => {
    if (typeof pattern !== 'string') {
      throw errors.parsing('[_source] patterns must be texts');
    }
    return pattern;
  });
}

/** Applies a filter to many sources; the bytes of an unfiltered one pass through. */
export function openSourceFilter(filter: SourceFilter): (source: string) => RawJson | undefined {
  if (filter.kind === 'none') {
    return () => undefined;
  }
  if (filter.kind === 'all') {
    return (source) => new RawJson(source);
  }
  const apply = openPathFilter(filter);
  return (source) => new RawJson(toJsonText(apply(parseExact(source))));
}
