import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';

/** Settings of one component by name, as index settings have them: texts, or lists of texts. */
export type OptionValues = Readonly<Record<string, string | readonly string[]>>;

/** Reads the options of a component; numbers and booleans may be spelled as texts. */
export class Options {
  readonly #values: OptionValues;

  constructor(values: OptionValues) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  /** As it was given. */
  raw(name: string): string | readonly string[] | undefined {
    return this.#values[name];
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return value === undefined ? undefined : String(value);
  }

  /** A list; one text is split at its commas, as everywhere in Elasticsearch's settings. */
  list(name: string): readonly string[] | undefined {
    const value = this.#values[name];
    if (typeof value !== 'string') {
      return value;
    }
    return value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  /** A list whose members may be lists themselves, as in `filters: ["lowercase, trim", "reverse"]`. */
  listOfLists(name: string): readonly (readonly string[])[] | undefined {
    const value = this.#values[name];
    const members = typeof value === 'string' ? [value] : value;
    return members?.map((member) => member.split(',').map((item) => item.trim()));
  }

  integer(name: string, fallback: number): number {
    const value = this.text(name);
    if (value === undefined) {
      return fallback;
    }
    if (!/^[+-]?\d{1,10}$/.test(value)) {
      throw errors.illegalArgument(`Failed to parse value [${value}] for setting [${name}]`);
    }
    return Number(value);
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.text(name);
    if (value === undefined) {
      return fallback;
    }
    if (value !== 'true' && value !== 'false') {
      throw errors.illegalArgument(
        `Failed to parse value [${value}] as only [true] or [false] are allowed.`,
      );
    }
    return value === 'true';
  }
}

/** A component's definition in a request as option values: nested objects are flattened to dotted names. */
export function optionValues(json: JsonObject): OptionValues {
  const values: Record<string, string | readonly string[]> = {};
  flatten(json, '', values);
  return values;
}

function flatten(
  json: JsonObject,
  prefix: string,
  values: Record<string, string | readonly string[]>,
): void {
  for (const [key, value] of Object.entries(json)) {
    if (isObject(value)) {
      flatten(value, `${prefix}${key}.`, values);
    } else if (value !== null) {
      values[`${prefix}${key}`] = Array.isArray(value)
        ? value.map((item: Json) => jsonText(item))
        : jsonText(value);
    }
  }
}
