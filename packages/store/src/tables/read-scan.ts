import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import { ExactNumber } from '../index/exact-json.ts';
import type { FieldRequest } from '../search/hit-fields.ts';
import { compileExpression } from './compile-expression.ts';
import { namesIn } from './expression.ts';
import type { QueryContext } from './query-context.ts';
import type { Row, Table } from './row.ts';
import { type Scan, scanQuery } from './scan.ts';
import { type FieldColumn, METADATA_COLUMNS } from './schema.ts';
import type { SearchAnswer, SearchPort } from './search-port.ts';
import { isNumericType, listValue, type Scalar, type Value } from './value.ts';

/** Documents whose rows are read for steps that no search can do, at most. */
const ROWS_MAX = 50_000;
/** Hits of one search. */
const PAGE_HITS = 5_000;

/** What a query does with several values where it wants one: keep them, take the first, or refuse. */
export type ListMode = 'keep' | 'first' | 'refuse';

/** What is shown of the hits of a scan, and the rows that are made of them. */
export function openScanRows(scan: Scan, context: QueryContext, lists: ListMode) {
  const names = new Set(scan.columns.flatMap(({ expression }) => namesIn(expression)));
  const fields = scan.fields.filter(({ field }) => names.has(field));
  const requests = fields
    .filter(({ field, type }) => METADATA_COLUMNS[field] === undefined && type !== 'unsupported')
    .map(
      ({ field, type }): FieldRequest => ({
        kind: 'fields',
        pattern: field,
        format: type === 'date' ? 'epoch_millis' : undefined,
        withUnmapped: false,
      }),
    );
  const compiled = scan.columns.map(({ expression }) =>
    compileExpression(
      expression,
      fields.map(({ problem: _, ...field }) => field),
      context,
    ),
  );
  const isScored = names.has('_score') || scan.sort.some((key) => isObject(key) && '_score' in key);
  const body: JsonObject = {
    query: scanQuery(scan, isScored),
    _source: false,
    ...(scan.sort.length === 0 ? { sort: '_doc' } : { sort: [...scan.sort] }),
    ...(names.has('_score') ? { track_scores: true } : {}),
    ...(names.has('_version') ? { version: true } : {}),
  };
  const toRow = (hit: JsonObject): Row => {
    const values = fields.map((column) => fieldValue(hit, column, lists));
    for (const value of values) {
      context.texts.spend(value);
    }
    return compiled.map(({ evaluate }) => evaluate(values));
  };
  return { body, requests, rows: (answer: SearchAnswer) => hitsOf(answer).map(toRow) };
}

/** Reads the documents of a scan; more than there may be are an error, not a part of the truth. */
export async function readScan(
  scan: Scan,
  port: SearchPort,
  { context, lists }: { readonly context: QueryContext; readonly lists: ListMode },
): Promise<Table> {
  const { columns, limit } = scan;
  const { body, requests, rows } = openScanRows(scan, context, lists);
  if (limit === 0) {
    return { columns, rows: [] };
  }
  if (limit !== undefined && limit <= PAGE_HITS) {
    const answer = await port.search({ ...body, size: limit, track_total_hits: false }, requests);
    return { columns, rows: rows(answer) };
  }
  const found: Row[] = [];
  for await (const page of port.pages(body, requests, PAGE_HITS)) {
    found.push(...rows(page));
    if (limit !== undefined && found.length >= limit) {
      return { columns, rows: found.slice(0, limit) };
    }
    if (found.length > ROWS_MAX) {
      throw errors.illegalArgument(
        `the query needs the rows of more than [${ROWS_MAX}] documents for what a search cannot do; narrow it with conditions on fields, or group by fields and times alone`,
      );
    }
  }
  return { columns, rows: found };
}

function hitsOf({ hits }: SearchAnswer): readonly JsonObject[] {
  const list = isObject(hits) ? hits.hits : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function fieldValue(hit: JsonObject, column: FieldColumn, lists: ListMode): Value {
  const { field } = column;
  if (METADATA_COLUMNS[field] !== undefined) {
    const value = hit[field];
    return typeof value === 'string' || typeof value === 'number' ? value : null;
  }
  if (column.type === 'unsupported') {
    return null;
  }
  const given = isObject(hit.fields) ? hit.fields[field] : undefined;
  const values = (Array.isArray(given) ? given : []).flatMap(
    (value) => scalarOf(value, column) ?? [],
  );
  if (values.length > 1 && lists === 'refuse') {
    throw errors.illegalArgument(
      `Arrays (returned by [${field}]) are not supported; set [field_multi_value_leniency] to take one of the values`,
    );
  }
  return lists === 'first' ? (values[0] ?? null) : listValue(values);
}

function scalarOf(value: unknown, { type }: FieldColumn): Exclude<Scalar, null> | undefined {
  if (value === null || value === undefined) {
    return undefined;
  }
  if (isNumericType(type) || type === 'date') {
    return numberOf(value instanceof ExactNumber ? value.text : String(value), type === 'date');
  }
  if (typeof value === 'object' && !(value instanceof ExactNumber)) {
    return isObject(value) && Array.isArray(value.coordinates)
      ? `POINT (${value.coordinates.map(String).join(' ')})`
      : undefined;
  }
  const text = value instanceof ExactNumber ? value.text : String(value);
  return type === 'boolean' ? text === 'true' : text;
}

function numberOf(text: string, isDate: boolean): number | bigint | undefined {
  const number = Number(text);
  if (Number.isNaN(number)) {
    return undefined;
  }
  if (isDate) {
    return Math.floor(number);
  }
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? BigInt(text) : number;
}
