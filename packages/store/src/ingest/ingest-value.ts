import { errors } from '@longshore/common/errors';
import { type ExactJson, ExactNumber, parseExact, parseUnique } from '../index/exact-json.ts';

/** A value of a document while pipelines work on it: JSON that may be changed, numbers spelled as they came. */
export type IngestValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | ExactNumber
  | IngestValue[]
  | IngestObject;

/** An object of a document, which may be changed. */
export interface IngestObject {
  [key: string]: IngestValue;
}

/** Deeper values are refused: a script may build any depth, and recursion must end. */
export const NESTING_MAX = 500;

/** True for an object: not null, not a list, not a number. */
export function isIngestObject(value: unknown): value is IngestObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  );
}

/** A number of any spelling. */
export function isNumeric(value: unknown): value is number | bigint | ExactNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof ExactNumber;
}

/** A number without a fraction, however large. */
export function isInteger(value: unknown): value is number | bigint | ExactNumber {
  if (value instanceof ExactNumber) {
    return !value.isFraction;
  }
  return typeof value === 'bigint' || Number.isInteger(value);
}

/** The nearest JavaScript number. */
export function toNumber(value: number | bigint | ExactNumber): number {
  return value instanceof ExactNumber ? Number(value.text) : Number(value);
}

/** JSON text as a value that may be changed; nobody else holds parts of it. */
export function parseIngest(text: string): IngestValue {
  return toIngest(parseExact(text));
}

/** The same for UTF-8 bytes that somebody sent: no object may have a member twice. */
export function parseIngestBytes(bytes: Buffer): IngestValue {
  return toIngest(parseUnique(bytes));
}

/**
 * A value that was just parsed and that nobody else holds: readonly is a promise to others only. One that is too deep is
 * refused here, so that recursion over it ends.
 */
export function toIngest(value: ExactJson): IngestValue {
  const mutable = value as IngestValue;
  assertDepth(mutable, 0);
  return mutable;
}

function assertDepth(value: IngestValue, depth: number): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  if (depth > NESTING_MAX) {
    throw tooDeep();
  }
  for (const one of Array.isArray(value) ? value : Object.values(value)) {
    assertDepth(one, depth + 1);
  }
}

/** A copy that shares nothing. */
export function clone(value: IngestValue, depth = 0): IngestValue {
  if (depth > NESTING_MAX) {
    throw tooDeep();
  }
  if (Array.isArray(value)) {
    return value.map((item) => clone(item, depth + 1));
  }
  return isIngestObject(value) ? cloneObject(value, depth) : value;
}

/** The same for an object. */
export function cloneObject(object: IngestObject, depth = 0): IngestObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, member]) => [key, clone(member, depth + 1)]),
  );
}

/** A member that is the object's own, `undefined` without one. */
export function member(object: IngestObject, key: string): IngestValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets a member, whatever it is called. */
export function put(object: IngestObject, key: string, value: IngestValue): void {
  if (key === '__proto__') {
    const property = { value, writable: true, enumerable: true, configurable: true };
    Object.defineProperty(object, key, property);
  } else {
    object[key] = value;
  }
}

/** JSON text, numbers spelled as they are. */
export function stringifyIngest(value: IngestValue, depth = 0): string {
  if (depth > NESTING_MAX) {
    throw tooDeep();
  }
  if (Array.isArray(value)) {
    return `[${value.map((item) => stringifyIngest(item, depth + 1)).join(',')}]`;
  }
  if (isIngestObject(value)) {
    const members = Object.entries(value).map(
      ([key, one]) => `${JSON.stringify(key)}:${stringifyIngest(one, depth + 1)}`,
    );
    return `{${members.join(',')}}`;
  }
  return scalarJson(value);
}

function scalarJson(value: null | boolean | number | bigint | string | ExactNumber): string {
  if (value instanceof ExactNumber) {
    return value.text;
  }
  if (typeof value === 'bigint') {
    return String(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw errors.illegalArgument(`the number [${value}] cannot be written as JSON`);
  }
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) {
    throw errors.illegalArgument(`a [${typeof value}] cannot be written as JSON`);
  }
  return text;
}

const tooDeep = () => errors.illegalArgument(`a value is nested deeper than ${NESTING_MAX} levels`);
