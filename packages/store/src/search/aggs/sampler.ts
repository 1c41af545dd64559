import { errors } from '@longshore/common/errors';
import { SYSTEM_COLUMNS } from '../../index/column.ts';
import { column, int, join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { Branch } from '../plan.ts';
import { NEVER } from '../predicate.ts';
import { scoreSql } from '../sort-columns.ts';
import { outerKeys } from './adapt.ts';
import type { AggContext, AggGroup, Ask, BucketAggType, BucketPlan, Level } from './agg-type.ts';
import { single } from './filters.ts';
import { openValues, readOptionalValues, type ValuesSpec } from './inputs.ts';
import { rowsWithin } from './rows-within.ts';

interface Sampler {
  readonly size: number;
  /** Of each value of a field only so many documents. */
  readonly diverse: { readonly values: ValuesSpec; readonly perValue: number } | undefined;
}

const SIZE = 100;
const SIZE_MAX = 10_000;
/** In all buckets together. */
const DOCUMENTS_MAX = 100_000;

/** The documents with the best scores of each bucket around. */
export const sampler: BucketAggType<Sampler> = {
  name: 'sampler',
  kind: 'bucket',
  parse: (reader) => ({ size: readSize(reader.optionalInteger('shard_size')), diverse: undefined }),
  plan: (spec, context) => planSampler('sampler', spec, context),
};

/** The same, where no value of a field has more than a few of them. */
export const diversifiedSampler: BucketAggType<Sampler> = {
  name: 'diversified_sampler',
  kind: 'bucket',
  parse(reader) {
    const size = readSize(reader.optionalInteger('shard_size'));
    const perValue = reader.optionalInteger('max_docs_per_value') ?? 1;
    if (perValue < 1) {
      throw errors.illegalArgument(
        `[maxDocsPerValue] must be greater than 0. Found [${perValue}] in [diversified_sampler]`,
      );
    }
    reader.optionalString('execution_hint');
    const values = readOptionalValues(reader);
    if (values === undefined) {
      throw errors.illegalArgument('[diversified_sampler] needs a [field] or a [script]');
    }
    return { size, diverse: { values, perValue } };
  },
  plan: (spec, context) => planSampler('diversified_sampler', spec, context),
};

function readSize(given: number | undefined): number {
  const size = given ?? SIZE;
  if (size < 1 || size > SIZE_MAX) {
    throw errors.illegalArgument(
      `[shard_size] of a sampler must be between 1 and ${SIZE_MAX}. Found [${size}]`,
    );
  }
  return size;
}

function planSampler(typedName: string, spec: Sampler, context: AggContext): BucketPlan {
  const diverse = spec.diverse && openValues(spec.diverse.values, context);
  if (diverse?.isList === true) {
    throw errors.illegalArgument(
      `[diversified_sampler] needs a field with one value in each document, not [${spec.diverse?.values.field}]`,
    );
  }
  const plan = { typedName, isOfDocuments: true, ...single };
  return {
    ...plan,
    adapt: async (level, ask) => {
      const chosen = await choose(level, spec, {
        ask,
        query: context.query,
        value: (branch) => diverse?.input(branch) ?? sql`NULL`,
      });
      const where = ({ ordinal }: Branch): Sql => {
        const numbers = chosen.get(ordinal) ?? [];
        return numbers.length === 0
          ? NEVER
          : sql`${column(SYSTEM_COLUMNS.seqNo)} IN (${join(
              numbers.map((number) => sql`${int(number)}`),
              ', ',
            )})`;
      };
      return [{ groups: level.groups, plan: { ...plan, where } }];
    },
  };
}

interface ChoiceOf {
  readonly ask: Ask;
  readonly query: AggContext['query'];
  value(branch: Branch): Sql;
}

/** The numbers of the chosen documents of each index, those of all buckets together. */
async function choose(
  level: Level<AggGroup>,
  { size, diverse }: Sampler,
  { ask, query, value }: ChoiceOf,
): Promise<ReadonlyMap<number, readonly bigint[]>> {
  if (level.groups.length * size > DOCUMENTS_MAX) {
    throw errors.illegalArgument(
      `samplers of ${size} documents in ${level.groups.length} buckets are more than ${DOCUMENTS_MAX} documents; use a smaller [shard_size]`,
    );
  }
  const scored = await ask.scored();
  const from = rowsWithin({ ...level, isExact: true }, scored, (branch) => [
    sql`toUInt32(${raw(String(branch.ordinal))}) AS o`,
    sql`${column(SYSTEM_COLUMNS.seqNo)} AS s`,
    sql`${scoreSql(branch.context.score(query))} AS score`,
    sql`${value(branch)} AS v`,
  ]);
  const keys = outerKeys(level);
  const order = sql`ORDER BY score DESC, o, s`;
  const by = (columns: readonly Sql[]) =>
    columns.length === 0 ? sql`` : sql` BY ${join(columns, ', ')}`;
  const rows =
    diverse === undefined
      ? sql`SELECT * FROM ${from}`
      : // Documents without a value are as many as there are.
        sql`SELECT * FROM (SELECT *, if(isNull(v), s, 0) AS own FROM ${from}) ${order} LIMIT ${int(diverse.perValue)}${by([...keys, sql`v`, sql`own`])}`;
  const found =
    scored.length === 0
      ? []
      : await ask.run(sql`SELECT o, s FROM (${rows}) ${order} LIMIT ${int(size)}${by(keys)}`);
  const chosen = new Map<number, bigint[]>();
  for (const { o, s } of found) {
    const list = chosen.get(Number(o)) ?? [];
    list.push(BigInt(String(s)));
    chosen.set(Number(o), list);
  }
  return chosen;
}
