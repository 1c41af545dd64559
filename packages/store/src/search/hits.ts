import { assert } from '@longshore/common/errors';
import type { Row } from '../engine/engine.ts';
import { SYSTEM_COLUMNS } from '../index/column.ts';
import { column, int, join, moment, raw, type Sql, sql } from '../sql/sql.ts';
import type { SourceReader } from '../write/writer.ts';
import { openCollapse } from './collapse.ts';
import { listOf } from './field-sql.ts';
import { seqNoOfCursor } from './moment.ts';
import { type Branch, unionOf } from './plan.ts';
import { ALWAYS, allOf } from './predicate.ts';
import type { Run } from './run.ts';
import { branchScore } from './scoring/branch-score.ts';
import type { SearchRequest } from './search-request.ts';
import type { SortKey } from './sort.ts';
import {
  afterCondition,
  engineTimeMs,
  orderBy,
  type SortColumn,
  sortColumns,
} from './sort-columns.ts';

/** Where a hit is, and what it is sorted by. */
export interface HitRow {
  readonly ordinal: number;
  /** The first two are the sorting key of the table. */
  readonly timeMs: number;
  readonly seqNo: number;
  readonly sortValues: readonly unknown[];
}

/** A document as it is in its table. */
export interface Document {
  readonly id: string;
  readonly version: number;
  /** Undefined where none is kept. */
  readonly source: string | undefined;
  /** All that is indexed of it, as JSON: what scripts see. */
  readonly indexed: string;
  readonly routing: string | undefined;
  /** Fields whose values are in the source only. */
  readonly ignored: readonly string[];
}

const DOC_COLUMNS = sql`${column(SYSTEM_COLUMNS.id)}, ${column(SYSTEM_COLUMNS.version)}`;

/** What is read of a document. Tables get some of its columns with their first row that needs them. */
function documentColumns({ context, source }: Branch): Sql {
  const field = context.field('_ignored');
  const ignored = field === undefined ? sql`[]` : listOf(field);
  const routed = context.field('_routing');
  const routing = routed === undefined ? sql`NULL` : column(routed.column.name);
  return sql`${DOC_COLUMNS}, ${source.text} AS d, CAST(${ignored} AS Array(String)) AS ignored, CAST(${routing} AS Nullable(String)) AS routing`;
}

const SCORE_THEN_DOC: readonly SortKey[] = [{ kind: 'score', order: 'desc' }];

/** The sort of hits in a plan: what was asked for, or by score. A score that is the same for all sorts nothing. */
export function hitSort(
  request: Pick<SearchRequest, 'sort' | 'query' | 'tiebreak'> &
    Partial<Pick<SearchRequest, 'searchAfter'>>,
  branches: readonly Branch[],
) {
  const keys = request.sort.length > 0 ? request.sort : SCORE_THEN_DOC;
  const scores = new Set(branches.map((branch) => branchScore(branch, request.query)));
  const isConstant = scores.size <= 1 && [...scores].every((score) => typeof score === 'number');
  // A page of a scroll goes on in the order of the first one, whatever has come to the index since.
  const passed = request.tiebreak === 'hidden' ? request.searchAfter?.length : undefined;
  const sortsNothing = passed === undefined ? isConstant : passed === 1;
  const isByScoreOnly = request.sort.length === 0 && sortsNothing;
  const isTold = request.tiebreak === undefined || keys.some(({ kind }) => kind === 'shard_doc');
  const tiebreak: readonly SortKey[] = isTold ? [] : [{ kind: 'shard_doc', order: tieOrder(keys) }];
  return sortColumns([...(isByScoreOnly ? [] : keys), ...tiebreak], branches, request.query);
}

/** As the table has it behind its time, where that is what hits are sorted by. */
function tieOrder(keys: readonly SortKey[]): 'asc' | 'desc' {
  const [first] = keys;
  return first?.kind === 'field' && first.field === '@timestamp' ? first.order : 'asc';
}

/** A hit, and its document unless that was replaced meanwhile. */
export interface FoundHit {
  readonly row: HitRow;
  readonly document: Document | undefined;
}

/** The hits of a search, sorted, whose documents may still have to be read. */
export interface FoundRows {
  readonly rows: readonly HitRow[];
  readDocuments(): Promise<readonly FoundHit[]>;
}

/** Finds the hits of a search, sorted; their documents come with them or in a second step. */
export async function findHits(
  request: SearchRequest,
  branches: readonly Branch[],
  run: Run,
): Promise<FoundRows> {
  if (request.size === 0 || branches.length === 0) {
    return { rows: [], readDocuments: async () => [] };
  }
  const columns = hitSort(request, branches);
  const groupOf = await openCollapse(request, branches, run);
  const isOneStep = columns[0]?.isTableOrder === true && groupOf === undefined;
  const found = await run(hitStatement(request, branches, { columns, isOneStep, groupOf }));
  const rows = found.map((row) => readHitRow(row, columns.length));
  const readers = new Map(branches.map(({ ordinal, source }) => [ordinal, source]));
  return {
    rows,
    async readDocuments() {
      if (isOneStep) {
        return rows.map((row, i) => ({
          row,
          document: readDocument(found[i], readers.get(row.ordinal)),
        }));
      }
      const documents = await fetchDocuments(rows, branches, run);
      return rows.map((row) => ({ row, document: documents.get(documentKey(row)) }));
    },
  };
}

interface HitPlan {
  readonly columns: readonly SortColumn[];
  /** Read with the documents at once: for the order in which tables are, only as many rows are read as are shown. */
  readonly isOneStep: boolean;
  /** Of rows with the same value, only the first is a hit. */
  readonly groupOf: ((branch: Branch) => Sql) | undefined;
}

function hitStatement(
  { from, size, searchAfter, tiebreak }: SearchRequest,
  branches: readonly Branch[],
  { columns, isOneStep, groupOf }: HitPlan,
): Sql {
  const onePerGroup = groupOf === undefined ? sql`` : sql` LIMIT 1 BY g`;
  const limit = int(from + size);
  const order = hitOrder(columns);
  // Said of the column itself: the engine skips by it, and not by what is computed from it.
  const passed = tiebreak !== 'hidden' ? -1 : seqNoOfCursor(searchAfter);
  const behind = passed < 0 ? ALWAYS : sql`${column(SYSTEM_COLUMNS.seqNo)} >= ${int(passed)}`;
  // Behind the value of a group are no others of it, whatever tells equal hits apart.
  const passedKeys = groupOf === undefined ? searchAfter?.length : 1;
  const selects = branches.map((branch) => {
    const after =
      searchAfter === undefined
        ? ALWAYS
        : afterCondition(columns.slice(0, passedKeys), searchAfter, branch);
    const where = allOf([branch.where, behind, after]);
    const group = groupOf === undefined ? sql`` : sql`, ${groupOf(branch)} AS g`;
    const document = isOneStep ? sql`, ${documentColumns(branch)}` : sql``;
    return sql`SELECT ${positionColumns(branch, columns)}${group}${document} FROM ${branch.from} WHERE ${where} ORDER BY ${order}${onePerGroup} LIMIT ${limit}`;
  });
  const all = unionOf(selects.map((select) => sql`SELECT * FROM (${select})`));
  const hasCondition = searchAfter !== undefined || branches.some(({ where }) => where !== ALWAYS);
  // Skips by the best values so far; made for plain scans, it slows down reading in order and by the text index.
  const skip = isOneStep || hasCondition || groupOf !== undefined ? sql`0` : sql`1`;
  return sql`SELECT * FROM (${all}) ORDER BY ${hitOrder(columns, true)}, i${onePerGroup} LIMIT ${int(size)} OFFSET ${int(from)} SETTINGS use_top_k_dynamic_filtering = ${skip}`;
}

/**
 * The order of hits of one index, by the names that `positionColumns` gives; equal ones as they were indexed. Where it
 * begins with the time of a data stream it must be that of the table, with nothing between, to be read off the table.
 */
export function hitOrder(columns: readonly SortColumn[], overIndices = false): Sql {
  const [first] = columns;
  const isTableOrder = first?.isTableOrder === true;
  const docAt = columns.findIndex(({ isDocOrder }) => isDocOrder);
  // Behind a number that no two documents share, further keys decide nothing.
  const deciding = docAt < 0 ? columns : columns.slice(0, docAt + 1);
  const names = deciding.map((column, i) =>
    column.isTableOrder ? sql`t` : column.isDocOrder && !overIndices ? sql`s` : sortName(i),
  );
  const keys = deciding.length === 0 ? [] : [orderBy(deciding, names)];
  const tie = isTableOrder && first.order === 'desc' ? sql`s DESC` : sql`s ASC`;
  return join(docAt < 0 ? [...keys, tie] : keys, ', ');
}

const sortName = (position: number): Sql => raw(`s${position}`);

/** Index, time and sequence number as `i`, `t` and `s`, and the sort values as `s0`, `s1` … */
export function positionColumns(branch: Branch, columns: readonly SortColumn[]): Sql {
  const values = columns.map((of, i) => sql`, ${of.value(branch)} AS ${sortName(i)}`);
  return sql`${int(branch.ordinal)} AS i, ${column(SYSTEM_COLUMNS.time)} AS t, ${column(SYSTEM_COLUMNS.seqNo)} AS s${join(values, '')}`;
}

export function readHitRow(row: Row, sortValues: number): HitRow {
  return {
    ordinal: Number(row.i),
    timeMs: engineTimeMs(String(row.t)),
    seqNo: Number(row.s),
    sortValues: Array.from({ length: sortValues }, (_, i) => row[`s${i}`]),
  };
}

function readDocument(
  row: Row | undefined,
  reader: SourceReader | undefined,
): Document | undefined {
  return row === undefined || reader === undefined
    ? undefined
    : {
        id: String(row[SYSTEM_COLUMNS.id]),
        version: Number(row[SYSTEM_COLUMNS.version]),
        ...reader.read(String(row.d)),
        routing: typeof row.routing === 'string' ? row.routing : undefined,
        ignored: Array.isArray(row.ignored) ? row.ignored.map(String) : [],
      };
}

export const documentKey = ({ ordinal, seqNo }: Pick<HitRow, 'ordinal' | 'seqNo'>): string =>
  `${ordinal}/${seqNo}`;

/** The documents of rows, by `documentKey`, thousands with each statement. One that was replaced since is not there any more. */
export async function fetchDocuments(
  rows: readonly HitRow[],
  branches: readonly Branch[],
  run: Run,
): Promise<ReadonlyMap<string, Document>> {
  const found = new Map<string, Document>();
  const readers = new Map(branches.map(({ ordinal, source }) => [ordinal, source]));
  const read = partsOf(rows).map((part) => {
    const selects = branches.flatMap((branch) => {
      const own = part.filter(({ ordinal }) => ordinal === branch.ordinal);
      const columns = sql`${int(branch.ordinal)} AS i, ${documentColumns(branch)}`;
      return own.length === 0 ? [] : [selectHits(columns, own, branch)];
    });
    return run(unionOf(selects), 'fetch');
  });
  for (const row of (await Promise.all(read)).flat()) {
    const ordinal = Number(row.i);
    const document = readDocument(row, readers.get(ordinal));
    assert(document !== undefined, 'a row that was read is there');
    found.set(documentKey({ ordinal, seqNo: Number(row.s) }), document);
  }
  return found;
}

/** One statement names so many rows: the engine refuses to read longer ones. */
const NAMED_ROWS_MAX = 2_000;

function partsOf(rows: readonly HitRow[]): readonly (readonly HitRow[])[] {
  const count = Math.ceil(rows.length / NAMED_ROWS_MAX);
  return Array.from({ length: count }, (_, i) =>
    rows.slice(i * NAMED_ROWS_MAX, (i + 1) * NAMED_ROWS_MAX),
  );
}

/** Reads something of these hits, which are of one index, with their sequence number as `s`. */
export function selectHits(columns: Sql, rows: readonly HitRow[], branch: Branch): Sql {
  const times = [...new Set(rows.map(({ timeMs }) => timeMs))].map((ms) => sql`${moment(ms)}`);
  const numbers = [...new Set(rows.map(({ seqNo }) => seqNo))].map((seqNo) => sql`${int(seqNo)}`);
  const time = column(SYSTEM_COLUMNS.time);
  const seqNo = column(SYSTEM_COLUMNS.seqNo);
  return sql`SELECT ${seqNo} AS s, ${columns} FROM ${branch.from} WHERE ${time} IN (${join(times, ', ')}) AND ${seqNo} IN (${join(numbers, ', ')})`;
}
