import { field, flag, optional, required, text, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { readText } from '../read-field.ts';
import { userRegexp } from '../user-regexp.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/split-processor */
export const split = defineProcessor({
  name: 'split',
  summary: 'Splits a text into a list.',
  options: {
    field: required(field, 'Text to split.'),
    separator: required(text, 'Regular expression of what stands between two items.'),
    target_field: optional(field, 'Where the list goes; the field itself if not given.'),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
    preserve_trailing: withDefault(flag, false, 'Keep empty items at the end.'),
  },
  create: (options) => {
    const { field: source, target_field: target, ignore_missing: ignoresMissing } = options;
    const regexp = userRegexp(options.separator);
    return (document) => {
      const path = source(document);
      const value = readText(document, path, ignoresMissing);
      if (value === undefined) {
        return;
      }
      const items = [...regexp.split(value)];
      while (!options.preserve_trailing && items.length > 1 && items.at(-1) === '') {
        items.pop();
      }
      document.set(target?.(document) ?? path, items);
    };
  },
});
