import { parseDate } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { bool, float, int, ip, type Param, type Sql, sql, string } from '../sql/sql.ts';
import { readIp } from './field-values.ts';
import type { ValueKind } from './value-kind.ts';

/** A value of a request as a literal of a kind. Dates come as epoch ms or as texts. */
export function kindLiteral(kind: ValueKind, value: Json, format?: string): Param | Sql {
  const text = jsonText(value);
  switch (kind) {
    case 'int': {
      const isWhole = /^[+-]?\d{1,19}(?:\.0+)?$/.test(text);
      return isWhole ? int(BigInt(text.replace(/\.0+$|\+/g, ''))) : float(finite(text));
    }
    case 'uint':
      return /^\d{1,20}$/.test(text) ? sql`toUInt64(${string(text)})` : float(finite(text));
    case 'float':
      return float(finite(text));
    case 'bool':
      return bool(text === 'true' || text === '1');
    case 'ip':
      return ip(readIp(text).address);
    case 'date':
      return sql`fromUnixTimestamp64Milli(${int(BigInt(readMs(value, format)))}, 'UTC')`;
    case 'nanos':
      return sql`fromUnixTimestamp64Nano(${int(readNanos(value, format))}, 'UTC')`;
    case 'text':
      return string(text);
  }
}

function finite(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) {
    throw errors.illegalArgument(`Failed to parse value [${text}] as a number`);
  }
  return number;
}

function readMs(value: Json, format: string | undefined): number {
  const text = jsonText(value);
  const read =
    typeof value === 'number' ? value : parseDate(text, format === undefined ? {} : { format });
  const ms = read ?? (/^-?\d{5,}$/.test(text) ? Number(text) : undefined);
  if (ms === undefined) {
    throw errors.illegalArgument(`failed to parse date field [${text}]`);
  }
  return Math.floor(ms);
}

/** Sort values of `date_nanos` are nanoseconds, which need 19 digits. */
function readNanos(value: Json, format: string | undefined): bigint {
  const text = jsonText(value);
  return /^-?\d{16,19}$/.test(text) ? BigInt(text) : BigInt(readMs(value, format)) * 1_000_000n;
}
