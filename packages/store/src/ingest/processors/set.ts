import { compileValue, MEDIA_TYPES } from '../compile-value.ts';
import { configurationError } from '../configuration-error.ts';
import type { IngestDocument } from '../ingest-document.ts';
import type { IngestValue } from '../ingest-value.ts';
import { anything, field, flag, oneOf, optional, required, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/set-processor */
export const set = defineProcessor({
  name: 'set',
  summary: 'Sets a field to a value, to a template, or to the value of another field.',
  options: {
    field: required(field, 'Field to set; it is made if it is not there.'),
    value: optional(anything, 'The value; templates in texts are filled in. Or `copy_from`.'),
    copy_from: optional(field, 'Field whose value is copied, with its type.'),
    override: withDefault(flag, true, 'Replace a value that is there and not null.'),
    ignore_empty_value: withDefault(
      flag,
      false,
      'Do nothing when the value is null or a template that gives an empty text.',
    ),
    media_type: withDefault(
      oneOf(MEDIA_TYPES),
      'application/json',
      'How `{{name}}` is escaped in templates.',
    ),
  },
  create: (options, { place }) => {
    const { field: target, copy_from: from, override, ignore_empty_value: ignoresEmpty } = options;
    if (options.value === undefined && !from) {
      throw configurationError('required property is missing', place, 'value');
    }
    if (options.value !== undefined && from) {
      throw configurationError(
        'cannot set both `copy_from` and `value` in the same processor',
        place,
        'copy_from',
      );
    }
    const value = compileValue(options.value ?? null, options.media_type);
    const read = (document: IngestDocument): IngestValue => {
      if (!from) {
        return value(document);
      }
      const path = from(document);
      return ignoresEmpty && !document.has(path) ? null : document.copyOf(path);
    };
    return (document) => {
      const path = target(document);
      if (!override && (document.find(path) ?? null) !== null) {
        return;
      }
      const found = read(document);
      if (!(ignoresEmpty && (found === null || found === ''))) {
        document.set(path, found);
      }
    };
  },
});
