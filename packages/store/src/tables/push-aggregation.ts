import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { ExactNumber } from '../index/exact-json.ts';
import type { AggregationPlan, Group, Metric } from './aggregation-plan.ts';
import { constantValue } from './compile-expression.ts';
import { type Expression, namesIn } from './expression.ts';
import type { QueryContext } from './query-context.ts';
import type { Row, Table } from './row.ts';
import { overFields, type Scan, scanQuery, sortableField } from './scan.ts';
import type { FieldColumn } from './schema.ts';
import type { SearchPort } from './search-port.ts';
import { Interval, isNumericType, type Value } from './value.ts';

/** Groups of one query, at most: they are all read before anything is done with them. */
const GROUPS_MAX = 65_536;
const PAGE_GROUPS = 5_000;
const DAY_MS = 86_400_000;

interface PushedMetric {
  readonly name: string;
  readonly aggregation: JsonObject | undefined;
  read(bucket: JsonObject, rows: number): Value;
}

/** An aggregation that a search computes. */
export interface PushedAggregation {
  /** The body of its first search. */
  readonly body: JsonObject;
  run(port: SearchPort): Promise<Table>;
}

/** The searches that compute an aggregation; undefined if none can. */
export function pushAggregation(
  plan: AggregationPlan,
  scan: Scan,
  context: QueryContext,
): PushedAggregation | undefined {
  const sources = plan.groups.map((group, i) => sourceOf(group, `g${i}`, scan, context));
  const metrics = openMetrics(plan.metrics, scan, context);
  if (scan.limit !== undefined || metrics === undefined || sources.includes(undefined)) {
    return undefined;
  }
  const known = sources.filter((source) => source !== undefined);
  const aggs = Object.fromEntries(
    metrics.flatMap(({ name, aggregation }) => (aggregation ? [[name, aggregation]] : [])),
  );
  const columns = [...plan.metrics, ...plan.groups].map(({ column }) => column);
  const base = { query: scanQuery(scan), size: 0 };
  const toRow = (bucket: JsonObject, rows: number, key: JsonObject): Row => [
    ...metrics.map((metric) => metric.read(bucket, rows)),
    ...plan.groups.map((group, i) => keyValue(key[`g${i}`], group)),
  ];
  if (known.length === 0) {
    const body = { ...base, track_total_hits: true, ...(metrics.length > 0 ? { aggs } : {}) };
    return {
      body,
      run: async (port) => {
        const { hits, aggregations } = await port.search(body, []);
        const total = isObject(hits) && isObject(hits.total) ? Number(hits.total.value) : 0;
        return { columns, rows: [toRow(isObject(aggregations) ? aggregations : {}, total, {})] };
      },
    };
  }
  const bodyAfter = (after: Json | undefined): JsonObject => ({
    ...base,
    track_total_hits: false,
    aggs: {
      groups: {
        composite: {
          size: PAGE_GROUPS,
          sources: known,
          ...(after === undefined ? {} : { after }),
        },
        ...(Object.keys(aggs).length === 0 ? {} : { aggs }),
      },
    },
  });
  return {
    body: bodyAfter(undefined),
    run: async (port) => ({ columns, rows: await readGroups(port, bodyAfter, toRow) }),
  };
}

async function readGroups(
  port: SearchPort,
  bodyAfter: (after: Json | undefined) => JsonObject,
  toRow: (bucket: JsonObject, rows: number, key: JsonObject) => Row,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let after: Json | undefined;
  for (;;) {
    const { aggregations } = await port.search(bodyAfter(after), []);
    const groups =
      isObject(aggregations) && isObject(aggregations.groups) ? aggregations.groups : {};
    const buckets = Array.isArray(groups.buckets) ? groups.buckets.filter(isObject) : [];
    for (const bucket of buckets) {
      const key = isObject(bucket.key) ? bucket.key : {};
      rows.push(toRow(bucket as JsonObject, Number(bucket.doc_count), key as JsonObject));
    }
    if (rows.length > GROUPS_MAX) {
      throw errors.tooManyBuckets(GROUPS_MAX, rows.length);
    }
    if (buckets.length < PAGE_GROUPS) {
      return rows;
    }
    after = groups.after_key as Json;
  }
}

/** The metrics of a search; statistics of one field are computed once. */
function openMetrics(
  metrics: readonly Metric[],
  scan: Scan,
  context: QueryContext,
): readonly PushedMetric[] | undefined {
  const names = new Map<string, string>();
  const pushed = metrics.map(({ aggregate: { push }, of, constants }): PushedMetric | undefined => {
    if (of === undefined) {
      return { name: '', aggregation: undefined, read: (_, rows) => rows };
    }
    const column = fieldOf(of.expression, scan);
    const field = column && sortableField(column, context);
    if (push === undefined || column === undefined || field === undefined) {
      return undefined;
    }
    if (!fits(push.types, column) || constants.some(Number.isNaN)) {
      return undefined;
    }
    const aggregation = push.aggregation(field, constants);
    const text = JSON.stringify(aggregation);
    const name = names.get(text) ?? `m${names.size}`;
    names.set(text, name);
    return {
      name,
      aggregation,
      read: (bucket) => push.read(isObject(bucket[name]) ? bucket[name] : {}, constants),
    };
  });
  const known = pushed.filter((metric) => metric !== undefined);
  return known.length < pushed.length ? undefined : known;
}

const fits = (types: string, { type }: FieldColumn): boolean =>
  types === 'any' || isNumericType(type) || (types === 'number or date' && type === 'date');

function fieldOf(expression: Expression, scan: Scan): FieldColumn | undefined {
  const over = overFields(expression, scan);
  return over?.kind === 'name' ? scan.fields.find(({ field }) => field === over.name) : undefined;
}

/** What a composite aggregation groups by; undefined for what it cannot. */
function sourceOf(
  { expression }: Group,
  name: string,
  scan: Scan,
  context: QueryContext,
): JsonObject | undefined {
  const over = overFields(expression, scan);
  const column = fieldOf(expression, scan);
  const plain = column && sortableField(column, context);
  if (plain !== undefined) {
    return { [name]: { terms: { field: plain, missing_bucket: true } } };
  }
  if (over?.kind !== 'call' || !['date_trunc', 'bucket', 'histogram'].includes(over.name)) {
    return undefined;
  }
  const [first, second] = over.args;
  const [value, width] = over.name === 'date_trunc' ? [second, first] : [first, second];
  const grouped = value && fieldOf(value, scan);
  if (grouped === undefined || !grouped.isAggregatable || width === undefined) {
    return undefined;
  }
  const constant = namesIn(width).length === 0 ? constantValue(width, context) : null;
  const interval = intervalOf(constant, context);
  if (interval !== undefined && grouped.type === 'date') {
    const zone = context.timeZone === 'UTC' ? {} : { time_zone: context.timeZone };
    const options = { field: grouped.field, ...interval, ...zone, missing_bucket: true };
    return { [name]: { date_histogram: options } };
  }
  return typeof constant === 'number' && constant > 0 && isNumericType(grouped.type)
    ? { [name]: { histogram: { field: grouped.field, interval: constant, missing_bucket: true } } }
    : undefined;
}

const CALENDAR: Readonly<Record<number, string>> = { 1: 'month', 3: 'quarter', 12: 'year' };
const UNITS: Readonly<Record<string, string>> = {
  second: '1s',
  seconds: '1s',
  minute: 'minute',
  minutes: 'minute',
  hour: 'hour',
  hours: 'hour',
  day: 'day',
  days: 'day',
  week: 'week',
  weeks: 'week',
  month: 'month',
  months: 'month',
  quarter: 'quarter',
  year: 'year',
  years: 'year',
};

/** An interval as histograms have it, for those that begin their buckets where `truncateTime` does. */
function intervalOf(value: Value, { timeZone }: QueryContext): JsonObject | undefined {
  if (typeof value === 'string') {
    const unit = UNITS[value.toLowerCase()];
    return unit === undefined || unit === '1s' ? undefined : { calendar_interval: unit };
  }
  return value instanceof Interval ? intervalOfLength(value, timeZone) : undefined;
}

function intervalOfLength({ months, ms }: Interval, timeZone: string): JsonObject | undefined {
  if (months > 0) {
    const unit = CALENDAR[months];
    return unit === undefined ? undefined : { calendar_interval: unit };
  }
  if (ms === DAY_MS || ms === 7 * DAY_MS) {
    return { calendar_interval: ms === DAY_MS ? 'day' : 'week' };
  }
  const isShort = ms < DAY_MS && DAY_MS % ms === 0;
  const isWhole = ms % (7 * DAY_MS) !== 0;
  return ms > 0 && (isShort || (isWhole && timeZone === 'UTC'))
    ? { fixed_interval: `${ms}ms` }
    : undefined;
}

function keyValue(value: unknown, { compiled: { type } }: Group): Value {
  if (value === null || value === undefined) {
    return null;
  }
  if (value instanceof ExactNumber) {
    return BigInt(value.text);
  }
  if (isNumericType(type) || type === 'date') {
    return Number(value);
  }
  return typeof value === 'boolean' ? value : String(value);
}
