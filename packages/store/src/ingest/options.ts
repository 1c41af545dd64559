import { LongshoreError } from '@longshore/common/errors';
import { configurationError, type Place } from './configuration-error.ts';
import { type FieldPath, parsePath } from './field-path.ts';
import type { IngestDocument } from './ingest-document.ts';
import {
  type IngestObject,
  type IngestValue,
  isIngestObject,
  isInteger,
  member,
  toNumber,
} from './ingest-value.ts';
import { javaText, javaType } from './java-text.ts';
import { compileTemplate, type Template } from './template.ts';

/** The path that an option means for a document. */
export type FieldOf = (document: IngestDocument) => FieldPath;

/** What values an option takes, and what they become. */
export interface Kind<T> {
  /** As the reference calls it. */
  readonly name: string;
  /** `fail` gives the error for a value that does not fit. */
  read(value: IngestValue, fail: (reason: string) => LongshoreError): T;
}

/** One option of a processor: what it takes, whether it must be there, and what it does. */
export interface Option<T> {
  readonly kind: string;
  readonly isRequired: boolean;
  /** As it is shown in the reference. */
  readonly fallback: string | undefined;
  readonly description: string;
  read(config: IngestObject, key: string, place: Place): T;
}

/** All options of a processor by their names. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** The values of options by their names. */
export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

/** An option that must be given. */
export function required<T>(kind: Kind<T>, description: string): Option<T> {
  return {
    kind: kind.name,
    isRequired: true,
    fallback: undefined,
    description,
    read: (config, key, place) => {
      const value = member(config, key);
      if (value === undefined || value === null) {
        throw configurationError('required property is missing', place, key);
      }
      return readKind(kind, value, { key, place });
    },
  };
}

/** An option that is `undefined` when it is not given. */
export function optional<T>(kind: Kind<T>, description: string): Option<T | undefined> {
  return {
    kind: kind.name,
    isRequired: false,
    fallback: undefined,
    description,
    read: (config, key, place) => {
      const value = member(config, key);
      return value === undefined || value === null
        ? undefined
        : readKind(kind, value, { key, place });
    },
  };
}

/** An option with a default, written as in a pipeline. */
export function withDefault<T>(
  kind: Kind<T>,
  fallback: Exclude<IngestValue, null>,
  description: string,
): Option<T> {
  return {
    kind: kind.name,
    isRequired: false,
    fallback: javaText(fallback),
    description,
    read: (config, key, place) => readKind(kind, member(config, key) ?? fallback, { key, place }),
  };
}

function readKind<T>(
  kind: Kind<T>,
  value: IngestValue,
  { key, place }: { key: string; place: Place },
): T {
  try {
    return kind.read(value, (reason) => configurationError(reason, place, key));
  } catch (error) {
    if (error instanceof LongshoreError && error.type === 'illegal_argument_exception') {
      throw configurationError(error.message, place, key);
    }
    throw error;
  }
}

/** Reads all options of a processor; what nobody knows is refused. */
export function readOptions<O extends Options>(
  options: O,
  config: IngestObject,
  place: Place,
): Values<O> {
  const values = Object.entries(options).map(([key, option]) => [
    key,
    option.read(config, key, place),
  ]);
  const unknown = Object.keys(config).filter((key) => !Object.hasOwn(options, key));
  if (unknown.length > 0) {
    throw configurationError(
      `processor [${place.type}] doesn't support one or more provided configuration parameters [${unknown.join(', ')}]`,
      place,
    );
  }
  return Object.fromEntries(values) as Values<O>;
}

const notA = (what: string, value: IngestValue) =>
  `property isn't a ${what}, but of type [${javaType(value)}]`;

/** A text as it stands. */
export const text: Kind<string> = {
  name: 'text',
  read: (value, fail) => {
    if (typeof value !== 'string') {
      throw fail(notA('string', value));
    }
    return value;
  },
};

/** True or false. */
export const flag: Kind<boolean> = {
  name: 'boolean',
  read: (value, fail) => {
    if (typeof value !== 'boolean') {
      throw fail(notA('boolean', value));
    }
    return value;
  },
};

/** A whole number, also as a text. */
export const integer: Kind<number> = {
  name: 'integer',
  read: (value, fail) => {
    const number = typeof value === 'string' ? Number(value) : value;
    if (!isInteger(number) || !Number.isSafeInteger(toNumber(number))) {
      throw fail(`property cannot be converted to an int [${javaText(value)}]`);
    }
    return toNumber(number);
  },
};

/** Any JSON value. */
export const anything: Kind<IngestValue> = { name: 'any value', read: (value) => value };

/** An object of any shape. */
export const object: Kind<IngestObject> = {
  name: 'object',
  read: (value, fail) => {
    if (!isIngestObject(value)) {
      throw fail(notA('map', value));
    }
    return value;
  },
};

const list: Kind<readonly IngestValue[]> = {
  name: 'list',
  read: (value, fail) => {
    if (!Array.isArray(value)) {
      throw fail(notA('list', value));
    }
    return value;
  },
};

/** A list of texts. */
export const texts: Kind<readonly string[]> = {
  name: 'list of texts',
  read: (value, fail) => list.read(value, fail).map((item) => text.read(item, fail)),
};

/** One text or a list of them. */
export const textOrTexts: Kind<readonly string[]> = {
  name: 'text or list of texts',
  read: (value, fail) =>
    Array.isArray(value) ? texts.read(value, fail) : [text.read(value, fail)],
};

/** Texts by name. */
export const textsByName: Kind<ReadonlyMap<string, string>> = {
  name: 'object of texts',
  read: (value, fail) =>
    new Map(
      Object.entries(object.read(value, fail)).map(([key, one]) => [key, text.read(one, fail)]),
    ),
};

/** One of a few words; `refuse` says why another one is none. */
export function oneOf<const T extends string>(
  words: readonly T[],
  refuse = (given: string) => `must be one of [${words.join(', ')}], but was [${given}]`,
): Kind<T> {
  return {
    name: words.map((word) => `\`${word}\``).join(', '),
    read: (value, fail) => {
      const found = words.find((word) => word === value);
      if (found === undefined) {
        throw fail(refuse(javaText(value)));
      }
      return found;
    },
  };
}

/** A text with `{{places}}`. */
export const template: Kind<Template> = {
  name: 'template',
  read: (value, fail) => compileTemplate(text.read(value, fail)),
};

/** The path of a field, which may be a template. */
export const field: Kind<FieldOf> = {
  name: 'field',
  read: (value, fail) => fieldOf(text.read(value, fail)),
};

/** Fields, one or several. */
export const fields: Kind<readonly FieldOf[]> = {
  name: 'field or list of fields',
  read: (value, fail) => textOrTexts.read(value, fail).map(fieldOf),
};

/** The path that a text means; read once when it is no template. */
function fieldOf(path: string): FieldOf {
  if (!path.includes('{{')) {
    const fixed = parsePath(path);
    return () => fixed;
  }
  const render = compileTemplate(path);
  return (document) => parsePath(render(document));
}
