import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { TIME_UNITS_MS } from '@longshore/common/time-value';

const AGE = /^(\d{1,9})(d|h|m|s|ms|micros|nanos)$/;
const SIZE = /^(\d{1,12})(b|kb|mb|gb|tb|pb)$/i;
const SIZE_UNITS = ['b', 'kb', 'mb', 'gb', 'tb', 'pb'];

/** Milliseconds of an age such as `30d`. Throws, naming the setting, for what is none. */
export function parseAge(name: string, value: Json): number {
  const match = AGE.exec(jsonText(value));
  if (!match) {
    throw errors.parsing(
      `failed to parse setting [${name}] with value [${jsonText(value)}] as a time value: unit is missing or unrecognized`,
    );
  }
  return Number(match[1]) * (TIME_UNITS_MS[match[2] ?? ''] ?? 1);
}

/** Bytes of a size such as `50gb`. Throws, naming the setting, for what is none. */
export function parseSize(name: string, value: Json): number {
  const match = SIZE.exec(jsonText(value));
  if (!match) {
    throw errors.parsing(
      `failed to parse setting [${name}] with value [${jsonText(value)}] as a size in bytes: unit is missing or unrecognized`,
    );
  }
  return Number(match[1]) * 1024 ** SIZE_UNITS.indexOf((match[2] ?? 'b').toLowerCase());
}
