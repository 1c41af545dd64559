import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import type { ParameterPlace } from './parameter.ts';

const META_ENTRIES_MAX = 5;
const META_KEY_CHARS_MAX = 20;
const META_VALUE_CHARS_MAX = 50;

/** `meta` is a few short texts with short names. */
export function meta(value: Json, { path }: ParameterPlace): void {
  if (!isObject(value)) {
    throw errors.mapperParsing(
      `[meta] must be an object, got ${javaClass(value)}[${jsonText(value)}] for field [${path}]`,
    );
  }
  const entries = Object.entries(value);
  if (entries.length > META_ENTRIES_MAX) {
    throw errors.mapperParsing(
      `[meta] can't have more than ${META_ENTRIES_MAX} entries, but got ${entries.length} on field [${path}]`,
    );
  }
  for (const [key, item] of entries) {
    const problem = metaProblem(key, item);
    if (problem !== undefined) {
      throw errors.mapperParsing(`[meta] ${problem} for field [${path}]`);
    }
  }
}

function metaProblem(key: string, value: Json): string | undefined {
  if ([...key].length > META_KEY_CHARS_MAX) {
    return `keys can't be longer than ${META_KEY_CHARS_MAX} chars, but got [${key}]`;
  }
  if (value === null) {
    return `values can't be null, but [${key}] is,`;
  }
  if (typeof value !== 'string') {
    return `values can only be strings, but got ${javaClass(value)}[${jsonText(value)}]`;
  }
  return [...value].length > META_VALUE_CHARS_MAX
    ? `values can't be longer than ${META_VALUE_CHARS_MAX} chars, but got [${value}]`
    : undefined;
}

/** What Elasticsearch calls a kind of JSON value. */
function javaClass(value: Json): string {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'Integer' : 'Double';
  }
  if (typeof value === 'object') {
    return Array.isArray(value) ? 'ArrayList' : 'LinkedHashMap';
  }
  return typeof value === 'string' ? 'String' : 'Boolean';
}
