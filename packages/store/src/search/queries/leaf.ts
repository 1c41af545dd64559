import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import { type ObjectReader, readObject } from '../read-object.ts';

/** A query on one field: `{"field": {…}}`, or `{"field": value}` with the value under `shortKey`. */
export interface Leaf {
  readonly field: string;
  readonly reader: ObjectReader;
}

/** Reads the shape that all queries on one field share. */
export function readLeaf(name: string, body: Json | undefined, shortKey?: string): Leaf {
  const reader = readObject(name, body);
  const entries = Object.entries(isObject(body) ? body : {});
  const [entry, second] = entries.filter(([key]) => key !== 'boost');
  if (entry === undefined) {
    throw errors.parsing(`[${name}] query malformed, no field name found`);
  }
  if (second !== undefined) {
    throw errors.parsing(
      `[${name}] query doesn't support multiple fields, found [${entry[0]}] and [${second[0]}]`,
    );
  }
  const [field, given] = entry;
  reader.json(field);
  reader.json('boost');
  reader.rejectUnknown();
  if (isObject(given)) {
    return { field, reader: readObject(name, given) };
  }
  if (shortKey === undefined) {
    throw errors.parsing(`[${name}] query malformed, no start_object after query name`);
  }
  if (Array.isArray(given) || given === null) {
    throw errors.parsing(`[${name}] query does not support [${field}]: expected a single value`);
  }
  return { field, reader: readObject(name, { [shortKey]: given }) };
}
