import { errors } from '@longshore/common/errors';
import { float, join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { Branch } from '../plan.ts';
import { askGroups } from './adapt.ts';
import type {
  AggGroup,
  Ask,
  Bucket,
  BucketAggType,
  BucketPlan,
  BucketRow,
  Level,
} from './agg-type.ts';
import { type Cluster, mergeNearest } from './clusters.ts';
import { openNumbers, readValuesSpec, type Values, type ValuesSpec } from './inputs.ts';
import { numberOf } from './number-answer.ts';

interface VariableWidthHistogram extends ValuesSpec {
  readonly buckets: number;
}

const BUCKETS = 10;
const BUCKETS_LIMIT = 2_000;
/** Up to so many different values clusters are made of the values, beyond of as many parts of equal width. */
const CELLS_MAX = 2_000;
/** Each has clusters of its own, and so a statement of its own. */
const GROUPS_MAX = 200;

/** Buckets of numbers that lie near each other. */
export const variableWidthHistogram: BucketAggType<VariableWidthHistogram> = {
  name: 'variable_width_histogram',
  kind: 'bucket',
  parse(reader) {
    const buckets = reader.optionalInteger('buckets') ?? BUCKETS;
    if (buckets <= 0 || buckets > BUCKETS_LIMIT) {
      throw errors.illegalArgument(
        `[buckets] must be between 1 and ${BUCKETS_LIMIT} for [variable_width_histogram], but was [${buckets}]`,
      );
    }
    // Of how many documents clusters are first made; here they are made of all.
    reader.optionalInteger('shard_size');
    reader.optionalInteger('initial_buffer');
    return { ...readValuesSpec(reader), buckets };
  },
  plan(spec, context) {
    const values = openNumbers('variable_width_histogram', spec, context);
    return {
      ...planOf(values, []),
      adapt: async (level, ask) => {
        if (level.groups.length > GROUPS_MAX) {
          throw errors.illegalArgument(
            `[variable_width_histogram] is within ${level.groups.length} buckets, more than ${GROUPS_MAX}`,
          );
        }
        return Promise.all(
          level.groups.map(async (group) => {
            const cells = await cellsOf({ ...level, groups: [group] }, values, ask);
            return { groups: [group], plan: planOf(values, mergeNearest(cells, spec.buckets)) };
          }),
        );
      },
    };
  },
};

const listOf = (values: Values, branch: Branch): Sql =>
  values.isList
    ? values.input(branch)
    : sql`arrayFilter(x -> isNotNull(x), [${values.input(branch)}])`;

/** The different values of a bucket with their counts, or parts of its span where they are many. */
async function cellsOf(
  level: Level<AggGroup>,
  values: Values,
  ask: Ask,
): Promise<readonly Cluster[]> {
  const [group] = level.groups;
  const one = (rows: Awaited<ReturnType<typeof askGroups>>) =>
    (group === undefined ? undefined : rows.get(group)) ?? [];
  const columns = (branch: Branch) => [
    sql`assumeNotNull(arrayJoin(CAST(${listOf(values, branch)} AS Array(Float64)))) AS v`,
  ];
  const select = [
    sql`min(v) AS least`,
    sql`max(v) AS most`,
    sql`sum(v) AS total`,
    sql`count() AS n`,
  ];
  const tail = sql` LIMIT ${raw(String(CELLS_MAX + 1))}`;
  const each = one(await askGroups(level, { columns, select, by: [sql`v`], tail }, ask));
  if (each.length <= CELLS_MAX) {
    return each.map(readCell);
  }
  const [span] = one(await askGroups(level, { columns, select }, ask)).map(readCell);
  if (span === undefined) {
    return [];
  }
  const width = (span.max - span.min) / CELLS_MAX;
  const cell = sql`floor((v - ${float(span.min)}) / ${float(width)})`;
  return one(await askGroups(level, { columns, select, by: [cell] }, ask)).map(readCell);
}

function readCell({ least, most, total, n }: Readonly<Record<string, unknown>>): Cluster {
  const [min, max, sum, count] = [least, most, total, n].map((value) => numberOf(value) ?? 0);
  return { min: min ?? 0, max: max ?? 0, sum: sum ?? 0, count: count ?? 0 };
}

function planOf(values: Values, clusters: readonly Cluster[]): BucketPlan {
  const [, ...later] = clusters;
  const begins = sql`CAST([${join(
    later.map(({ min }) => sql`${float(min)}`),
    ', ',
  )}] AS Array(Float64))`;
  const place = (v: Sql) => sql`arrayCount(b -> b <= ${v}, ${begins})`;
  return {
    typedName: 'variable_width_histogram',
    where: (branch) => sql`notEmpty(${listOf(values, branch)})`,
    key: (branch) =>
      sql`arrayJoin(arrayDistinct(arrayMap(w -> ${place(raw('w'))}, ${listOf(values, branch)})))`,
    keyLiteral: (key) => raw(String(Number(key))),
    buckets: <Row extends BucketRow>(rows: readonly Row[]) =>
      clusters.map(({ min, max, sum, count }, i): Bucket<Row> => {
        const row = rows.find(({ key }) => Number(key) === i);
        return { row, docCount: row?.docCount ?? 0, members: { min, key: sum / count, max } };
      }),
    answer: (buckets) => ({ buckets: buckets.map(({ json }) => json) }),
  };
}
