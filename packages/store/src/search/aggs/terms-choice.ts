import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { int, join, type Sql, sql, string } from '../../sql/sql.ts';
import { kindLiteral } from '../kind-literal.ts';
import { toRe2 } from '../lucene-regexp.ts';
import { readObject } from '../read-object.ts';
import type { ValueKind } from '../value-kind.ts';
import { isTime } from './show-value.ts';

/** Values that count: a list of them, or a regular expression over texts. */
type Choice =
  | { readonly kind: 'list'; readonly values: readonly Json[] }
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** Those of one of several parts that all values are divided into. */
  | { readonly kind: 'partition'; readonly partition: number; readonly count: number };

/** Which values have buckets at all. */
export interface Choices {
  readonly include: Choice | undefined;
  readonly exclude: Choice | undefined;
}

/** Reads `include` or `exclude`. */
export function readChoice(name: string, given: Json | undefined): Choice | undefined {
  if (given === undefined) {
    return undefined;
  }
  if (typeof given === 'string') {
    return { kind: 'pattern', pattern: given };
  }
  if (Array.isArray(given)) {
    return { kind: 'list', values: given };
  }
  if (name === 'include' && isObject(given)) {
    return readPartition(given);
  }
  throw errors.parsing(`[terms] [${name}] must be a list of values or a regular expression`);
}

function readPartition(given: JsonObject): Choice {
  const reader = readObject('include', given);
  const partition = reader.optionalInteger('partition');
  const count = reader.optionalInteger('num_partitions');
  reader.rejectUnknown();
  if (partition === undefined || count === undefined) {
    throw errors.illegalArgument(
      `Missing [${partition === undefined ? 'partition' : 'num_partitions'}] parameter for partition-based include`,
    );
  }
  if (count < 2 || partition < 0 || partition >= count) {
    throw errors.illegalArgument(
      `Partition must be >= 0 and < numPartition which is ${count}, at least 2; found ${partition}`,
    );
  }
  return { kind: 'partition', partition, count };
}

/** The condition on a key that may be null; undefined where all keys count. */
export function choiceCondition(
  key: Sql,
  { include, exclude }: Choices,
  kind: ValueKind,
): Sql | undefined {
  const parts = [
    ...(include === undefined ? [] : [chosen(key, include, kind)]),
    ...(exclude === undefined ? [] : [sql`NOT ${chosen(key, exclude, kind)}`]),
  ];
  return parts.length === 0 ? undefined : sql`(${join(parts, ' AND ')})`;
}

function chosen(key: Sql, choice: Choice, kind: ValueKind): Sql {
  if (choice.kind === 'pattern') {
    if (kind !== 'text') {
      throw errors.illegalArgument(
        'Aggregation [terms] cannot support regular expression style include/exclude settings as they can only be applied to string fields. Use an array of values for include/exclude clauses',
      );
    }
    return sql`match(assumeNotNull(${key}), ${string(`^(?s:${toRe2(choice.pattern)})$`)})`;
  }
  if (choice.kind === 'partition') {
    return sql`(xxHash32(toString(assumeNotNull(${key}))) % ${int(choice.count)} = ${int(choice.partition)})`;
  }
  if (choice.values.length === 0) {
    return sql`false`;
  }
  const literals = choice.values.map((value) =>
    isTime(kind)
      ? sql`toUnixTimestamp64Milli(${kindLiteral('date', value)})`
      : sql`${kindLiteral(kind, value)}`,
  );
  return sql`${key} IN (${join(literals, ', ')})`;
}
