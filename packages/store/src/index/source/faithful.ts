import { DEFAULT_DATE_FORMAT, formatDate, isIsoFormat } from '@longshore/common/date-format';
import { dateParser } from '../date-format.ts';
import { type ExactJson, isExactObject } from '../exact-json.ts';
import type { MappedField, MappedType } from '../mapping.ts';
import { type Scalar, spell } from '../types/field-type.ts';

/** True if the column of a field says all of a value that a synthetic source is to say. */
export function isFaithful(field: MappedField, value: ExactJson): boolean {
  const check = CHECKS[field.type];
  return check === undefined || check(value, field);
}

type Check = (value: ExactJson, field: MappedField) => boolean;

/**
 * Characters that end a text or a key in its column, and halves of surrogate pairs, which UTF-8 cannot have. Fields that
 * share a column have a NUL behind their name, so it is in no text that is read from there.
 */
const UNSAFE = /[\uF8FF\0]|\p{Surrogate}/u;

/** Checks each value of a list. */
const each =
  (check: Check): Check =>
  (value, field) =>
    Array.isArray(value)
      ? value.every((item: ExactJson) => each(check)(item, field))
      : check(value, field);

const isSafe: Check = each((value) => typeof value !== 'string' || !UNSAFE.test(value));

/** The column has keywords as their normalizer makes them. */
const isSafeKeyword: Check = each((value, field) => {
  if (value === null || field.normalizer === undefined) {
    return isSafe(value, field);
  }
  const text = isExactObject(value) || Array.isArray(value) ? '' : spell(value as Scalar);
  return isSafe(value, field) && field.normalizer.normalize(text) === text;
});

/** A text or texts; objects have weights and contexts beside it. */
const isSafeCompletion: Check = each(
  (value, field) => !isExactObject(value) && isSafe(value, field),
);

const isSafeFlattened: Check = each((value, field) =>
  isExactObject(value)
    ? Object.entries(value).every(
        ([key, inner]) => key !== '' && !UNSAFE.test(key) && isSafeFlattened(inner, field),
      )
    : isSafe(value, field),
);

/** Formats that leave out a part of a moment would lose it. */
const isWholeDate: Check = each((value, { format = DEFAULT_DATE_FORMAT }) => {
  if (value === null || isIsoFormat(format)) {
    return true;
  }
  const parse = dateParser(format);
  const moment = parse(givenDate(value));
  return (
    moment === undefined || parse(formatDate(moment.epochMs, format))?.epochMs === moment.epochMs
  );
});

/** The time column of a data stream has milliseconds. */
const isWholeNanos: Check = each((value, { column, format = DEFAULT_DATE_FORMAT }) => {
  if (value === null) {
    return true;
  }
  const nanos = dateParser(format)(givenDate(value))?.nanos ?? 0;
  return isIsoFormat(format) && (nanos === 0 || !column.required);
});

const givenDate = (value: ExactJson): string | number =>
  typeof value === 'number' ? value : spell(value as Scalar);

const isIsoRange: Check = (_value, { format = DEFAULT_DATE_FORMAT }) => isIsoFormat(format);

const never: Check = () => false;

const CHECKS: Partial<Readonly<Record<MappedType, Check>>> = {
  text: isSafe,
  match_only_text: isSafe,
  search_as_you_type: isSafe,
  token_count: never,
  keyword: isSafeKeyword,
  constant_keyword: isSafeKeyword,
  counted_keyword: isSafeKeyword,
  wildcard: isSafeKeyword,
  version: isSafe,
  flattened: isSafeFlattened,
  completion: isSafeCompletion,
  date: isWholeDate,
  date_nanos: isWholeNanos,
  date_range: isIsoRange,
  geo_shape: never,
};
