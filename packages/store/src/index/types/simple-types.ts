import { isIP, isIPv4 } from 'node:net';
import { COMMON, type FieldType, misfit, type Scalar, spell } from './field-type.ts';

const SIMPLE = [...COMMON, 'ignore_malformed', 'null_value', 'on_script_error', 'script'];

/** Truth values and addresses. */
export const SIMPLE_TYPES = {
  boolean: {
    column: 'Bool',
    convert: toBoolean,
    parameters: [...SIMPLE, 'time_series_dimension'],
  },
  ip: { column: 'IPv6', convert: toIp, parameters: [...SIMPLE, 'time_series_dimension'] },
} as const satisfies Readonly<Record<string, FieldType>>;

function toBoolean(value: Scalar): boolean {
  if (value === true || value === 'true') {
    return true;
  }
  if (value === false || value === 'false' || value === '') {
    return false;
  }
  throw misfit(`Failed to parse value [${spell(value)}] as only [true] or [false] are allowed.`);
}

/** The engine has addresses of one kind: a v4 one is written as the v6 one that stands for it. */
export function toIp(value: Scalar): string {
  const text = spell(value);
  if (typeof value !== 'string' || isIP(text) === 0 || text.includes('%')) {
    throw misfit(`'${text}' is not an IP string literal.`);
  }
  return isIPv4(text) ? `::ffff:${text}` : text;
}
