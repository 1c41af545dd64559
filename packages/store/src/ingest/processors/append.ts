import { compileValue, MEDIA_TYPES } from '../compile-value.ts';
import { configurationError, type Place } from '../configuration-error.ts';
import type { FieldPath } from '../field-path.ts';
import type { IngestDocument } from '../ingest-document.ts';
import { clone, type IngestValue, stringifyIngest } from '../ingest-value.ts';
import {
  anything,
  type FieldOf,
  field,
  flag,
  oneOf,
  optional,
  required,
  withDefault,
} from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/append-processor */
export const append = defineProcessor({
  name: 'append',
  summary:
    'Adds one or more values to a list; a single value becomes a list, a missing one is made.',
  options: {
    field: required(field, 'Field to add to.'),
    value: optional(
      anything,
      'Value or list of values; templates in texts are filled in. Or `copy_from`.',
    ),
    copy_from: optional(field, 'Field whose value or list of values is added.'),
    allow_duplicates: withDefault(flag, true, 'Add values that are in the list already.'),
    ignore_empty_values: withDefault(flag, false, 'Leave out values that are null or empty texts.'),
    media_type: withDefault(
      oneOf(MEDIA_TYPES),
      'application/json',
      'How `{{name}}` is escaped in templates.',
    ),
  },
  create: (options, { place }) => {
    const { field: target, allow_duplicates: allowsDuplicates } = options;
    const value = whatToAdd(options, place);
    return (document) => {
      const path = target(document);
      const given = value(document);
      const values = (Array.isArray(given) ? given : [given]).filter(
        (one) => !(options.ignore_empty_values && (one === null || one === '')),
      );
      if (values.length > 0 || !options.ignore_empty_values) {
        document.append(path, allowsDuplicates ? values : newOnly(document, path, values));
      }
    };
  },
});

interface Source {
  readonly value: IngestValue | undefined;
  readonly copy_from: FieldOf | undefined;
  readonly media_type: (typeof MEDIA_TYPES)[number];
}

function whatToAdd({ value, copy_from: from, media_type: mediaType }: Source, place: Place) {
  if (from === undefined) {
    if (value === undefined) {
      throw configurationError('required property is missing', place, 'value');
    }
    return compileValue(value, mediaType);
  }
  if (value !== undefined) {
    throw configurationError(
      'cannot set both `copy_from` and `value` in the same processor',
      place,
      'copy_from',
    );
  }
  return (document: IngestDocument) => clone(document.get(from(document)));
}

function newOnly(
  document: IngestDocument,
  path: FieldPath,
  values: readonly IngestValue[],
): readonly IngestValue[] {
  const known = document.find(path) ?? null;
  const seen = new Set((Array.isArray(known) ? known : [known]).map((one) => stringifyIngest(one)));
  return values.filter((value) => {
    const text = stringifyIngest(value);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}
