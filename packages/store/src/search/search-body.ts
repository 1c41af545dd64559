import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { nearest } from '@longshore/common/settings/nearest';
import { type ObjectReader, readObject, typeName } from './read-object.ts';

/** Members that change nothing of an answer here. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['stats']);
/** Members of other versions whose absence of content means nothing. */
const IF_EMPTY: readonly string[] = ['ext'];

/** Reads the members of a search's body; those that are left over are refused in Elasticsearch's words. */
export function openBodyReader(body: Json | undefined): ObjectReader {
  const given: Json = body ?? {};
  if (!isObject(given)) {
    throw errors.parsing(`Expected [START_OBJECT] but found [${typeName(given)}]`);
  }
  const reader = readObject('search', given);
  const read = new Set<string>();
  const json = (key: string) => {
    read.add(key);
    return reader.json(key);
  };
  return {
    ...bindReader(reader, read),
    json,
    rejectUnknown: () => rejectUnknown(given, read),
  };
}

function bindReader(
  reader: ObjectReader,
  read: Set<string>,
): Omit<ObjectReader, 'json' | 'rejectUnknown'> {
  const noting =
    <Value>(get: (key: string) => Value) =>
    (key: string): Value => {
      read.add(key);
      return get(key);
    };
  return {
    name: reader.name,
    has: noting((key) => reader.has(key)),
    string: noting((key) => reader.string(key)),
    optionalString: noting((key) => reader.optionalString(key)),
    optionalBoolean: noting((key) => reader.optionalBoolean(key)),
    optionalNumber: noting((key) => reader.optionalNumber(key)),
    optionalInteger: noting((key) => reader.optionalInteger(key)),
    optionalObject: noting((key) => reader.optionalObject(key)),
    unread: () => reader.unread().filter((key) => !read.has(key)),
  };
}

function rejectUnknown(body: JsonObject, read: ReadonlySet<string>): void {
  for (const [key, value] of Object.entries(body)) {
    if (read.has(key) || WITHOUT_EFFECT.has(key) || (IF_EMPTY.includes(key) && isEmpty(value))) {
      continue;
    }
    const near = nearest(key, [...read]);
    const hint = near === undefined ? '' : ` Did you mean [${near}]?`;
    throw errors.parsing(`Unknown key for a ${typeName(value)} in [${key}].${hint}`, key);
  }
}

const isEmpty = (value: Json): boolean =>
  Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
