import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import type { Sql } from '../../sql/sql.ts';
import { float, int, join, sql } from '../../sql/sql.ts';
import { hasValue } from '../field-sql.ts';
import type { Branch } from '../plan.ts';
import { ALWAYS, anyOf, NEVER, not } from '../predicate.ts';
import type { Query } from '../query.ts';
import type { Bucket, BucketAggType, BucketPlan, BucketRow } from './agg-type.ts';

type Single = Pick<BucketPlan, 'buckets' | 'answer'>;

/** One bucket, which is there even without documents. */
export const single: Single = {
  buckets: <Row extends BucketRow>(rows: readonly Row[]): readonly Bucket<Row>[] => [
    { row: rows[0], docCount: rows[0]?.docCount ?? 0, members: {} },
  ],
  answer: ([only]) => only?.json ?? {},
};

/** The documents that a query matches. */
export const filter: BucketAggType<{ readonly query: Query }> = {
  name: 'filter',
  kind: 'bucket',
  parse: (reader, { parseQuery }) => {
    // The whole body is the query; its only key is the query's name.
    const body = reader.json('');
    return { query: parseQuery(body) };
  },
  queries: ({ query }) => [query],
  plan: ({ query }) => ({
    typedName: 'filter',
    where: ({ context }) => context.compile(query),
    ...single,
  }),
};

/** The documents without a value in a field. */
export const missing: BucketAggType<{ readonly field: string; readonly isFilled: boolean }> = {
  name: 'missing',
  kind: 'bucket',
  // With a value for documents without one, none is without.
  parse: (reader) => ({ field: reader.string('field'), isFilled: reader.has('missing') }),
  plan: ({ field: path, isFilled }) => ({
    typedName: 'missing',
    where: ({ context }) => {
      const field = context.field(path);
      if (isFilled) {
        return NEVER;
      }
      return field === undefined ? ALWAYS : not(hasValue(field));
    },
    ...single,
  }),
};

/** All documents of the indices, whatever the query. */
export const global: BucketAggType<Readonly<Record<string, never>>> = {
  name: 'global',
  kind: 'bucket',
  isBeyondQuery: true,
  parse: () => ({}),
  plan: () => ({ typedName: 'global', isGlobal: true, ...single }),
};

interface Filters {
  readonly filters: readonly { readonly name: string; readonly query: Query }[];
  readonly isNamed: boolean;
  /** The bucket of what no filter matches. */
  readonly other: string | undefined;
}

const FILTERS_MAX = 1_000;

/** A bucket for each of several queries; a document may be in some, all or none. */
export const filters: BucketAggType<Filters> = {
  name: 'filters',
  kind: 'bucket',
  parse(reader, { parseQuery }) {
    const given = reader.json('filters');
    const entries = readFilters(given);
    const key = reader.optionalString('other_bucket_key');
    const hasOther = reader.optionalBoolean('other_bucket') ?? key !== undefined;
    return {
      filters: entries.map(([name, body]) => ({ name, query: parseQuery(body) })),
      isNamed: isObject(given),
      other: hasOther ? (key ?? '_other_') : undefined,
    };
  },
  queries: (spec) => spec.filters.map(({ query }) => query),
  plan(spec) {
    const names = [
      ...spec.filters.map(({ name }) => name),
      ...(spec.other === undefined ? [] : [spec.other]),
    ];
    const conditions = ({ context }: Branch) => {
      const given = spec.filters.map(({ query }) => context.compile(query));
      return spec.other === undefined ? given : [...given, not(anyOf(given))];
    };
    return {
      typedName: 'filters',
      key: (branch) => positions(conditions(branch)),
      keyLiteral: (key) => sql`${int(Number(key))}`,
      buckets: (rows) =>
        names.map((name, position) => {
          const row = rows.find(({ key }) => Number(key) === position);
          return { row, docCount: row?.docCount ?? 0, members: {}, name };
        }),
      answer: (buckets) => ({
        buckets: spec.isNamed
          ? Object.fromEntries(buckets.map(({ bucket, json }) => [bucket.name ?? '', json]))
          : buckets.map(({ json }) => json),
      }),
    };
  },
};

function readFilters(given: Json | undefined): readonly (readonly [string, Json])[] {
  const entries = isObject(given)
    ? Object.entries(given)
    : Array.isArray(given)
      ? given.map((query: Json, i) => [String(i), query] as const)
      : [];
  if (entries.length === 0) {
    throw errors.illegalArgument('[filters] cannot be empty');
  }
  if (entries.length > FILTERS_MAX) {
    throw errors.illegalArgument(
      `[filters] has ${entries.length} filters, more than ${FILTERS_MAX}`,
    );
  }
  return entries;
}

/** A row for each condition that holds, numbered. */
export function positions(conditions: readonly Sql[]): Sql {
  const found = conditions.map((condition, i) => sql`if(${condition}, [${int(i)}], [])`);
  return sql`arrayJoin(arrayConcat(CAST([] AS Array(Int64)), ${join(found, ', ')}))`;
}

/** `x >= from AND x < to` for a number that may be null. */
export function between(v: Sql, from: number | undefined, to: number | undefined): Sql {
  const low = from === undefined ? [] : [sql`${v} >= ${float(from)}`];
  const high = to === undefined ? [] : [sql`${v} < ${float(to)}`];
  const parts = [...low, ...high];
  return parts.length === 0 ? sql`true` : sql`(${join(parts, ' AND ')})`;
}
