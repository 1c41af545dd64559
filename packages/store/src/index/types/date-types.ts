import { DEFAULT_DATE_FORMAT } from '@longshore/common/date-format';
import { dateParser } from '../date-format.ts';
import type { MappedField } from '../mapping.ts';
import { COMMON, type FieldType, misfit, type Scalar, spell } from './field-type.ts';

// Earliest and latest moments that the engine's DateTime64 holds.
const DATE_MIN_MS = Date.UTC(1900, 0, 1);
const DATE_MAX_MS = Date.UTC(2299, 11, 31, 23, 59, 59, 999);
/** The last millisecond that fits into 64 bits of nanoseconds. */
const NANOS_MAX_MS = Number((2n ** 63n - 1n) / 1_000_000n);
const DATE = [
  ...COMMON,
  'format',
  'ignore_malformed',
  'locale',
  'null_value',
  'on_script_error',
  'print_format',
  'script',
];

/** Moments, in milliseconds or nanoseconds. */
export const DATE_TYPES = {
  date: { column: 'DateTime64(3)', convert: toDate, parameters: DATE },
  date_nanos: { column: 'DateTime64(9)', convert: toDateNanos, parameters: DATE },
} as const satisfies Readonly<Record<string, FieldType>>;

function parseMoment(value: Scalar, field: MappedField) {
  const format = field.format ?? DEFAULT_DATE_FORMAT;
  const given = typeof value === 'number' ? value : spell(value);
  const moment = typeof value === 'boolean' ? undefined : dateParser(format)(given);
  if (!moment) {
    throw misfit(`failed to parse date field [${spell(value)}] with format [${format}]`);
  }
  if (moment.epochMs < DATE_MIN_MS || moment.epochMs > DATE_MAX_MS) {
    throw misfit(`date [${spell(value)}] is outside of the years 1900 to 2299 that can be stored`);
  }
  return moment;
}

function toDate(value: Scalar, field: MappedField): number {
  return parseMoment(value, field).epochMs;
}

/** As text, since nanoseconds of today are beyond 2^53. */
function toDateNanos(value: Scalar, field: MappedField): string {
  const { epochMs, nanos } = parseMoment(value, field);
  if (epochMs >= NANOS_MAX_MS) {
    throw misfit(
      `date[${spell(value)}] is after 2262-04-11T23:47:16.854775807 and cannot be stored in nanosecond resolution`,
    );
  }
  const text = new Date(epochMs).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)}${String(nanos).padStart(6, '0')}`;
}
