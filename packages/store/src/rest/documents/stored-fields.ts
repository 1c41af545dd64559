import { DEFAULT_DATE_FORMAT, formatDate } from '@longshore/common/date-format';
import { errors, LongshoreError } from '@longshore/common/errors';
import {
  type ExactJson,
  ExactNumber,
  type ExactObject,
  isExactObject,
  parseExactBytes,
} from '../../index/exact-json.ts';
import { FIELD_TYPES } from '../../index/field-types.ts';
import type { IndexMapping } from '../../index/index-mapping.ts';
import type { MappedField } from '../../index/mapping.ts';
import { booleanOf } from '../../index/mapping-parameters.ts';

/**
 * The values of those of the named fields that the mapping stores (`store: true`), each in a list, as they stand in
 * `fields`; `undefined` when there are none. Other names give nothing, as in Elasticsearch, but an object is refused.
 */
export function storedFieldsOf(
  mapping: IndexMapping,
  names: readonly string[],
  bytes: Buffer,
): ExactObject | undefined {
  refuseObjects(mapping, names);
  const stored = names.flatMap((name) => {
    const field = mapping.fields.get(name);
    const isStored = field?.path === name && booleanOf(field.definition.store, false);
    return isStored ? [field] : [];
  });
  if (stored.length === 0) {
    return undefined;
  }
  const source = parseExactBytes(bytes);
  const fields = stored.flatMap((field) => {
    const values = valuesOf(mapping, field, source);
    return values.length === 0 ? [] : [[field.path, values] as const];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function refuseObjects({ objects }: IndexMapping, names: readonly string[]): void {
  const object = names.find((name) => objects.has(name));
  if (object !== undefined) {
    throw errors.illegalArgument(`field [${object}] isn't a leaf field`);
  }
}

/** The values of a field: its own, those of the field that it is a multi-field of, and those that are copied to it. */
export function valuesOf(
  mapping: IndexMapping,
  field: MappedField,
  source: ExactJson,
): ExactJson[] {
  const own = field.parent ?? field.path;
  const copied = [...mapping.fields.values()].filter(
    ({ path, copyTo }) => path !== own && copyTo?.includes(own),
  );
  return [own, ...copied.map(({ path }) => path)]
    .flatMap((path) => valuesAt(source, path))
    .flatMap((value) => shown(field, value));
}

/** The values at a path; names may have dots, and lists are gone through. */
function valuesAt(value: ExactJson, path: string): readonly ExactJson[] {
  if (Array.isArray(value)) {
    return value.flatMap((member: ExactJson) => valuesAt(member, path));
  }
  if (path === '') {
    return [value];
  }
  if (!isExactObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === path) {
      return valuesAt(member, '');
    }
    return path.startsWith(`${key}.`) ? valuesAt(member, path.slice(key.length + 1)) : [];
  });
}

/** A value as it is stored: numbers as numbers, dates in the format of the field; nothing for what is not indexed. */
function shown(field: MappedField, given: ExactJson): readonly ExactJson[] {
  const value = given ?? field.nullValue ?? null;
  if (value === null) {
    return [];
  }
  const { convert, read } = FIELD_TYPES[field.type];
  if (read !== undefined || Array.isArray(value) || isExactObject(value)) {
    return [value];
  }
  try {
    const stored = convert(value as Parameters<typeof convert>[0], field);
    return stored === undefined ? [] : [ofColumn(field, stored, value)];
  } catch (error) {
    // A malformed value that the field ignores is in the source only.
    if (error instanceof LongshoreError) {
      return [];
    }
    throw error;
  }
}

function ofColumn(
  { column, format }: MappedField,
  stored: string | number | boolean,
  given: ExactJson,
): ExactJson {
  switch (column.type) {
    case 'Int64':
    case 'UInt64':
    case 'Float64':
      return new ExactNumber(String(stored));
    case 'Bool':
      return stored === true || stored === 'true';
    case 'DateTime64(3)':
      return formatDate(Number(stored), format ?? DEFAULT_DATE_FORMAT);
    case 'IPv6':
    case 'DateTime64(9)':
      return given;
    default:
      return String(stored);
  }
}
