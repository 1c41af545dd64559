import { javaText } from '../java-text.ts';
import { field, optional, required, text } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { castError, readValue } from '../read-field.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/join-processor */
export const join = defineProcessor({
  name: 'join',
  summary: 'Joins the items of a list to a text.',
  options: {
    field: required(field, 'List to join.'),
    separator: required(text, 'What stands between two items.'),
    target_field: optional(field, 'Where the text goes; the field itself if not given.'),
  },
  create: ({ field: source, separator, target_field: target }) => {
    return (document) => {
      const path = source(document);
      const value = readValue(document, path, false);
      if (!Array.isArray(value)) {
        throw castError(path, value ?? null, 'java.util.List');
      }
      document.set(target?.(document) ?? path, value.map(javaText).join(separator));
    };
  },
});
