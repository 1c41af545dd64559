import { errors } from '@longshore/common/errors';
import { runEsql } from '../../tables/esql/run-esql.ts';
import type { Column } from '../../tables/row.ts';
import { DIALECT } from '../cluster/info.ts';
import { requireObject } from '../read-body.ts';
import type { RestRoute } from '../route.ts';
import { readContext, readFilter, readQueryParameters, requiredQuery } from './query-body.ts';
import {
  jsonAnswer,
  jsonColumns,
  jsonRows,
  TABLE_FORMATS,
  tableFormat,
  textTable,
} from './table-format.ts';
import { openSearches } from './table-searches.ts';

const BODY_KEYS = ['query', 'columnar', 'filter', 'params', 'locale', 'time_zone', 'version'];

const PARTLY =
  'the commands `from`, `row`, `show info`, `where`, `eval`, `stats`, `sort`, `limit`, `keep`, `drop`, `rename`, `dissect`, `grok` and `mv_expand`; what no search can compute is computed of at most 50,000 documents; a condition that a search can say holds for a field with several values if it does for one of them; `count_distinct` and percentiles of many values are approximations';

/** `POST /_query`: a query in ES|QL. */
export const esql: RestRoute = {
  methods: ['POST'],
  paths: ['/_query'],
  parameters: ['delimiter', 'header', 'drop_null_columns'],
  formats: TABLE_FORMATS,
  partly: PARTLY,
  handle: async ({ body: bytes, parameters, signal }, store) => {
    const startedMs = performance.now();
    const body = requireObject(bytes, BODY_KEYS);
    if (parameters.boolean('drop_null_columns', false)) {
      throw errors.illegalArgument('[drop_null_columns] is not supported');
    }
    const context = readContext('esql', body);
    const { port, resolve } = openSearches(store, signal);
    const table = await runEsql(requiredQuery(body), {
      running: { context, port, lists: 'keep' },
      filter: readFilter(body),
      parameters: readQueryParameters(body.params),
      version: DIALECT.number,
      resolve,
    });
    const page = { ...table, timeZone: context.timeZone };
    const warnings = context.warnings
      .list()
      .map(
        (text) => `299 Longshore "${text.replace(/["\\]/g, '\\$&').replace(/[^\x20-\x7e]/g, '?')}"`,
      );
    const headers = warnings.length === 0 ? {} : { headers: { warning: warnings.join(', ') } };
    const format = tableFormat(parameters);
    if (format !== 'json') {
      const text = textTable(format, { ...page, hasHeader: true }, parameters);
      return { status: 200, ...text, ...headers };
    }
    const answer = jsonAnswer({
      took: Math.round(performance.now() - startedMs),
      columns: table.columns.map(shownColumn),
      values: body.columnar === true ? jsonColumns(page) : jsonRows(page),
    });
    return { ...answer, ...headers };
  },
};

const shownColumn = ({ name, type }: Column) => ({ name, type });
