import { errors, LongshoreError } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import type { LeafNode } from '../index-mapping.ts';
import { refuseNumber } from './parameter.ts';

const WHOLE: ReadonlySet<string> = new Set(['byte', 'integer', 'long', 'short', 'unsigned_long']);
const NUMBERS: ReadonlySet<string> = new Set([
  ...WHOLE,
  ...['double', 'float', 'half_float', 'scaled_float'],
]);
/** Types of which the message says that it is the null value that does not fit. */
const NAMED: ReadonlySet<string> = new Set(['date', 'date_nanos', 'ip']);

/** Throws for a `null_value` that the field could not hold. */
export function checkNullValue(value: Json | undefined, { field, convert, read }: LeafNode): void {
  if (value === undefined || value === null || field.type === 'token_count') {
    return;
  }
  if (WHOLE.has(field.type) && typeof value === 'number' && !Number.isInteger(value)) {
    throw errors.illegalArgument(`Value [${value}] has a decimal part`);
  }
  if (NUMBERS.has(field.type) && typeof value === 'string' && Number.isNaN(Number(value))) {
    refuseNumber(value);
  }
  try {
    if (read !== undefined) {
      read(value, field);
    } else if (typeof value === 'object') {
      throw errors.illegalArgument(`For input string: "${jsonText(value)}"`);
    } else {
      convert(value, field);
    }
  } catch (error) {
    if (error instanceof LongshoreError && NAMED.has(field.type)) {
      throw errors.mapperParsing(
        `Error parsing [null_value] on field [${field.path}]: ${error.message}`,
        error,
      );
    }
    throw error;
  }
}
