import { errors } from '@longshore/common/errors';
import { field, flag, required, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/rename-processor */
export const rename = defineProcessor({
  name: 'rename',
  summary: 'Gives a field another name or place.',
  options: {
    field: required(field, 'Field to rename.'),
    target_field: required(field, 'Its new name.'),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing.'),
    override: withDefault(flag, false, 'Replace a field that has the new name.'),
  },
  create: ({ field: source, target_field: target, ignore_missing: ignoresMissing, override }) => {
    return (document) => {
      const from = source(document);
      if (!document.has(from)) {
        if (ignoresMissing) {
          return;
        }
        throw errors.illegalArgument(`field [${from.text}] doesn't exist`);
      }
      const to = target(document);
      if (document.has(to) && !override) {
        throw errors.illegalArgument(`field [${to.text}] already exists`);
      }
      const value = document.get(from);
      document.remove(from);
      try {
        document.set(to, value);
      } catch (error) {
        document.set(from, value);
        throw error;
      }
    };
  },
});
