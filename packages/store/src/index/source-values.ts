import { DEFAULT_DATE_FORMAT, formatDate } from '@longshore/common/date-format';
import { LongshoreError } from '@longshore/common/errors';
import { type ExactJson, ExactNumber, isExactObject } from './exact-json.ts';
import { FIELD_TYPES } from './field-types.ts';
import type { MappedField, Mapping } from './mapping.ts';

/** The fields whose values are copied to a field. */
export function copiedTo(
  { fields }: Pick<Mapping, 'fields'>,
  field: MappedField,
): readonly string[] {
  const own = field.parent ?? field.path;
  return [...fields.values()]
    .filter(({ path, copyTo }) => path !== own && copyTo?.includes(own))
    .map(({ path }) => path);
}

/**
 * The values of a field in a source, as they are indexed: its own, those of the field that it is a multi-field of, and
 * those that are copied to it. Dates are in the format of the field unless another is given.
 */
export function valuesOf(
  field: MappedField,
  source: ExactJson,
  copied: readonly string[],
  format?: string,
): readonly ExactJson[] {
  return [field.parent ?? field.path, ...copied]
    .flatMap((path) => valuesAt(source, path))
    .flatMap((value) => shown(field, value, format));
}

/** The values at a path; names may have dots, and lists are gone through. */
export function valuesAt(value: ExactJson, path: string): readonly ExactJson[] {
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
function shown(
  field: MappedField,
  given: ExactJson,
  format: string | undefined,
): readonly ExactJson[] {
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
    return stored === undefined ? [] : [ofColumn({ field, format }, stored, value)];
  } catch (error) {
    // A malformed value that the field ignores is in the source only.
    if (error instanceof LongshoreError) {
      return [];
    }
    throw error;
  }
}

function ofColumn(
  { field, format }: { readonly field: MappedField; readonly format: string | undefined },
  stored: string | number | boolean,
  given: ExactJson,
): ExactJson {
  switch (field.column.type) {
    case 'Int64':
    case 'UInt64':
    case 'Float64':
      return new ExactNumber(String(stored));
    case 'Bool':
      return stored === true || stored === 'true';
    case 'DateTime64(3)':
      return formatDate(Number(stored), format ?? field.format ?? DEFAULT_DATE_FORMAT);
    case 'DateTime64(9)':
      return format === undefined ? given : formatNanos(String(stored), format);
    case 'IPv6':
      return given;
    default:
      return String(stored);
  }
}

/** `stored` is as the engine takes it, `2024-05-01 10:00:00.000000000`. */
function formatNanos(stored: string, format: string): string {
  const iso = stored.replace(' ', 'T');
  return format.endsWith('_nanos')
    ? `${iso}Z`
    : formatDate(Date.parse(`${iso.slice(0, MILLISECONDS_CHARS)}Z`), format);
}

const MILLISECONDS_CHARS = '2024-05-01T10:00:00.000'.length;
