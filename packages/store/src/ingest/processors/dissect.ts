import { errors } from '@longshore/common/errors';
import { compileDissect } from '../dissect.ts';
import { parsePath } from '../field-path.ts';
import { field, flag, required, text, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { readText } from '../read-field.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/dissect-processor */
export const dissect = defineProcessor({
  name: 'dissect',
  summary: 'Cuts a text at fixed delimiters into fields, without regular expressions.',
  options: {
    field: required(field, 'Text to cut.'),
    pattern: required(
      text,
      'Such as `%{clientip} [%{@timestamp}] %{status}`; `+` appends, `/2` orders, `?` skips, `*` and `&` are name and value, `->` passes over padding.',
    ),
    append_separator: withDefault(text, '', 'What stands between texts that are appended.'),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
  },
  create: ({
    field: source,
    pattern,
    append_separator: separator,
    ignore_missing: ignoresMissing,
  }) => {
    const cut = compileDissect(pattern, separator);
    return (document) => {
      const path = source(document);
      const value = readText(document, path, ignoresMissing);
      if (value === undefined) {
        return;
      }
      const found = cut(value);
      if (!found) {
        throw errors.illegalArgument(
          `Unable to find match for dissect pattern: ${pattern} against source: ${value}`,
        );
      }
      for (const [name, one] of found) {
        document.set(parsePath(name), one);
      }
    };
  },
});
