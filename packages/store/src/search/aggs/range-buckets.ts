import { raw, type Sql, sql } from '../../sql/sql.ts';
import type { BucketPlan } from './agg-type.ts';
import { listOrKeyed } from './date-histogram.ts';
import { positions } from './filters.ts';
import type { Values } from './inputs.ts';

/** A range of values as a bucket. */
interface RangeBucket {
  readonly name: string;
  readonly members: Readonly<Record<string, unknown>>;
  /** Whether a value is in it; the value may be null. */
  test(value: Sql): Sql;
}

interface RangesOf {
  readonly typedName: string;
  readonly values: Values;
  /** In the order of the answer. */
  readonly ranges: readonly RangeBucket[];
  readonly isKeyed: boolean;
}

/** A bucket for each of several ranges, with or without documents; they may overlap. */
export function planRangeBuckets({ typedName, values, ranges, isKeyed }: RangesOf): BucketPlan {
  return {
    typedName,
    key: (branch) => {
      const input = values.input(branch);
      return positions(
        ranges.map(({ test }) =>
          values.isList
            ? sql`arrayExists(w -> ${test(raw('w'))}, ${input})`
            : sql`ifNull(isNotNull(${input}) AND ${test(input)}, false)`,
        ),
      );
    },
    keyLiteral: (key) => raw(String(Number(key))),
    buckets: (rows) =>
      ranges.map(({ name, members }, position) => {
        const row = rows.find(({ key }) => Number(key) === position);
        const shown = isKeyed ? { ...members, key: undefined } : members;
        return { row, docCount: row?.docCount ?? 0, members: shown, name };
      }),
    answer: (buckets) => ({ buckets: listOrKeyed(buckets, isKeyed) }),
  };
}

/** Members without those that are undefined. */
export const present = (
  members: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
