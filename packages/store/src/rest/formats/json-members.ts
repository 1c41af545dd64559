import { errors, type LongshoreError } from '@longshore/common/errors';
import { ExactNumber } from '../../index/exact-json.ts';
import { NESTING_LEVELS_MAX } from '../../index/json-limits.ts';

/** What a reader that threw is told as; one that ran out of stack was given too many levels. */
export function unreadable(error: unknown): LongshoreError {
  const reason = error instanceof Error ? error.message : 'not readable';
  return error instanceof RangeError || /call stack/.test(reason)
    ? tooDeep()
    : errors.contentParse(`[1:1] ${reason}`);
}

export const tooDeep = () =>
  errors.contentParse(
    `[1:1] the body is nested too deep; send it as JSON, of up to ${NESTING_LEVELS_MAX} levels`,
  );

/** JSON text of what a reader of YAML or CBOR gave: maps, lists, bytes (as base64), texts, and numbers of any size. */
export function jsonTextOf(value: unknown, depth = 0): string {
  if (depth > NESTING_LEVELS_MAX) {
    throw tooDeep();
  }
  if (value instanceof ExactNumber) {
    return value.text;
  }
  if (value instanceof Uint8Array) {
    return JSON.stringify(Buffer.from(value).toString('base64'));
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => jsonTextOf(item, depth + 1)).join(',')}]`;
  }
  if (value instanceof Map) {
    const members = [...value].map(
      ([key, member]) => `${JSON.stringify(keyText(key))}:${jsonTextOf(member, depth + 1)}`,
    );
    return `{${members.join(',')}}`;
  }
  return scalarText(value);
}

function scalarText(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) {
        throw errors.contentParse(`[1:1] the body has the number [${value}], which JSON has not`);
      }
      return String(value);
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    default:
      if (value === null) {
        return 'null';
      }
      throw errors.contentParse(`[1:1] the body has a value of type [${typeof value}]`);
  }
}

/** Keys are texts; what is spelled without quotes may look like a number. */
function keyText(key: unknown): string {
  if (key instanceof ExactNumber) {
    return key.text;
  }
  if (typeof key === 'object' && key !== null) {
    throw errors.contentParse('[1:1] the body has a key that is not a text');
  }
  return String(key);
}
