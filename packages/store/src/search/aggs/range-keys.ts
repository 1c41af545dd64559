import { errors } from '@longshore/common/errors';
import type { MappedType } from '../../index/mapping.ts';
import { isRangeType } from '../../index/types/range-types.ts';
import { column, int, raw, type Sql, sql } from '../../sql/sql.ts';
import type { Branch } from '../plan.ts';
import type { AggContext, BucketPlan } from './agg-type.ts';
import { BUCKETS_MAX } from './fill.ts';

/** The field of a histogram whose documents have ranges: each is in every bucket that its ranges meet. */
export interface RangeField {
  /** Of dates. */
  readonly format: string | undefined;
  /** Rows that have a range, and the numbers of the buckets of each. */
  keys(count: CountKeys): Required<Pick<BucketPlan, 'where' | 'key'>>;
}

/** How buckets follow each other. */
export interface CountKeys {
  /** The end of a range as it is compared with the limits. */
  end(value: Sql): Sql;
  /** The key of a value. */
  round(value: Sql): Sql;
  /** The key of what is some steps behind another key: keys are not all at the same distance. */
  settle(key: Sql): Sql;
  /** No two keys are nearer to each other. */
  readonly step: number;
  /** Parts of ranges beyond are left out. */
  readonly min: Sql;
  readonly max: Sql;
}

/** Undefined if no index has ranges of those types in the field. */
export function openRangeField(
  path: string,
  types: readonly MappedType[],
  { branches }: AggContext,
): RangeField | undefined {
  const fields = branches.flatMap(({ context }) => context.field(path) ?? []);
  const ranges = fields.filter(({ type }) => isRangeType(type));
  if (ranges.length === 0) {
    return undefined;
  }
  const other = fields.find(({ type }) => !types.includes(type));
  if (other !== undefined) {
    throw errors.illegalArgument(
      `Field [${path}] of type [${other.type}] is not supported for this histogram; of ranges it takes [${types.join(', ')}]`,
    );
  }
  const ends = ({ context }: Branch): Sql | undefined => {
    const field = context.field(path);
    return field === undefined ? undefined : column(field.column.name);
  };
  return {
    format: ranges.find(({ format }) => format !== undefined)?.format,
    keys: (count) => ({
      where: (branch) => {
        const list = ends(branch);
        return list === undefined ? sql`false` : sql`notEmpty(${list})`;
      },
      key: (branch) => {
        const list = ends(branch) ?? sql`CAST([] AS Array(Int64))`;
        return sql`arrayJoin(arrayDistinct(arrayFlatten(arrayMap(i -> ${keysOf(list, count)}, range(1, length(${list}), 2)))))`;
      },
    }),
  };
}

/** The keys between those of both ends of the range at `i`; one more than may be answered where there are more. */
function keysOf(ends: Sql, { end, round, settle, step, min, max }: CountKeys): Sql {
  const first = sql`greatest(${end(sql`${ends}[i]`)}, ${min})`;
  const last = sql`least(${end(sql`${ends}[i + 1]`)}, ${max})`;
  const [from, to] = [round(first), round(last)];
  const most = raw(String(BUCKETS_MAX + 1));
  const steps = sql`toUInt32(least(greatest((toFloat64(${to}) - toFloat64(${from})) / ${int(step)}, 0), ${most}))`;
  const between = sql`arrayMap(j -> ${settle(sql`(${from} + toInt64(j) * ${int(step)})`)}, range(0, ${steps} + 1))`;
  return sql`if(${first} > ${last}, [], arrayPushBack(${between}, ${to}))`;
}
