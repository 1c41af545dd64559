import type { JsonObject } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import { compileExpression } from '../compile-expression.ts';
import type { Column, Table } from '../row.ts';
import { type Running, runQuery } from '../run-query.ts';
import { openScan, type Scan } from '../scan.ts';
import { fieldColumns, METADATA_COLUMNS, metadataColumn } from '../schema.ts';
import { syntaxError } from '../syntax-error.ts';
import { esqlStages } from './esql-stages.ts';
import { type EsqlSource, parseEsql } from './parse-esql.ts';

/** Rows of an answer without `limit`, and with one. */
const ROWS_DEFAULT = 1_000;
const ROWS_MAX = 10_000;

export interface EsqlOptions {
  readonly running: Running;
  readonly filter: JsonObject | undefined;
  readonly parameters: Parameters<typeof parseEsql>[1];
  /** The version that `SHOW INFO` tells. */
  readonly version: string;
  resolve(expression: string): Promise<readonly SearchIndex[]>;
}

/** Runs a query. */
export async function runEsql(source: string, options: EsqlOptions): Promise<Table> {
  const { running } = options;
  const { context } = running;
  const query = parseEsql(source, options.parameters);
  const stages = query.commands.flatMap((command) => esqlStages(command, context));
  const limited = query.commands.some(({ kind }) => kind === 'limit');
  if (!limited) {
    context.warnings.add(`No limit defined, adding default limit of [${ROWS_DEFAULT}]`);
  }
  const count = limited ? ROWS_MAX : ROWS_DEFAULT;
  const start = await openSource(query.source, options);
  const table = await runQuery(start, [...stages, { kind: 'limit', count }], running);
  return { ...table, columns: table.columns.map(withoutProblem) };
}

/** What cannot be used can be shown: as null. */
const withoutProblem = ({ problem, ...column }: Column): Column =>
  problem === undefined ? column : { ...column, type: 'unsupported' };

async function openSource(source: EsqlSource, options: EsqlOptions): Promise<Scan | Table> {
  const { context } = options.running;
  switch (source.kind) {
    case 'row': {
      const compiled = source.fields.map(({ expression }) =>
        compileExpression(expression, [], context),
      );
      return {
        columns: source.fields.map(({ name }, i) => ({ name, type: compiled[i]?.type ?? 'null' })),
        rows: [compiled.map(({ evaluate }) => evaluate([]))],
      };
    }
    case 'show_info':
      return {
        columns: ['version', 'date', 'hash'].map((name) => ({ name, type: 'keyword' })),
        rows: [[options.version, '', '']],
      };
    case 'from': {
      const unknown = source.metadata.find((name) => METADATA_COLUMNS[name] === undefined);
      if (unknown !== undefined) {
        throw syntaxError(context.source, 0, `unsupported metadata field [${unknown}]`);
      }
      const fields = fieldColumns(await options.resolve(source.indices));
      const all = [...fields, ...source.metadata.map(metadataColumn)];
      return openScan(all, all, options.filter === undefined ? [] : [options.filter]);
    }
  }
}
