import { errors } from '@longshore/common/errors';
import { type Json, jsonNumber, jsonText } from '@longshore/common/json';
import { FIELD_TYPES } from './field-types.ts';
import type { MappedType } from './mapping.ts';

/** Parameters of what holds no values; those of fields are with their types. */
const CONTAINERS: Readonly<Record<string, readonly string[]>> = {
  object: ['dynamic', 'enabled', 'properties', 'subobjects', 'synthetic_source_keep'],
  nested: [
    ...['dynamic', 'include_in_parent', 'include_in_root', 'properties', 'synthetic_source_keep'],
  ],
  passthrough: ['dynamic', 'priority', 'properties', 'time_series_dimension'],
  alias: ['meta', 'path'],
};

/** What of a value a synthetic source keeps as it was received. */
const KEEP = 'synthetic_source_keep';

/** The parameters that the definition of a field of this type may have, beside `type`. */
export function parametersOf(given: string): readonly string[] {
  const type = given === 'flat_object' ? 'flattened' : given;
  return isMappedType(type)
    ? ['meta', KEEP, ...FIELD_TYPES[type].parameters]
    : (CONTAINERS[type] ?? []);
}

/** True for a type of fields that hold values. */
export const isMappedType = (type: string): type is MappedType => Object.hasOwn(FIELD_TYPES, type);

/** Booleans may be spelled as texts. */
export function booleanOf(value: Json | undefined, fallback: boolean): boolean {
  if (value === undefined || value === null) {
    return fallback;
  }
  if (value === true || value === 'true') {
    return true;
  }
  if (value === false || value === 'false') {
    return false;
  }
  throw errors.mapperParsing(
    `Failed to parse value [${jsonText(value)}] as only [true] or [false] are allowed.`,
  );
}

/** Numbers may be spelled as texts. */
export function numberOf(value: Json | undefined): number | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  const number = jsonNumber(value);
  if (!Number.isFinite(number)) {
    throw errors.mapperParsing(`Failed to parse [${JSON.stringify(value)}] as a number`);
  }
  return number;
}

/** The text, if it is one. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
