import { formatDate } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { plainIp } from '../../index/types/ip-arithmetic.ts';
import { raw, type Sql, sql } from '../../sql/sql.ts';
import { openDecimalFormat } from '../decimal-format.ts';
import { kindLiteral } from '../kind-literal.ts';
import { noValue } from '../kind-sql.ts';
import { ALWAYS } from '../predicate.ts';
import type { ObjectReader } from '../read-object.ts';
import type { ValueKind } from '../value-kind.ts';
import { versionOrder } from '../version-order.ts';
import type {
  AggContext,
  Bucket,
  BucketAggType,
  BucketPlan,
  BucketRow,
  OrderKey,
} from './agg-type.ts';
import { openValues, orMissing, readValuesSpec, type Values, type ValuesSpec } from './inputs.ts';
import { parseOrder } from './order.ts';
import { isTime, openShow, toComparable } from './show-value.ts';
import { type Choices, choiceCondition, readChoice } from './terms-choice.ts';

export interface Terms extends ValuesSpec, TopSpec, Choices {
  /** What values of a field that is not mapped would be. */
  readonly valueType: ValueKind | undefined;
}

const SIZE = 10;
const BY_COUNT: readonly OrderKey[] = [{ path: '_count', direction: 'desc' }];

/** A bucket for each value, the most frequent first. Counts are exact. */
export const terms: BucketAggType<Terms> = {
  name: 'terms',
  kind: 'bucket',
  parse(reader) {
    return {
      ...readTop(reader),
      ...readValuesSpec(reader),
      include: readChoice('include', reader.json('include')),
      exclude: readChoice('exclude', reader.json('exclude')),
      valueType: readValueType(reader.optionalString('value_type')),
    };
  },
  plan: planTerms,
};

/** Which buckets of values are shown, and in what order. */
export interface TopSpec {
  readonly size: number;
  readonly order: readonly OrderKey[];
  readonly minDocCount: number;
  /** Whether each bucket says by how much its count may be wrong, which is by nothing. */
  readonly showsErrors: boolean;
}

/** Reads which buckets are shown. */
export function readTop(reader: ObjectReader): TopSpec {
  const size = reader.optionalInteger('size') ?? SIZE;
  if (size <= 0) {
    throw errors.illegalArgument(
      `[size] must be greater than 0. Found [${size}] in [${reader.name}]`,
    );
  }
  const order = parseOrder(reader.json('order'));
  readHints(reader);
  return {
    size,
    order: withTieBreak(order.length === 0 ? BY_COUNT : order),
    minDocCount: reader.optionalInteger('min_doc_count') ?? 1,
    showsErrors: reader.optionalBoolean('show_term_doc_count_error') ?? false,
  };
}

/** Hints for engines that count on several shards; counts here are exact anyway. */
function readHints(reader: ObjectReader): void {
  reader.optionalInteger('shard_size');
  reader.optionalInteger('shard_min_doc_count');
  reader.optionalString('collect_mode');
  reader.optionalString('execution_hint');
}

/** Buckets that are equal in all else are in the order of their keys. */
function withTieBreak(order: readonly OrderKey[]): readonly OrderKey[] {
  return order.some(({ path }) => path === '_key')
    ? order
    : [...order, { path: '_key', direction: 'asc' }];
}

function readValueType(given: string | undefined): ValueKind | undefined {
  const kinds: Readonly<Record<string, ValueKind>> = {
    string: 'text',
    long: 'int',
    unsigned_long: 'uint',
    double: 'float',
    numeric: 'float',
    number: 'float',
    boolean: 'bool',
    date: 'date',
    ip: 'ip',
  };
  const kind = given === undefined ? undefined : kinds[given];
  if (given !== undefined && kind === undefined) {
    throw errors.illegalArgument(`Unknown value type [${given}]`);
  }
  return kind;
}

/** The plan of an aggregation with a bucket for each value. */
export function planTerms(spec: Terms, context: AggContext): BucketPlan {
  const values = openValues(spec, context);
  const kind = values.common?.kind ?? spec.valueType ?? kindOfMissing(spec.missing);
  const input = (branch: Parameters<Values['input']>[0]) =>
    keyValues(values, branch, { kind, spec });
  const condition = (key: Sql) => choiceCondition(key, spec, kind);
  return {
    typedName: typedNameOf(kind),
    where: (branch) => {
      if (spec.missing !== undefined) {
        return ALWAYS;
      }
      return values.isList ? sql`notEmpty(${input(branch)})` : sql`isNotNull(${input(branch)})`;
    },
    key: (branch) =>
      values.isList ? sql`arrayJoin(arrayDistinct(${input(branch)}))` : input(branch),
    keyCondition: condition,
    keyLiteral: (key) => sql`${kindLiteral(isTime(kind) ? 'int' : kind, key as Json)}`,
    top: {
      size: spec.size,
      order: spec.order,
      minDocCount: Math.max(1, spec.minDocCount),
      showsEmpty: spec.minDocCount === 0,
      ...(values.common?.isVersion === true ? { keyOrder: versionOrder } : {}),
    },
    around: {
      inputs: (branch) => [input(branch)],
      columns: ([v = raw('NULL')]) => [countAll(v, values.isList, condition)],
    },
    isWhole: (found) =>
      found < spec.size && spec.minDocCount <= 1 && !spec.include && !spec.exclude,
    buckets: <Row extends BucketRow>(rows: readonly Row[]) =>
      rows.map(
        (row): Bucket<Row> => ({
          row,
          docCount: row.docCount,
          members: {
            ...keyMembers(row.key, kind, {
              format: spec.format ?? values.common?.format,
              pattern: spec.format,
            }),
            ...(spec.showsErrors ? { doc_count_error_upper_bound: 0 } : {}),
          },
        }),
      ),
    answer: (buckets, around) => {
      const shown = buckets.reduce((sum, { bucket }) => sum + bucket.docCount, 0);
      return {
        doc_count_error_upper_bound: 0,
        sum_other_doc_count: Math.max(0, Number(around[0] ?? 0) - shown),
        buckets: buckets.map(({ json }) => json),
      };
    },
  };
}

interface KeyOf {
  readonly kind: ValueKind;
  readonly spec: Terms;
}

/** Dates are grouped as epoch ms. */
function keyValues(
  values: Values,
  branch: Parameters<Values['input']>[0],
  { kind, spec }: KeyOf,
): Sql {
  const given = values.common === undefined ? noValue(kind) : values.input(branch);
  const isDate = isTime(kind);
  const input =
    isDate && values.isList
      ? sql`arrayMap(v -> ${toComparable(raw('v'), kind)}, ${given})`
      : toComparable(given, kind);
  if (spec.missing === undefined) {
    return input;
  }
  const literal = kindLiteral(kind, spec.missing);
  const missing = toComparable(sql`${literal}`, kind);
  return orMissing(input, values.isList, missing);
}

const kindOfMissing = (missing: Json | undefined): ValueKind =>
  typeof missing === 'number' ? 'float' : 'text';

function countAll(v: Sql, isList: boolean, condition: (key: Sql) => Sql | undefined): Sql {
  if (isList) {
    const limit = condition(raw('e'));
    return limit === undefined
      ? sql`sum(length(arrayDistinct(${v})))`
      : sql`sum(arrayCount(e -> ${limit}, arrayDistinct(${v})))`;
  }
  const limit = condition(v);
  // A missing value is in no bucket, whatever a pattern says of it.
  return limit === undefined
    ? sql`count(${v})`
    : sql`countIf(isNotNull(${v}) AND ifNull(${limit}, false))`;
}

function typedNameOf(kind: ValueKind): string {
  const names: Readonly<Record<ValueKind, string>> = {
    text: 'sterms',
    ip: 'sterms',
    int: 'lterms',
    uint: 'umterms',
    bool: 'lterms',
    date: 'lterms',
    nanos: 'lterms',
    float: 'dterms',
  };
  return names[kind];
}

/** A key as answers write it: with the type of its field, and as a text where that differs. */
function keyMembers(
  key: unknown,
  kind: ValueKind,
  {
    format,
    pattern,
  }: { readonly format: string | undefined; readonly pattern: string | undefined },
): Readonly<Record<string, unknown>> {
  switch (kind) {
    case 'bool':
      return { key: key === true ? 1 : 0, key_as_string: String(key === true) };
    case 'date':
    case 'nanos':
      return { key, key_as_string: formatDate(Number(key), format) };
    case 'ip':
      return { key: plainIp(String(key)) };
    case 'int':
    case 'uint':
      return { key: openShow(kind, undefined)(key), ...numberText(key, pattern) };
    case 'float':
      return { key, ...numberText(key, pattern) };
    default:
      return { key };
  }
}

/** A key as the pattern of the request has it. */
const numberText = (key: unknown, pattern: string | undefined) =>
  pattern === undefined ? {} : { key_as_string: openDecimalFormat(pattern)(Number(key)) };
