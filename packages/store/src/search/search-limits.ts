import { errors, LongshoreError } from '@longshore/common/errors';
import { parseTimeValue } from '@longshore/common/time-value';
import type { ClusterSettings } from '../index/cluster-settings.ts';
import type { SearchIndex } from '../index/target.ts';
import { BUCKETS_MAX } from './aggs/fill.ts';
import type { FieldContext } from './field-context.ts';
import { SHARDS_MAX } from './moment.ts';
import type { SearchRequest } from './search-request.ts';
import { allFailed } from './shard-failures.ts';

/** A search that says nothing else is given up after this long. */
const TIMEOUT_MS = 60_000;

/** What the settings of the cluster say of every search. */
export interface SearchLimits {
  /** Of searches that have no time of their own. */
  readonly timeoutMs: number;
  /** Buckets of one search. */
  readonly bucketsMax: number;
  /** False: queries that compare with every value of a field are refused. */
  readonly allowsExpensive: boolean;
}

/** The limits where nobody has set any. */
export const DEFAULT_LIMITS: SearchLimits = {
  timeoutMs: TIMEOUT_MS,
  bucketsMax: BUCKETS_MAX,
  allowsExpensive: true,
};

/** The limits that hold now. */
export function limitsOf(settings: Pick<ClusterSettings, 'get' | 'isOn'>): SearchLimits {
  const name = 'search.default_search_timeout';
  const timeoutMs = parseTimeValue(settings.get(name), name);
  const bucketsMax = Number(settings.get('search.max_buckets'));
  return {
    // No search goes on for ever.
    timeoutMs: timeoutMs > 0 ? timeoutMs : TIMEOUT_MS,
    bucketsMax: bucketsMax < 0 ? BUCKETS_MAX : Math.min(bucketsMax, BUCKETS_MAX),
    allowsExpensive: settings.isOn('search.allow_expensive_queries'),
  };
}

/** Refuses queries of a kind that has to look at every value, where the setting says so. */
export function refuseExpensive(
  queries: string,
  { allowsExpensive }: Pick<FieldContext, 'allowsExpensive'>,
): void {
  if (!allowsExpensive) {
    throw new ExpensiveQuery(queries);
  }
}

/** A query that could be run and shall not be, which no leniency leaves out. */
export class ExpensiveQuery extends LongshoreError {
  constructor(queries: string) {
    super(
      'query_shard_exception',
      400,
      `failed to create query: ${queries} cannot be executed when 'search.allow_expensive_queries' is set to false.`,
    );
  }
}

/** Refuses too many indices, and a window beyond what one of them allows, as a failure of the search. */
export function checkIndexLimits(
  { from, size, tiebreak }: Pick<SearchRequest, 'from' | 'size' | 'tiebreak'>,
  indices: readonly SearchIndex[],
): void {
  if (indices.length > SHARDS_MAX) {
    throw errors.illegalArgument(
      `Trying to query [${indices.length}] shards, which is over the limit of [${SHARDS_MAX}]; search fewer indices at once`,
    );
  }
  const limit = Math.min(...indices.map(({ maxResultWindow }) => maxResultWindow));
  if (from + size > limit) {
    const reason =
      tiebreak === 'hidden'
        ? `Batch size is too large, size must be less than or equal to: [${limit}] but was [${from + size}]. Scroll batch sizes cost as much memory as result windows so they are controlled by the [index.max_result_window] index level setting.`
        : `Result window is too large, from + size must be less than or equal to: [${limit}] but was [${from + size}]. See the scroll api for a more efficient way to request large data sets. This limit can be set by changing the [index.max_result_window] index level setting.`;
    throw allFailed([{ index: indices[0]?.name ?? '', error: errors.illegalArgument(reason) }]);
  }
}
