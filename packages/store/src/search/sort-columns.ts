import { formatDate } from '@longshore/common/date-format';
import { assert, errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { SYSTEM_COLUMNS } from '../index/column.ts';
import { ExactNumber } from '../index/exact-json.ts';
import { shortestSingle, singlePrecision } from '../index/types/precision.ts';
import { column, float, join, type Param, raw, type Sql, sql } from '../sql/sql.ts';
import type { SearchField } from './field-context.ts';
import { isList } from './field-sql.ts';
import {
  type DistanceSort,
  distanceLiteral,
  distanceOf,
  showDistance,
} from './geo/geo-distance-sort.ts';
import { kindLiteral } from './kind-literal.ts';
import { asKind, noValue } from './kind-sql.ts';
import { SHARDS_MAX } from './moment.ts';
import { nestedSortField, nestedSortValues } from './nested/nested-sort.ts';
import type { Branch } from './plan.ts';
import { allOf, anyOf, NEVER } from './predicate.ts';
import type { CompileContext, Query } from './query.ts';
import { branchScore } from './scoring/branch-score.ts';
import { type ScriptSort, scriptSortKind, scriptSortValue } from './script-sort.ts';
import type { FieldKey, SortKey } from './sort.ts';
import { reduceList, refuseMode } from './sort-mode.ts';
import { type CommonField, commonField, type ValueKind } from './value-kind.ts';
import { versionOf, versionOrder } from './version-order.ts';

/** A sort key as SQL over all branches of a search. */
export interface SortColumn {
  readonly order: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
  /** Never null in any branch, so that a comparison needs no care for it. */
  readonly isRequired: boolean;
  /** True for the time of a data stream, by which tables are sorted. */
  readonly isTableOrder: boolean;
  /** True for the number of a document in its index, which no two share. */
  readonly isDocOrder: boolean;
  /** The value of a row of a branch. */
  value(branch: Branch): Sql;
  /** A value of `search_after` as a literal. */
  literal(value: Json): Param | Sql;
  /** True for a value of `search_after` that stands for none: null, or what `show` made of it. */
  isMissing(value: Json): boolean;
  /** A value of a row as `sort` of a hit shows it. */
  show(value: unknown): unknown;
}

const LONG_MAX = new ExactNumber('9223372036854775807');
const LONG_MIN = new ExactNumber('-9223372036854775808');
/** Metadata that hits can be sorted by. */
const METADATA: Readonly<Record<string, { readonly column: string; readonly kind: ValueKind }>> = {
  _id: { column: SYSTEM_COLUMNS.id, kind: 'text' },
  _seq_no: { column: SYSTEM_COLUMNS.seqNo, kind: 'int' },
};

/** The sort keys of a search over its branches. */
export function sortColumns(
  keys: readonly SortKey[],
  branches: readonly Branch[],
  query: Query,
): readonly SortColumn[] {
  return keys.map((key) => {
    if (key.kind === 'field') {
      return fieldColumn(key, branches);
    }
    if (key.kind === 'score') {
      return scoreColumn(key.order, query);
    }
    if (key.kind === 'geo_distance') {
      return distanceColumn(key.order, key.distance);
    }
    if (key.kind === 'script') {
      return scriptColumn(key);
    }
    const number = key.kind === 'doc' ? () => column(SYSTEM_COLUMNS.seqNo) : shardDoc;
    return { ...systemColumn(key.order, 'int', number), isDocOrder: true };
  });
}

/** Scores are of single precision, as they are shown: what differs by less is in the order of the next key. */
function scoreColumn(order: 'asc' | 'desc', query: Query): SortColumn {
  const ofBranch = (branch: Branch) => scoreSql(branchScore(branch, query));
  return {
    ...systemColumn(order, 'float', ofBranch),
    literal: (given) =>
      kindLiteral('float', typeof given === 'number' ? singlePrecision(given) : given),
  };
}

/** Documents without a point are infinitely far. */
function distanceColumn(order: 'asc' | 'desc', distance: DistanceSort): SortColumn {
  const ofBranch = ({ context }: Branch) => distanceOf(distance, order, context);
  return {
    ...systemColumn(order, 'float', ofBranch),
    literal: (given) => kindLiteral('float', distanceLiteral(given)),
    show: showDistance,
  };
}

/** Documents for which a script gives nothing come last, as those without a value do. */
function scriptColumn(key: ScriptSort & { readonly order: 'asc' | 'desc' }): SortColumn {
  const kind = scriptSortKind(key);
  const isVersion = key.type === 'version';
  const literal = (given: Json) => {
    const one = kindLiteral(kind, given);
    return isVersion ? versionOrder(one) : one;
  };
  return {
    ...systemColumn(key.order, kind, ({ context }) => scriptSortValue(key, context)),
    isRequired: false,
    literal,
    show: (given) => (isVersion && typeof given === 'string' ? versionOf(given) : (given ?? null)),
  };
}

/** A score as an expression. */
export const scoreSql = (score: Sql | number): Sql =>
  sql`toFloat32(${typeof score === 'number' ? sql`${float(score)}` : score})`;

function systemColumn(
  order: 'asc' | 'desc',
  kind: ValueKind,
  value: (branch: Branch) => Sql,
): SortColumn {
  return {
    order,
    nulls: 'last',
    isRequired: true,
    isTableOrder: false,
    isDocOrder: false,
    value,
    literal: (given) => kindLiteral(kind, given),
    isMissing: (given) => given === null,
    show: (given) => given,
  };
}

/** Grows with the number of the document in its index, and among equal ones with that of the index. */
function shardDoc({ ordinal, index }: Branch): Sql {
  const shard = index.moment?.shard ?? ordinal;
  assert(shard < SHARDS_MAX, 'a search has more indices than its hits can be told apart in');
  return sql`${column(SYSTEM_COLUMNS.seqNo)} * ${raw(String(SHARDS_MAX))} + ${raw(String(shard))}`;
}

function fieldColumn(key: FieldKey, branches: readonly Branch[]): SortColumn {
  const metadata = METADATA[key.field];
  if (metadata !== undefined) {
    return systemColumn(key.order, metadata.kind, () => column(metadata.column));
  }
  const fieldOf = ({ context }: Branch) =>
    key.nested === undefined
      ? context.field(key.field)
      : nestedSortField(key.nested, key.field, context);
  const fields = branches.map(fieldOf);
  const common = commonField(key.field, fields, 'sort on');
  const isMapped = branches.every(({ context }) => context.isMapped(key.field));
  if (key.unmappedType === undefined && !isMapped) {
    throw errors.queryShard(`No mapping found for [${key.field}] in order to sort on`);
  }
  const kind = common?.kind ?? 'int';
  refuseMode(key, kind);
  const isRequired = fields.every((field) => field?.column.required === true);
  const literal = (given: Json) => {
    const one = kindLiteral(kind, given, common?.format);
    return common?.isVersion === true ? versionOrder(one) : one;
  };
  return {
    order: key.order,
    nulls: key.missing === '_first' ? 'first' : 'last',
    isRequired: isRequired || typeof key.missing === 'object',
    isTableOrder: fields.every((field) => field?.column.name === SYSTEM_COLUMNS.time),
    isDocOrder: false,
    value: (branch) => {
      const field = fieldOf(branch);
      const value =
        field === undefined
          ? noValue(kind)
          : sortValue(branch.context, field, { kind, key, common });
      return typeof key.missing === 'object'
        ? sql`ifNull(${value}, ${literal(key.missing.value)})`
        : value;
    },
    literal: (given) => {
      const isSingle = common?.isSingle === true && typeof given === 'number';
      return literal(isSingle ? singlePrecision(given) : given);
    },
    isMissing: (given) =>
      given === null || (typeof key.missing === 'string' && isSame(given, showMissing(key, kind))),
    show: (given) => show(given, key, common),
  };
}

function sortValue(
  context: CompileContext,
  field: SearchField,
  {
    kind,
    key,
    common,
  }: { readonly kind: ValueKind; readonly key: FieldKey; readonly common: CommonField | undefined },
): Sql {
  const values =
    key.nested === undefined
      ? asKind(field, kind)
      : nestedSortValues(key.nested, context, asKind(field, kind));
  const isVersion = common?.isVersion === true;
  if (isList(field)) {
    const ordered = sql`arrayMap(v -> ${versionOrder(sql`v`)}, ${values})`;
    return reduceList(isVersion ? ordered : values, kind, key);
  }
  return isVersion ? versionOrder(values) : values;
}

function show(value: unknown, key: FieldKey, common: CommonField | undefined): unknown {
  const kind = common?.kind ?? 'int';
  if (value === null || value === undefined) {
    return showMissing(key, kind);
  }
  switch (kind) {
    case 'date': {
      const ms = engineTimeMs(String(value));
      return key.format === undefined ? ms : formatDate(ms, key.format);
    }
    case 'nanos':
      return new ExactNumber(engineTimeNanos(String(value)));
    case 'bool':
      return value === true ? 1 : 0;
    case 'ip':
      return String(value).replace(/^::ffff:(?=\d+\.)/, '');
    case 'int':
    case 'uint':
      return typeof value === 'string' ? new ExactNumber(value) : value;
    case 'float':
      return common?.isSingle === true ? shortestSingle(Number(value)) : value;
    case 'text':
      return common?.isVersion === true ? versionOf(String(value)) : value;
    default:
      return value;
  }
}

/** Documents without a number sort as the largest or smallest one; texts show null. */
function showMissing(key: FieldKey, kind: ValueKind): unknown {
  if (kind === 'text' || kind === 'ip' || (kind === 'int' && key.unmappedType === 'keyword')) {
    return null;
  }
  const isHigh = (key.missing === '_last') === (key.order === 'asc');
  if (kind === 'float') {
    return isHigh ? 'Infinity' : '-Infinity';
  }
  return isHigh ? LONG_MAX : LONG_MIN;
}

/** Clients that read all numbers as doubles send the largest ones back with other digits. */
const isSame = (given: Json, shown: unknown): boolean =>
  shown instanceof ExactNumber
    ? Number(jsonText(given)) === Number(shown.text)
    : jsonText(given) === shown;

/** `2026-01-01 00:00:00.000` as the engine writes it. */
export const engineTimeMs = (text: string): number =>
  Date.parse(`${text.slice(0, 10)}T${text.slice(11, 23)}Z`);

/** A moment as the engine writes it. */
export const engineTime = (epochMs: number): string =>
  new Date(epochMs).toISOString().replace('T', ' ').slice(0, 23);

function engineTimeNanos(text: string): string {
  const ms = engineTimeMs(text);
  return String(BigInt(ms) * 1_000_000n + BigInt(text.slice(23, 29).padEnd(6, '0')));
}

/** Rows behind the values of `search_after`, spelled out: a comparison of tuples would not use the table's order. */
export function afterCondition(
  columns: readonly SortColumn[],
  after: readonly Json[],
  branch: Branch,
): Sql {
  const [first, ...rest] = columns;
  if (first === undefined) {
    return NEVER;
  }
  const [given = null, ...more] = after;
  const value = first.isMissing(given) ? null : given;
  const key = first.value(branch);
  const isBehind = behind(first, key, value);
  const isSame = value === null ? sql`isNull(${key})` : sql`${key} = ${first.literal(value)}`;
  const condition = anyOf([isBehind, allOf([isSame, afterCondition(rest, more, branch)])]);
  if (!first.isRequired || value === null) {
    return sql`ifNull(${condition}, false)`;
  }
  // Said once more for the table's order, which a disjunction hides.
  const limit = first.order === 'desc' ? sql`<=` : sql`>=`;
  return sql`(${key} ${limit} ${first.literal(value)} AND ${condition})`;
}

function behind(of: SortColumn, key: Sql, value: Json): Sql {
  if (value === null) {
    return of.nulls === 'first' ? sql`isNotNull(${key})` : NEVER;
  }
  const compare = sql`ifNull(${key} ${of.order === 'desc' ? sql`<` : sql`>`} ${of.literal(value)}, false)`;
  const required = sql`${key} ${of.order === 'desc' ? sql`<` : sql`>`} ${of.literal(value)}`;
  if (of.isRequired) {
    return required;
  }
  return of.nulls === 'last' ? anyOf([compare, sql`isNull(${key})`]) : compare;
}

/** `s0 DESC NULLS LAST, s1 …`, over the columns that a select names so. */
export function orderBy(columns: readonly SortColumn[], names: readonly Sql[]): Sql {
  return join(
    columns.map(({ order, nulls, isRequired }, i) => {
      const direction = order === 'desc' ? sql` DESC` : sql` ASC`;
      const where = nulls === 'last' ? sql` NULLS LAST` : sql` NULLS FIRST`;
      return sql`${names[i] ?? sql`1`}${direction}${isRequired ? sql`` : where}`;
    }),
    ', ',
  );
}
