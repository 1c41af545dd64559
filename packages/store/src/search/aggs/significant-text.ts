import { errors } from '@longshore/common/errors';
import type { BucketAggType } from './agg-type.ts';
import { planSignificant, readSignificant, type SignificantSpec } from './significant-terms.ts';
import { planWords } from './word-buckets.ts';

interface SignificantText extends SignificantSpec {
  readonly field: string;
}

/** The words that more of the found texts have than of all. */
export const significantText: BucketAggType<SignificantText> = {
  name: 'significant_text',
  kind: 'bucket',
  isBeyondQuery: true,
  parse(reader, context) {
    const field = reader.string('field');
    const sources = reader.json('source_fields');
    if (Array.isArray(sources) && sources.some((source) => source !== field)) {
      throw errors.illegalArgument(
        '[significant_text] with [source_fields] beside its [field] is not supported',
      );
    }
    if (reader.optionalBoolean('filter_duplicate_text') === true) {
      throw errors.illegalArgument(
        '[significant_text] with [filter_duplicate_text] is not supported; put a [diversified_sampler] around it',
      );
    }
    return { ...readSignificant(reader, context), field };
  },
  plan: (spec, context) =>
    planSignificant('sigsterms', planWords('significant_text', spec, context), spec),
};
