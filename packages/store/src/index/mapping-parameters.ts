import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
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
const KEPT: ReadonlySet<unknown> = new Set([undefined, 'none', 'arrays', 'all']);

function parametersOf(type: string): readonly string[] {
  return isMappedType(type)
    ? ['meta', KEEP, ...FIELD_TYPES[type].parameters]
    : (CONTAINERS[type] ?? []);
}

/** True for a type of fields that hold values. */
export const isMappedType = (type: string): type is MappedType => Object.hasOwn(FIELD_TYPES, type);

/** Refuses a parameter that a type does not have. */
export function checkParameters(definition: JsonObject, path: string, type: string): void {
  const allowed = parametersOf(type);
  for (const [name, value] of Object.entries(definition)) {
    if (name !== 'type' && !allowed.includes(name)) {
      const spelled = typeof value === 'string' ? value : JSON.stringify(value);
      throw errors.mapperParsing(
        `Mapping definition for [${path}] has unsupported parameters:  [${name} : ${spelled}]`,
      );
    }
  }
  if (!KEPT.has(definition[KEEP])) {
    throw errors.mapperParsing(
      `Unknown synthetic_source_keep value [${jsonText(definition[KEEP])}], accepted values are [none,arrays,all]`,
    );
  }
  if (type === 'scaled_float' && numberOf(definition.scaling_factor) === undefined) {
    throw errors.mapperParsing(`Field [scaling_factor] is required`);
  }
  if (definition.fields !== undefined && !isObject(definition.fields)) {
    throw errors.mapperParsing(`Expected map for property [fields] on field [${path}]`);
  }
}

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
    `Failed to parse value [${JSON.stringify(value)}] as only [true] or [false] are allowed.`,
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
