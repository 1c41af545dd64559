import { errors } from '@longshore/common/errors';
import type { FieldPath } from './field-path.ts';
import type { IngestDocument } from './ingest-document.ts';
import { type IngestObject, type IngestValue, put } from './ingest-value.ts';
import { javaText, javaType } from './java-text.ts';
import {
  type FieldOf,
  field,
  flag,
  type Options,
  optional,
  readOptions,
  required,
  type Values,
  withDefault,
} from './options.ts';
import type { ProcessorType } from './processor-type.ts';
import { castError, readValue } from './read-field.ts';

/** Makes another value of a text; throws when it cannot. */
type Change = (text: string) => IngestValue;

/** Options of every processor that changes a text. */
const TEXT_OPTIONS = {
  field: required(field, 'Text to change; a list is changed item by item.'),
  target_field: optional(field, 'Where the result goes; the field itself if not given.'),
  ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
};

/** A processor that changes a text without further options. */
export function textProcessor(name: string, summary: string, change: Change): ProcessorType {
  return textProcessorWith({ name, summary, options: {}, prepare: () => change });
}

/** A processor that changes a text by its own options. */
export function textProcessorWith<O extends Options>(type: {
  readonly name: string;
  readonly summary: string;
  readonly options: O;
  prepare(values: Values<O>): Change;
}): ProcessorType {
  const { name, summary } = type;
  return {
    name,
    summary,
    options: { ...TEXT_OPTIONS, ...type.options },
    create: (config, { place }) => {
      const own: IngestObject = {};
      const shared: IngestObject = {};
      for (const [key, value] of Object.entries(config)) {
        put(Object.hasOwn(TEXT_OPTIONS, key) ? shared : own, key, value);
      }
      const {
        field: source,
        target_field: target,
        ignore_missing: ignoresMissing,
      } = readOptions(TEXT_OPTIONS, shared, place);
      const change = type.prepare(readOptions(type.options, own, place));
      return (document) => changeField(document, { source, target, ignoresMissing, change });
    },
  };
}

interface FieldChange {
  readonly source: FieldOf;
  readonly target: FieldOf | undefined;
  readonly ignoresMissing: boolean;
  readonly change: Change;
}

function changeField(
  document: IngestDocument,
  { source, target, ignoresMissing, change }: FieldChange,
): void {
  const path = source(document);
  const value = readValue(document, path, ignoresMissing);
  if (value === undefined) {
    return;
  }
  const changed = Array.isArray(value)
    ? value.map((item) => changeItem(item, path, change))
    : changeText(value, path, change);
  document.set(target?.(document) ?? path, changed);
}

function changeText(value: IngestValue, path: FieldPath, change: Change): IngestValue {
  if (typeof value !== 'string') {
    throw castError(path, value, 'java.lang.String');
  }
  return change(value);
}

function changeItem(item: IngestValue, { text }: FieldPath, change: Change): IngestValue {
  if (typeof item !== 'string') {
    throw errors.illegalArgument(
      `value [${javaText(item)}] of type [${javaType(item)}] in list field [${text}] cannot be cast to [java.lang.String]`,
    );
  }
  return change(item);
}
