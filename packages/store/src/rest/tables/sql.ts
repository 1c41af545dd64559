import { errors } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import { parseTimeValue } from '@longshore/common/time-value';
import { RecordedSearch, recordingPort } from '../../tables/recording-port.ts';
import type { Column, Row } from '../../tables/row.ts';
import type { Running } from '../../tables/run-query.ts';
import { runSql } from '../../tables/sql/run-sql.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestAnswer, type RestRequest, type RestRoute, type Store } from '../route.ts';
import {
  readContext,
  readFilter,
  readQueryParameters,
  readText,
  requiredQuery,
} from './query-body.ts';
import { sqlCatalog } from './sql-catalog.ts';
import { type SqlCursor, sqlCursorsOf } from './sql-cursors.ts';
import {
  jsonAnswer,
  jsonColumns,
  jsonRows,
  TABLE_FORMATS,
  tableFormat,
  textTable,
} from './table-format.ts';
import { openSearches } from './table-searches.ts';

const FETCH_ROWS = 1_000;
const FETCH_ROWS_MAX = 10_000;
const PAGE_TIMEOUT_MS = 45_000;

const BODY_KEYS = [
  'query',
  'fetch_size',
  'filter',
  'params',
  'time_zone',
  'cursor',
  'columnar',
  'field_multi_value_leniency',
  'page_timeout',
  'request_timeout',
  // These change nothing here.
  'mode',
  'client_id',
  'version',
  'binary_format',
  'index_using_frozen',
  'index_include_frozen',
];

const PARTLY =
  'one table (an index pattern), without joins, subqueries, PIVOT and the functions FIRST, LAST, KURTOSIS, SKEWNESS and of geometry; what no search can compute is computed of at most 50,000 documents; `COUNT(DISTINCT)` and percentiles of many values are approximations';

/** `POST /_sql`: a SELECT as a search. */
export const sql: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_sql'],
  parameters: ['delimiter', 'header'],
  formats: TABLE_FORMATS,
  partly: PARTLY,
  handle: async (request, store) => {
    const body = requireObject(request.body, BODY_KEYS);
    if (typeof body.cursor === 'string') {
      const cursor = sqlCursorsOf(store).take(body.cursor);
      if (cursor.searches !== undefined) {
        cursor.searches.signal = request.signal;
      }
      return answerPage(store, cursor, { request, body, isFirst: false });
    }
    return answerPage(store, await openStatement(store, body, request.signal), {
      request,
      body,
      isFirst: true,
    });
  },
};

/** `POST /_sql/close`: a cursor is not needed any more. */
export const closeSql: RestRoute = {
  methods: ['POST'],
  paths: ['/_sql/close'],
  parameters: [],
  handle: async ({ body }, store) => {
    const { cursor } = requireObject(body, ['cursor', 'mode', 'client_id']);
    if (typeof cursor !== 'string') {
      throw errors.illegalArgument('Required [cursor]');
    }
    return ok({ succeeded: await sqlCursorsOf(store).close(cursor) });
  },
};

/** `POST /_sql/translate`: the search that a SELECT begins with. */
export const translateSql: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_sql/translate'],
  parameters: [],
  handle: async ({ body: bytes, signal }, store) => {
    const body = requireObject(bytes, BODY_KEYS);
    const options = readSqlOptions(body, recordingPort);
    const catalog = sqlCatalog(store, openSearches(store, signal, recordingPort));
    try {
      const { pages } = await runSql(requiredQuery(body), catalog, options);
      await pages[Symbol.asyncIterator]().next();
    } catch (error) {
      if (error instanceof RecordedSearch) {
        return ok(error.body);
      }
      throw error;
    }
    throw errors.illegalArgument('Cannot translate a statement that needs no search');
  },
};

async function openStatement(
  store: Store,
  body: JsonObject,
  signal: AbortSignal,
): Promise<SqlCursor> {
  const searches = openSearches(store, signal);
  const options = readSqlOptions(body, searches.port);
  const { columns, pages } = await runSql(
    requiredQuery(body),
    sqlCatalog(store, searches),
    options,
  );
  return {
    columns,
    rows: pages[Symbol.asyncIterator](),
    searches: searches.opened(),
    timeZone: options.running.context.timeZone,
    pageRows: options.pageRows,
    keepMs: readTime(body, 'page_timeout') ?? PAGE_TIMEOUT_MS,
  };
}

function readSqlOptions(body: JsonObject, port: Running['port']) {
  readTime(body, 'request_timeout');
  const pageRows = body.fetch_size ?? FETCH_ROWS;
  if (!Number.isInteger(pageRows) || Number(pageRows) < 1 || Number(pageRows) > FETCH_ROWS_MAX) {
    throw errors.illegalArgument(`[fetch_size] must be between 1 and ${FETCH_ROWS_MAX}`);
  }
  const lists = body.field_multi_value_leniency === true ? ('first' as const) : ('refuse' as const);
  return {
    running: { context: readContext('sql', body), port, lists },
    pageRows: Number(pageRows),
    filter: readFilter(body),
    parameters: readQueryParameters(body.params),
  };
}

function readTime(body: JsonObject, key: string): number | undefined {
  const text = readText(body, key);
  return text === undefined ? undefined : parseTimeValue(text, key);
}

interface Paging {
  readonly request: RestRequest;
  readonly body: JsonObject;
  readonly isFirst: boolean;
}

async function answerPage(
  store: Store,
  cursor: SqlCursor,
  { request, body, isFirst }: Paging,
): Promise<RestAnswer> {
  const { columns, timeZone } = cursor;
  const { value, done } = await cursor.rows.next();
  const rows: readonly Row[] = done === true ? [] : value;
  const isLast = rows.length < cursor.pageRows;
  if (isLast) {
    await cursor.rows.return?.();
  }
  const id = isLast ? undefined : sqlCursorsOf(store).add(cursor);
  const page = { columns, rows, timeZone };
  const format = tableFormat(request.parameters);
  if (format !== 'json') {
    const text = textTable(format, { ...page, hasHeader: isFirst }, request.parameters);
    return { status: 200, ...text, ...(id === undefined ? {} : { headers: { cursor: id } }) };
  }
  const isColumnar = body.columnar === true;
  return jsonAnswer({
    ...(isFirst ? { columns: columns.map(shownColumn) } : {}),
    ...(isColumnar ? { values: jsonColumns(page) } : { rows: jsonRows(page) }),
    cursor: id,
  });
}

const shownColumn = ({ name, type, mapped }: Column) => ({
  name,
  type: type === 'date' ? 'datetime' : (mapped ?? type),
});
