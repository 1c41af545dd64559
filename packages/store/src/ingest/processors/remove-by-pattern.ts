import { nameMatcher } from '../../index/expression.ts';
import { configurationError } from '../configuration-error.ts';
import { isMetadata } from '../ingest-document.ts';
import { optional, textOrTexts } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

/** https://docs.opensearch.org/latest/ingest-pipelines/processors/remove_by_pattern/ */
export const removeByPattern = defineProcessor({
  name: 'remove_by_pattern',
  summary: 'Removes the members of the document whose names fit patterns, or all that do not.',
  options: {
    field_pattern: optional(textOrTexts, 'Patterns with `*` of members to remove.'),
    exclude_field_pattern: optional(textOrTexts, 'Patterns with `*` of members to keep.'),
  },
  create: (options, { place }) => {
    const { field_pattern: removed, exclude_field_pattern: kept } = options;
    const patterns = removed ?? kept;
    if (!patterns || (removed && kept)) {
      throw configurationError(
        'either field_pattern or exclude_field_pattern must be set, and not both',
        place,
        'field_pattern',
      );
    }
    const tests = patterns.map(nameMatcher);
    return ({ ctx }) => {
      for (const key of Object.keys(ctx).filter((name) => !isMetadata(name))) {
        const fits = tests.some((isFitting) => isFitting(key));
        if (fits === (removed !== undefined)) {
          delete ctx[key];
        }
      }
    };
  },
});
