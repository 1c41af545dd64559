import type { JsonObject } from '@longshore/common/json';
import { nameMatcher } from '../../index/expression.ts';
import type { SearchIndex } from '../../index/target.ts';
import { functionNames } from '../functions/functions.ts';
import type { Column, Row, Table } from '../row.ts';
import { type PagedTable, type Running, runPaged } from '../run-query.ts';
import { openScan } from '../scan.ts';
import { type FieldColumn, fieldColumns, metadataColumn } from '../schema.ts';
import { parseSql, type Statement } from './parse-sql.ts';
import { sqlStages } from './sql-stages.ts';

/** A table that statements can read. */
interface SqlTable {
  readonly name: string;
  readonly isAlias: boolean;
}

/** What a statement may ask of the store. */
export interface SqlCatalog {
  resolve(expression: string): Promise<readonly SearchIndex[]>;
  tables(): readonly SqlTable[];
  readonly clusterName: string;
}

/** How a statement is to be run. */
export interface SqlOptions {
  readonly running: Running;
  readonly pageRows: number;
  readonly filter: JsonObject | undefined;
  readonly parameters: Parameters<typeof parseSql>[1];
}

/** Runs a statement: its rows come page by page. */
export async function runSql(
  source: string,
  catalog: SqlCatalog,
  options: SqlOptions,
): Promise<PagedTable> {
  const statement = parseSql(source, options.parameters);
  if (statement.kind === 'select') {
    return runSelect(statement, catalog, options);
  }
  const table = await describe(statement, catalog);
  return runPaged(table, [], { ...options.running, pageRows: options.pageRows });
}

async function runSelect(
  select: Extract<Statement, { kind: 'select' }>,
  catalog: SqlCatalog,
  { running, pageRows, filter }: SqlOptions,
): Promise<PagedTable> {
  const { context } = running;
  if (select.from === undefined) {
    const one: Table = { columns: [], rows: [[]] };
    return runPaged(one, sqlStages(select, [], context), { ...running, pageRows });
  }
  const fields = fieldColumns(await catalog.resolve(select.from));
  const all = [...fields, metadataColumn('_score')];
  const scan = openScan(all, all, filter === undefined ? [] : [filter]);
  const stages = sqlStages(select, fields.filter(isShown), context);
  return runPaged(scan, stages, { ...running, pageRows });
}

/** Multi-fields have the values of their parents; other columns without values cannot be shown. */
const isShown = ({ isMultiField, problem }: FieldColumn): boolean =>
  !isMultiField && problem === undefined;

const text = (name: string): Column => ({ name, type: 'keyword' });

async function describe(
  statement: Exclude<Statement, { kind: 'select' }>,
  catalog: SqlCatalog,
): Promise<Table> {
  switch (statement.kind) {
    case 'show_tables': {
      const matches = nameMatcher(statement.pattern);
      const rows = catalog
        .tables()
        .filter(({ name }) => matches(name))
        .map(({ name, isAlias }): Row => {
          const type = isAlias ? 'VIEW' : 'TABLE';
          return [catalog.clusterName, name, type, isAlias ? 'ALIAS' : 'INDEX'];
        });
      return { columns: ['catalog', 'name', 'type', 'kind'].map(text), rows };
    }
    case 'show_functions': {
      const matches = nameMatcher(statement.pattern.toLowerCase());
      const rows = functionNames('sql')
        .filter(matches)
        .map((name): Row => [name.toUpperCase()]);
      return { columns: [text('name')], rows };
    }
    case 'show_columns': {
      const fields = fieldColumns(await catalog.resolve(statement.from));
      return {
        columns: ['column', 'type', 'mapping'].map(text),
        rows: fields.map(
          ({ name, mapped = '', type }): Row => [
            name,
            SQL_TYPES[type === 'unsupported' ? type : mapped] ?? 'OTHER',
            mapped,
          ],
        ),
      };
    }
  }
}

/** Types of SQL by those of mappings. */
const SQL_TYPES: Readonly<Record<string, string>> = {
  keyword: 'VARCHAR',
  constant_keyword: 'VARCHAR',
  wildcard: 'VARCHAR',
  version: 'VARCHAR',
  ip: 'VARCHAR',
  text: 'VARCHAR',
  match_only_text: 'VARCHAR',
  byte: 'TINYINT',
  short: 'SMALLINT',
  integer: 'INTEGER',
  long: 'BIGINT',
  unsigned_long: 'NUMERIC',
  half_float: 'FLOAT',
  float: 'REAL',
  double: 'DOUBLE',
  scaled_float: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'TIMESTAMP',
  date_nanos: 'TIMESTAMP',
  geo_point: 'GEO_POINT',
};
