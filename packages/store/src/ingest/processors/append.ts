import { compileValue, MEDIA_TYPES } from '../compile-value.ts';
import type { FieldPath } from '../field-path.ts';
import type { IngestDocument } from '../ingest-document.ts';
import { type IngestValue, stringifyIngest } from '../ingest-value.ts';
import { anything, field, flag, oneOf, required, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/append-processor */
export const append = defineProcessor({
  name: 'append',
  summary:
    'Adds one or more values to a list; a single value becomes a list, a missing one is made.',
  options: {
    field: required(field, 'Field to add to.'),
    value: required(anything, 'Value or list of values; templates in texts are filled in.'),
    allow_duplicates: withDefault(flag, true, 'Add values that are in the list already.'),
    ignore_empty_values: withDefault(flag, false, 'Leave out values that are null or empty texts.'),
    media_type: withDefault(
      oneOf(MEDIA_TYPES),
      'application/json',
      'How `{{name}}` is escaped in templates.',
    ),
  },
  create: (options) => {
    const { field: target, allow_duplicates: allowsDuplicates } = options;
    const value = compileValue(options.value, options.media_type);
    return (document) => {
      const path = target(document);
      const given = value(document);
      const values = (Array.isArray(given) ? given : [given]).filter(
        (one) => !(options.ignore_empty_values && (one === null || one === '')),
      );
      document.append(path, allowsDuplicates ? values : newOnly(document, path, values));
    };
  },
});

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
