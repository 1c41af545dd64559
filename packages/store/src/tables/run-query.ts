import { planAggregation } from './aggregation-plan.ts';
import { namesIn } from './expression.ts';
import { pushAggregation } from './push-aggregation.ts';
import type { QueryContext } from './query-context.ts';
import { type ListMode, openScanRows, readScan } from './read-scan.ts';
import type { Column, Row, Table } from './row.ts';
import { runStage } from './run-stage.ts';
import { pushStage, type Scan } from './scan.ts';
import type { SearchPort } from './search-port.ts';
import type { Stage } from './stage.ts';

/** What running a query needs beside its steps. */
export interface Running {
  readonly context: QueryContext;
  readonly port: SearchPort;
  readonly lists: ListMode;
}

/** An answer whose rows come page by page. */
export interface PagedTable {
  readonly columns: readonly Column[];
  readonly pages: AsyncIterable<readonly Row[]>;
}

type Relation =
  | { readonly kind: 'scan'; readonly scan: Scan }
  | { readonly kind: 'table'; readonly table: Table };

/** Runs the steps of a query: those at the beginning as searches, as far as searches can do them. */
export async function runQuery(
  start: Scan | Table,
  stages: readonly Stage[],
  running: Running,
): Promise<Table> {
  const relation = await runStages(start, stages, running);
  return relation.kind === 'table'
    ? relation.table
    : readScan(relation.scan, running.port, running);
}

/** The same, whose rows are read while they are taken if nothing is left to do with them. */
export async function runPaged(
  start: Scan | Table,
  stages: readonly Stage[],
  { pageRows, ...running }: Running & { readonly pageRows: number },
): Promise<PagedTable> {
  const relation = await runStages(start, stages, running);
  if (relation.kind === 'scan' && relation.scan.limit === undefined) {
    const { scan } = relation;
    const { body, requests, rows } = openScanRows(scan, running.context, running.lists);
    async function* pages() {
      for await (const answer of running.port.pages(body, requests, pageRows)) {
        yield rows(answer);
      }
    }
    return { columns: scan.columns, pages: pages() };
  }
  const { columns, rows } =
    relation.kind === 'table'
      ? relation.table
      : await readScan(relation.scan, running.port, running);
  async function* pages() {
    for (let at = 0; at < rows.length; at += pageRows) {
      yield rows.slice(at, at + pageRows);
    }
  }
  return { columns, pages: pages() };
}

async function runStages(
  start: Scan | Table,
  stages: readonly Stage[],
  running: Running,
): Promise<Relation> {
  let relation: Relation =
    'rows' in start ? { kind: 'table', table: start } : { kind: 'scan', scan: start };
  for (const [i, stage] of stages.entries()) {
    relation =
      relation.kind === 'scan'
        ? await stepOfScan(stages.slice(i), relation.scan, running)
        : { kind: 'table', table: runStage(stage, relation.table, running.context) };
  }
  return relation;
}

/** The first step of those that are left. */
async function stepOfScan(
  stages: readonly Stage[],
  scan: Scan,
  running: Running,
): Promise<Relation> {
  const { context, port } = running;
  const [stage] = stages;
  if (stage === undefined) {
    return { kind: 'scan', scan };
  }
  if (stage.kind === 'aggregate') {
    const plan = planAggregation(stage, scan.columns, context);
    const pushed = pushAggregation(plan, scan, context);
    if (pushed !== undefined) {
      return { kind: 'table', table: await pushed.run(port) };
    }
  }
  const pushed = pushStage(stage, scan, context);
  if (pushed !== undefined && pushed.rest === undefined) {
    return { kind: 'scan', scan: pushed.scan };
  }
  const rest = pushed?.rest ?? stage;
  const needed = withNeededColumns(pushed?.scan ?? scan, [rest, ...stages.slice(1)]);
  const table = await readScan(needed, port, running);
  return { kind: 'table', table: runStage(rest, table, context) };
}

/** The columns that some steps read, if they do not keep all. */
function withNeededColumns(scan: Scan, stages: readonly Stage[]): Scan {
  const names = new Set<string>();
  let columns: readonly Column[] = scan.columns;
  for (const stage of stages) {
    for (const name of namesRead(stage, columns)) {
      names.add(name);
    }
    if (stage.kind === 'aggregate' || stage.kind === 'select') {
      return { ...scan, columns: scan.columns.filter(({ name }) => names.has(name)) };
    }
    columns = [...columns, ...columnsMade(stage)];
  }
  return scan;
}

function namesRead(stage: Stage, columns: readonly Column[]): readonly string[] {
  switch (stage.kind) {
    case 'where':
      return namesIn(stage.condition);
    case 'eval':
      return stage.fields.flatMap(({ expression }) => namesIn(expression));
    case 'sort':
      return stage.keys.flatMap(({ expression }) => namesIn(expression));
    case 'aggregate':
      return [...stage.groups, ...stage.metrics].flatMap(({ expression }) => namesIn(expression));
    case 'select':
      return stage.select(columns).map(({ from }) => from);
    case 'extract':
      return namesIn(stage.text);
    case 'expand':
      return [stage.name];
    case 'limit':
      return [];
  }
}

function columnsMade(stage: Stage): readonly Column[] {
  if (stage.kind === 'extract') {
    return stage.columns;
  }
  return stage.kind === 'eval'
    ? stage.fields.map(({ name }) => ({ name, type: 'null' as const }))
    : [];
}
