import { formatDate } from '@longshore/common/date-format';
import { openDecimalFormat } from '../decimal-format.ts';
import type { CommonField } from '../value-kind.ts';

/** A number of the engine, or null where it has none. */
export function numberOf(value: unknown): number | null {
  if (value === null || value === undefined) {
    return null;
  }
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** `{value}`, with `value_as_string` for dates. */
export function valueAnswer(
  value: number | null,
  common: CommonField | undefined,
  format?: string,
): Readonly<Record<string, unknown>> {
  const text = value === null ? undefined : asString(value, common, format);
  return text === undefined ? { value } : { value, value_as_string: text };
}

/** How a number of a date or boolean field reads, or one for which the request has a pattern; undefined for others. */
export function asString(
  value: number,
  common: CommonField | undefined,
  format?: string,
): string | undefined {
  if (common?.kind === 'date' || common?.kind === 'nanos') {
    return formatDate(Math.floor(value), format ?? common.format);
  }
  if (common?.kind === 'bool') {
    return String(value !== 0);
  }
  return format === undefined ? undefined : openDecimalFormat(format)(value);
}
