import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';

/** Reads the members of one object of a request, one by one, and refuses what nobody read. */
export interface ObjectReader {
  readonly name: string;
  has(key: string): boolean;
  json(key: string): Json | undefined;
  string(key: string): string;
  optionalString(key: string): string | undefined;
  optionalBoolean(key: string): boolean | undefined;
  optionalNumber(key: string): number | undefined;
  optionalInteger(key: string): number | undefined;
  optionalObject(key: string): JsonObject | undefined;
  /** The keys that were not read, in their order. */
  unread(): readonly string[];
  /** Throws for keys that were not read. */
  rejectUnknown(): void;
}

/** `name` is the query or aggregation, as errors call it. Texts stand for numbers and booleans, as everywhere. */
export function readObject(name: string, body: Json | undefined): ObjectReader {
  if (!isObject(body)) {
    throw errors.parsing(`[${name}] malformed, expected an object but found [${typeName(body)}]`);
  }
  return new Reader(name, body);
}

/** The kind of a JSON value, for messages. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) {
    return 'VALUE_NULL';
  }
  if (Array.isArray(value)) {
    return 'START_ARRAY';
  }
  const names = { boolean: 'VALUE_BOOLEAN', number: 'VALUE_NUMBER', string: 'VALUE_STRING' };
  return names[typeof value as keyof typeof names] ?? 'START_OBJECT';
}

class Reader implements ObjectReader {
  readonly name: string;
  readonly #body: JsonObject;
  readonly #read = new Set<string>();

  constructor(name: string, body: JsonObject) {
    this.name = name;
    this.#body = body;
  }

  has(key: string): boolean {
    return this.json(key) !== undefined;
  }

  json(key: string): Json | undefined {
    this.#read.add(key);
    return Object.hasOwn(this.#body, key) ? this.#body[key] : undefined;
  }

  string(key: string): string {
    const value = this.optionalString(key);
    if (value === undefined) {
      throw errors.illegalArgument(`Required [${key}] is missing in [${this.name}]`);
    }
    return value;
  }

  optionalString(key: string): string | undefined {
    const value = this.json(key);
    if (value === undefined || value === null) {
      return undefined;
    }
    if (typeof value === 'object') {
      throw this.#misfit(key, 'a text', value);
    }
    return String(value);
  }

  optionalBoolean(key: string): boolean | undefined {
    const value = this.json(key);
    if (value === undefined || value === null) {
      return undefined;
    }
    if (value === true || value === 'true') {
      return true;
    }
    if (value === false || value === 'false') {
      return false;
    }
    throw this.#misfit(key, '[true] or [false]', value);
  }

  optionalNumber(key: string): number | undefined {
    const value = this.json(key);
    if (value === undefined || value === null) {
      return undefined;
    }
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      throw this.#misfit(key, 'a number', value);
    }
    return number;
  }

  optionalInteger(key: string): number | undefined {
    const number = this.optionalNumber(key);
    if (number !== undefined && !Number.isSafeInteger(number)) {
      throw this.#misfit(key, 'an integer', number);
    }
    return number;
  }

  optionalObject(key: string): JsonObject | undefined {
    const value = this.json(key);
    if (value !== undefined && !isObject(value)) {
      throw this.#misfit(key, 'an object', value);
    }
    return value;
  }

  unread(): readonly string[] {
    return Object.keys(this.#body).filter((key) => !this.#read.has(key));
  }

  rejectUnknown(): void {
    const [unknown] = this.unread();
    if (unknown !== undefined) {
      throw errors.unknownField(this.name, unknown);
    }
  }

  #misfit(key: string, expected: string, value: Json) {
    return errors.contentParse(
      `[1:1] [${this.name}] failed to parse field [${key}]: expected ${expected} but found [${
        typeof value === 'object' ? typeName(value) : value
      }]`,
      key,
    );
  }
}
