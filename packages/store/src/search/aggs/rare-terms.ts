import { errors } from '@longshore/common/errors';
import type { BucketAggType } from './agg-type.ts';
import { BUCKETS_MAX } from './fill.ts';
import { readValuesSpec } from './inputs.ts';
import { planTerms, type Terms } from './terms.ts';
import { readChoice } from './terms-choice.ts';

interface RareTerms extends Terms {
  readonly maxDocCount: number;
}

const MAX_DOC_COUNT_LIMIT = 100;

/** A bucket for each value that few documents have. Exact: nothing is taken for rare that is not. */
export const rareTerms: BucketAggType<RareTerms> = {
  name: 'rare_terms',
  kind: 'bucket',
  parse(reader) {
    const maxDocCount = reader.optionalInteger('max_doc_count') ?? 1;
    if (maxDocCount < 1 || maxDocCount > MAX_DOC_COUNT_LIMIT) {
      throw errors.illegalArgument(
        `[max_doc_count] must be between 1 and ${MAX_DOC_COUNT_LIMIT}. Found [${maxDocCount}] in [rare_terms]`,
      );
    }
    // How well Elasticsearch would approximate.
    reader.optionalNumber('precision');
    return {
      ...readValuesSpec(reader),
      maxDocCount,
      size: BUCKETS_MAX + 1,
      order: [
        { path: '_count', direction: 'asc' },
        { path: '_key', direction: 'asc' },
      ],
      minDocCount: 1,
      include: readChoice('include', reader.json('include')),
      exclude: readChoice('exclude', reader.json('exclude')),
      showsErrors: false,
      valueType: undefined,
    };
  },
  plan(spec, context) {
    const { around: _around, isWhole: _isWhole, top, ...plan } = planTerms(spec, context);
    return {
      ...plan,
      typedName: plan.typedName.replace('terms', 'rareterms'),
      ...(top === undefined ? {} : { top: { ...top, maxDocCount: spec.maxDocCount } }),
      answer: (buckets) => ({ buckets: buckets.map(({ json }) => json) }),
    };
  },
};
