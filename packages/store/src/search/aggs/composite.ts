import { errors } from '@longshore/common/errors';
import { type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { int, join, type Sql, sql } from '../../sql/sql.ts';
import { allOf, anyOf, NEVER } from '../predicate.ts';
import type { Bucket, BucketAggType, BucketRow } from './agg-type.ts';
import {
  type CompositeSource,
  type OpenSource,
  openSource,
  partLiterals,
  partsOf,
  readSource,
} from './composite-source.ts';
import { BUCKETS_MAX } from './fill.ts';

interface Composite {
  readonly sources: readonly CompositeSource[];
  readonly size: number;
  readonly after: JsonObject | undefined;
}

const SIZE = 10;
const SOURCES_MAX = 32;

/** A bucket for each combination of values, page by page in their order: the last key of a page is where the next one begins. */
export const composite: BucketAggType<Composite> = {
  name: 'composite',
  kind: 'bucket',
  parse(reader) {
    const size = reader.optionalInteger('size') ?? SIZE;
    if (size <= 0) {
      throw errors.illegalArgument(`[size] must be greater than 0. Found [${size}] in [composite]`);
    }
    if (size > BUCKETS_MAX) {
      throw errors.tooManyBuckets(BUCKETS_MAX, size);
    }
    const sources = readSources(reader.json('sources'));
    const after = reader.optionalObject('after');
    checkAfter(after, sources);
    return { sources, size, after };
  },
  plan({ sources: given, size, after }, context) {
    const sources = given.map((source) => openSource(source, context));
    return {
      typedName: 'composite',
      isOutermost: true,
      where: (branch) => allOf(sources.map((source) => source.where(branch))),
      key: (branch) =>
        sql`tuple(${join(
          sources.map((source) => source.part(branch)),
          ', ',
        )})`,
      keyCondition: (key) =>
        after === undefined ? undefined : beyond(sources, openParts(key), after),
      keyLiteral: (key) => sql`tuple(${join(partLiterals(sources, key), ', ')})`,
      top: {
        size,
        order: [{ path: '_key', direction: 'asc' }],
        minDocCount: 1,
        orderBy: (key) => orderOf(sources, openParts(key)),
      },
      buckets: <Row extends BucketRow>(rows: readonly Row[]) =>
        rows.map(
          (row): Bucket<Row> => ({
            row,
            docCount: row.docCount,
            members: { key: showKey(sources, row.key) },
          }),
        ),
      answer: (buckets) => {
        const last = buckets.at(-1)?.bucket.members.key;
        return {
          ...(last === undefined ? {} : { after_key: last }),
          buckets: buckets.map(({ json }) => json),
        };
      },
    };
  },
};

function readSources(given: Json | undefined): readonly CompositeSource[] {
  const list: readonly Json[] = Array.isArray(given) ? given : [];
  if (list.length === 0 || list.length > SOURCES_MAX) {
    throw errors.illegalArgument(
      list.length === 0
        ? given === undefined
          ? 'Required [sources]'
          : 'Composite [sources] cannot be null or empty'
        : `Composite [sources] are ${list.length}, more than ${SOURCES_MAX}`,
    );
  }
  const sources = list.map(readSource);
  const names = sources.map(({ name }) => name);
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) {
    throw errors.illegalArgument(
      `Composite source names must be unique, found duplicates: [${twice.join(', ')}]`,
    );
  }
  return sources;
}

function checkAfter(after: JsonObject | undefined, sources: readonly CompositeSource[]): void {
  if (after === undefined) {
    return;
  }
  const count = Object.keys(after).length;
  if (count !== sources.length) {
    throw errors.illegalArgument(
      `[after] has ${count} value(s) but [sources] has ${sources.length}`,
    );
  }
  for (const { name, hasMissing } of sources) {
    const value = after[name];
    if (value === undefined) {
      throw errors.illegalArgument(`Missing value for [after.${name}]`);
    }
    if (typeof value === 'object' && (value !== null || !hasMissing)) {
      throw errors.illegalArgument(
        `Invalid value for [after.${name}], expected comparable, got [${jsonText(value)}]`,
      );
    }
  }
}

/** The parts of a key, which is a tuple. */
const openParts =
  (key: Sql) =>
  (position: number): Sql =>
    sql`tupleElement(${key}, ${int(position + 1)})`;
type Parts = ReturnType<typeof openParts>;

/** The order of keys. An array without a value is before any other, so that its place is said apart. */
function orderOf(sources: readonly OpenSource[], part: Parts): Sql {
  const terms = sources.map(({ source }, i) => {
    const missing = source.isMissingFirst ? sql`DESC` : sql`ASC`;
    const order = source.isDescending ? sql`DESC` : sql`ASC`;
    return sql`empty(${part(i)}) ${missing}, ${part(i)} ${order}`;
  });
  return join(terms, ', ');
}

/** Keys that come after one: the first parts are equal, and the next is beyond. */
function beyond(sources: readonly OpenSource[], part: Parts, after: JsonObject): Sql {
  const conditions = sources.map((source, i) => {
    const equal = sources
      .slice(0, i)
      .map((one, j) => sql`${part(j)} = ${afterLiteral(one, after)}`);
    return sql`(${allOf([...equal, partBeyond(source, part(i), after)])})`;
  });
  return sql`(${anyOf(conditions)})`;
}

function afterLiteral({ source, readAfter }: OpenSource, after: JsonObject): Sql {
  const value = after[source.name] ?? null;
  return value === null ? sql`[]` : sql`[${readAfter(value)}]`;
}

function partBeyond(opened: OpenSource, part: Sql, after: JsonObject): Sql {
  const { source } = opened;
  const literal = afterLiteral(opened, after);
  if ((after[source.name] ?? null) === null) {
    return source.isMissingFirst ? sql`notEmpty(${part})` : NEVER;
  }
  const further = source.isDescending ? sql`${part} < ${literal}` : sql`${part} > ${literal}`;
  return source.isMissingFirst
    ? sql`(notEmpty(${part}) AND ${further})`
    : sql`(empty(${part}) OR ${further})`;
}

function showKey(sources: readonly OpenSource[], key: unknown): Readonly<Record<string, unknown>> {
  const parts = partsOf(key);
  return Object.fromEntries(
    sources.map(({ source, show }, i) => {
      const [value = null] = parts[i] ?? [];
      return [source.name, value === null ? null : show(value)];
    }),
  );
}
