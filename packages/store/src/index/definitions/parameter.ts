import { errors, LongshoreError } from '@longshore/common/errors';
import { type Json, jsonNumber, jsonText } from '@longshore/common/json';
import type { MappingOptions } from '../index-mapping.ts';

/** Where a parameter stands. */
export interface ParameterPlace {
  /** Of the parameter. */
  readonly name: string;
  /** Of the field. */
  readonly path: string;
  readonly type: string;
  readonly options: MappingOptions;
}

/** Throws, in Elasticsearch's words, for a value that the parameter cannot have. It is never asked of `null`. */
export type ParameterCheck = (value: Json, place: ParameterPlace) => void;

/** `true` or `false`, which may be spelled as texts. */
export function flag(value: Json): void {
  if (value !== true && value !== false && value !== 'true' && value !== 'false') {
    throw errors.illegalArgument(
      `Failed to parse value [${jsonText(value)}] as only [true] or [false] are allowed.`,
    );
  }
}

/** The same for objects and for the root, where the message names the parameter. */
export function containerFlag(value: Json, { name, path }: Pick<ParameterPlace, 'name' | 'path'>) {
  try {
    flag(value);
  } catch (cause) {
    throw errors.illegalArgument(
      `Could not convert [${path === '' ? name : `${path}.${name}`}] to boolean`,
      cause instanceof LongshoreError ? cause : undefined,
    );
  }
}

/** One of some words. */
export function choice(...accepted: readonly string[]): ParameterCheck {
  return (value, { name }) => {
    if (!accepted.includes(jsonText(value))) {
      throw unknownValue(value, name, accepted);
    }
  };
}

/** The error for a word that is none of those that a parameter takes. */
export const unknownValue = (value: Json, name: string, accepted: readonly string[]) =>
  errors.mapperParsing(
    `Unknown value [${jsonText(value)}] for field [${name}] - accepted values are [${accepted.join(', ')}]`,
  );

/** The value as a whole number; a text has to spell one, and of a number the fraction is cut off. */
export function wholeNumber(value: Json): number {
  const isSpelled = typeof value === 'string' && /^[+-]?\d{1,10}$/.test(value);
  const number = isSpelled || typeof value === 'number' ? Math.trunc(Number(value)) : Number.NaN;
  return Number.isNaN(number) ? refuseNumber(value) : number;
}

/** The value as a number. */
export function fraction(value: Json): number {
  const number = typeof value === 'boolean' || value === '' ? Number.NaN : jsonNumber(value);
  return Number.isNaN(number) ? refuseNumber(value) : number;
}

/** Throws for a value that is no number. */
export function refuseNumber(value: Json): never {
  throw new LongshoreError(
    'number_format_exception',
    400,
    `For input string: "${jsonText(value)}"`,
  );
}

/** A whole number that is not below zero. */
export function notNegative(value: Json, { name }: ParameterPlace): void {
  const number = wholeNumber(value);
  if (number < 0) {
    throw errors.illegalArgument(`[${name}] must be positive, got [${number}]`);
  }
}

/** A text; numbers and booleans are taken for texts. */
export function anyText(value: Json, { name, path }: ParameterPlace): void {
  if (typeof value === 'object') {
    throw errors.mapperParsing(
      `[${name}] on mapper [${path}] must be a text, but got [${jsonText(value)}]`,
    );
  }
}
