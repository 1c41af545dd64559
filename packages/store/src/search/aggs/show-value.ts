import { formatDate } from '@longshore/common/date-format';
import { ExactNumber } from '../../index/exact-json.ts';
import { plainIp } from '../../index/types/ip-arithmetic.ts';
import { type Sql, sql } from '../../sql/sql.ts';
import type { ValueKind } from '../value-kind.ts';

/** How answers show a value that the engine gave: dates, which it gives as epoch ms, by a format if there is one. */
export function openShow(
  kind: ValueKind,
  format: string | undefined,
  timeZone = 'UTC',
): (value: unknown) => unknown {
  switch (kind) {
    case 'bool':
      return (value) => value === true || value === 1;
    case 'ip':
      return (value) => plainIp(String(value));
    case 'date':
    case 'nanos':
      return (value) =>
        format === undefined ? Number(value) : formatDate(Number(value), format, timeZone);
    case 'int':
    case 'uint':
      return (value) =>
        Number.isSafeInteger(Number(value)) ? Number(value) : new ExactNumber(String(value));
    default:
      return (value) => value;
  }
}

/** Dates as epoch ms, which is what they are grouped and compared as; others as they are. */
export function toComparable(v: Sql, kind: ValueKind): Sql {
  if (kind === 'nanos') {
    return sql`intDiv(toUnixTimestamp64Nano(${v}), 1000000)`;
  }
  return kind === 'date' ? sql`toUnixTimestamp64Milli(${v})` : v;
}

/** True for kinds that `toComparable` makes numbers of. */
export const isTime = (kind: ValueKind): boolean => kind === 'date' || kind === 'nanos';
