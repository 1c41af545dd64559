import { errors } from '@longshore/common/errors';
import { type FieldPath, parsePath } from '../field-path.ts';
import type { IngestDocument } from '../ingest-document.ts';
import { type IngestValue, isIngestObject } from '../ingest-value.ts';
import { field, flag, optional, required, text, texts, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { readText } from '../read-field.ts';
import { userRegexp } from '../user-regexp.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/kv-processor */
export const kv = defineProcessor({
  name: 'kv',
  summary: 'Reads pairs such as `a=1 b=2`.',
  options: {
    field: required(field, 'Text to read.'),
    field_split: required(text, 'Regular expression of what stands between two pairs.'),
    value_split: required(text, 'Regular expression of what stands between key and value.'),
    target_field: optional(field, 'Object that takes the values; the document if not given.'),
    include_keys: optional(texts, 'Keys to take; all if not given.'),
    exclude_keys: optional(texts, 'Keys to leave out.'),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
    prefix: withDefault(text, '', 'Put in front of each key.'),
    trim_key: withDefault(text, '', 'Characters to take off both ends of keys.'),
    trim_value: withDefault(text, '', 'Characters to take off both ends of values.'),
    strip_brackets: withDefault(
      flag,
      false,
      'Take brackets `()`, `<>`, `[]` and quotes off the ends of values.',
    ),
  },
  create: (options) => {
    const { field: source, ignore_missing: ignoresMissing } = options;
    const pairs = userRegexp(options.field_split);
    const middle = userRegexp(options.value_split);
    const included = options.include_keys && new Set(options.include_keys);
    const excluded = new Set(options.exclude_keys ?? []);
    const isWanted = (key: string) => (included?.has(key) ?? true) && !excluded.has(key);
    const clean = (value: string) =>
      trimChars(options.strip_brackets ? stripBrackets(value) : value, options.trim_value);
    return (document) => {
      const path = source(document);
      const value = readText(document, path, ignoresMissing);
      if (value === undefined) {
        return;
      }
      const under = options.target_field?.(document);
      for (const pair of pairs.split(value).filter((one) => one !== '')) {
        const [start, end] = firstSpan(middle.spans(pair), path, options.value_split);
        const key = trimChars(pair.slice(0, start), options.trim_key);
        if (isWanted(key)) {
          setOrAdd(document, joinPath(under, options.prefix + key), clean(pair.slice(end)));
        }
      }
    };
  },
});

function firstSpan(
  [span]: readonly { readonly start: number; readonly end: number }[],
  { text: name }: FieldPath,
  separator: string,
): readonly [number, number] {
  if (!span) {
    throw errors.illegalArgument(`field [${name}] does not contain value_split [${separator}]`);
  }
  return [span.start, span.end];
}

const joinPath = (under: FieldPath | undefined, key: string): FieldPath =>
  parsePath(under === undefined ? key : `${under.text}.${key}`);

/** A key that comes twice makes a list. */
function setOrAdd(document: IngestDocument, path: FieldPath, value: string): void {
  const known: IngestValue | undefined = document.find(path);
  if (known === undefined || isIngestObject(known)) {
    document.set(path, value);
  } else {
    document.append(path, [value]);
  }
}

function trimChars(value: string, chars: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && chars.includes(value.charAt(start))) {
    start += 1;
  }
  while (end > start && chars.includes(value.charAt(end - 1))) {
    end -= 1;
  }
  return value.slice(start, end);
}

const stripBrackets = (value: string) => value.replace(/^[([<"']/, '').replace(/[)\]>"']$/, '');
