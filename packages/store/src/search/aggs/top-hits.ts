import { errors } from '@longshore/common/errors';
import { parseSort, type SortKey } from '../sort.ts';
import { parseSourceFilter, type SourceFilter } from '../source-filter.ts';
import type { HitsAggType } from './agg-type.ts';

interface TopHits {
  readonly from: number;
  readonly size: number;
  readonly sort: readonly SortKey[];
  readonly source: SourceFilter;
  readonly version: boolean;
  readonly seqNoPrimaryTerm: boolean;
  readonly trackScores: boolean;
}

const SIZE = 3;
const WINDOW_MAX = 100;

/** The first documents of each bucket, by score or by a sort. */
export const topHits: HitsAggType<TopHits> = {
  name: 'top_hits',
  kind: 'hits',
  parse(reader, context) {
    const from = reader.optionalInteger('from') ?? 0;
    const size = reader.optionalInteger('size') ?? SIZE;
    if (from < 0 || size < 0 || from + size > WINDOW_MAX) {
      throw errors.illegalArgument(
        `Top hits result window is too large, the top hits aggregator [${reader.name}]'s from + size must be less than or equal to: [${WINDOW_MAX}] but was [${from + size}]. This limit can be set by changing the [index.max_inner_result_window] index level setting.`,
      );
    }
    return {
      from,
      size,
      sort: parseSort(reader.json('sort'), context),
      source: parseSourceFilter(reader.json('_source')),
      version: reader.optionalBoolean('version') ?? false,
      trackScores: reader.optionalBoolean('track_scores') ?? false,
      seqNoPrimaryTerm: reader.optionalBoolean('seq_no_primary_term') ?? false,
    };
  },
  isScored: ({ sort, trackScores }) =>
    trackScores || sort.length === 0 || sort.some(({ kind }) => kind === 'score'),
  plan: (spec) => ({ typedName: 'top_hits', ...spec }),
};
