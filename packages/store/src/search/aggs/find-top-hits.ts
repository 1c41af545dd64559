import type { Row } from '../../engine/engine.ts';
import { SYSTEM_COLUMNS } from '../../index/column.ts';
import { column, int, join, raw, type Sql, sql, string } from '../../sql/sql.ts';
import { maxScore } from '../build-response.ts';
import { type Hit, openHitWriter } from '../hit-writer.ts';
import {
  type Document,
  documentKey,
  fetchDocuments,
  type HitRow,
  hitOrder,
  hitSort,
  positionColumns,
  readHitRow,
} from '../hits.ts';
import { findQueryHits } from '../inner-hits/find-query-hits.ts';
import { openObjectWriter } from '../inner-hits/object-writer.ts';
import { objectPlaces } from '../nested/nested-rows.ts';
import type { Branch } from '../plan.ts';
import type { Query } from '../query.ts';
import type { Run } from '../run.ts';
import { shownScore } from '../scoring/bm25.ts';
import { branchScore } from '../scoring/branch-score.ts';
import { scoresOf } from '../scoring/score-branches.ts';
import { engineTime, type SortColumn } from '../sort-columns.ts';
import type { AggGroup, HitsPlan, Level } from './agg-type.ts';
import { branchesWithin, keyedLevels, keyName, rowsWithin } from './rows-within.ts';

const TIME = column(SYSTEM_COLUMNS.time);
const SEQ_NO = column(SYSTEM_COLUMNS.seqNo);
/** Makes times before 1970 positive. */
const TIME_SHIFT_MS = 2 ** 47;
/** A time, an index and a number of 64 bits in one number of 128. */
const TIME_UNIT = 2n ** 80n;
const ORDINAL_UNIT = 2n ** 64n;

interface HitsSearch {
  readonly branches: readonly Branch[];
  readonly query: Query;
  readonly run: Run;
}

/** The first documents of each bucket of a level, as answers in the order of its groups. */
export async function findTopHits(
  plan: HitsPlan,
  level: Level<AggGroup>,
  { branches, query, run }: HitsSearch,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const isEmpty = branches.length === 0 || level.groups.length === 0 || plan.size === 0;
  const inner = branchesWithin(level.path, branches);
  const columns = hitSort({ sort: plan.sort, query }, inner);
  const places = Math.max(0, ...inner.map(({ context }) => objectPlaces(context).length));
  const keys = keyedLevels(level.path).length;
  const rows = isEmpty ? [] : await findRows({ plan, level, columns, branches, places }, run);
  const byGroup = groupRows(rows);
  const documents = await fetchDocuments(
    rows.map(({ hit }) => hit),
    branches,
    run,
  );
  const found = rows.map(({ hit: row }) => ({ row, document: documents.get(documentKey(row)) }));
  const write =
    places > 0
      ? openObjects(plan, columns, { query, branches: inner })
      : openDocuments(plan, columns, {
          branches,
          scoreOf: await openScores(plan, rows, { branches, query, run }),
          innerHits: await findQueryHits(query, found, { branches, run }),
        });
  return level.groups.map((group) => {
    const own = byGroup.get(JSON.stringify(group.keys.slice(0, keys))) ?? [];
    const hits = own.slice(plan.from).flatMap((row) => {
      const document = documents.get(documentKey(row.hit));
      return document === undefined ? [] : [write(row, document)];
    });
    const total = { value: group.docCount, relation: 'eq' };
    return { hits: { total, max_score: maxScore(hits), hits } };
  });
}

/** What hits score: in their sort values, the same for all of an index, or read for those that are shown. */
async function openScores(
  { sort, trackScores }: Pick<HitsPlan, 'sort' | 'trackScores'>,
  rows: readonly TopRow[],
  { branches, query, run }: HitsSearch,
): Promise<(hit: HitRow, values: readonly unknown[]) => unknown> {
  const scoreAt = sort.length === 0 ? 0 : sort.findIndex(({ kind }) => kind === 'score');
  if (scoreAt < 0 && !trackScores) {
    return () => null;
  }
  const hits = rows.map(({ hit }) => hit);
  const late = await scoresOf(query, scoreAt < 0 ? hits : [], { branches, run });
  const constants = new Map(branches.map((one) => [one.ordinal, branchScore(one, query)]));
  return (hit, values) => {
    const constant = constants.get(hit.ordinal);
    const known = scoreAt < 0 ? late.get(documentKey(hit)) : values[scoreAt];
    return typeof constant === 'number' ? shownScore(constant) : known;
  };
}

type WriteRow = (row: TopRow, document: Document) => Hit;

interface ShownOfDocuments {
  readonly branches: readonly Branch[];
  readonly scoreOf: Awaited<ReturnType<typeof openScores>>;
  readonly innerHits: Awaited<ReturnType<typeof findQueryHits>>;
}

function openDocuments(
  plan: HitsPlan,
  columns: readonly SortColumn[],
  { branches, scoreOf, innerHits }: ShownOfDocuments,
): WriteRow {
  const write = openHitWriter(branches, plan);
  const isSorted = plan.sort.length > 0;
  return ({ hit }, document) => {
    const values = hit.sortValues.map((value, i) => columns[i]?.show(value));
    return write(hit, document, {
      score: scoreOf(hit, values),
      sort: isSorted ? values : undefined,
      innerHits: innerHits.get(documentKey(hit)),
    });
  };
}

/** Inside of a `nested` aggregation, hits are objects. */
function openObjects(
  plan: HitsPlan,
  columns: readonly SortColumn[],
  { branches, query }: Omit<HitsSearch, 'run'>,
): WriteRow {
  const writers = new Map(
    branches.map((branch) => [
      branch.ordinal,
      openObjectWriter(branch, { ...plan, query }, columns),
    ]),
  );
  return ({ hit, places }, document) => writers.get(hit.ordinal)?.({ hit, places, document }) ?? {};
}

interface TopRow {
  readonly group: string;
  readonly hit: HitRow;
  /** Of an object, its places in its document. */
  readonly places: readonly number[];
}

function groupRows(rows: readonly TopRow[]): ReadonlyMap<string, readonly TopRow[]> {
  const groups = new Map<string, TopRow[]>();
  for (const row of rows) {
    const list = groups.get(row.group) ?? [];
    list.push(row);
    groups.set(row.group, list);
  }
  return groups;
}

interface RowsOf {
  readonly plan: HitsPlan;
  readonly level: Level;
  readonly columns: readonly SortColumn[];
  readonly branches: readonly Branch[];
  /** How many numbers say which object of a document a row is; none of documents. */
  readonly places: number;
}

async function findRows(of: RowsOf, run: Run): Promise<readonly TopRow[]> {
  const { columns, plan } = of;
  const keys = keyedLevels(of.level.path).map((_, i) => keyName(i));
  const groupOf = (row: Row) => JSON.stringify(keys.map((_, i) => row[`k${i}`]));
  const [first, second] = columns;
  const isLatest =
    plan.from + plan.size === 1 && first?.isTableOrder === true && second === undefined;
  if (isLatest && first !== undefined) {
    const rows = await run(latestStatement(of, keys, first));
    return rows
      .filter((row) => Number(row.n) > 0)
      .map((row) => ({ group: groupOf(row), hit: readBest(row.best), places: [] }));
  }
  const rows = await run(topStatement(of, keys));
  return rows.map((row) => ({
    group: groupOf(row),
    hit: readHitRow(row, columns.length),
    places: Array.from({ length: of.places }, (_, i) => Number(row[`p${i}`])),
  }));
}

function topStatement(
  { plan, level, columns, branches, places }: RowsOf,
  keys: readonly Sql[],
): Sql {
  const names = Array.from({ length: places }, (_, i) => raw(`p${i}`));
  const from = rowsWithin(level, branches, (branch) => {
    // An index without the nested path has no rows, and needs the columns all the same.
    const own = objectPlaces(branch.context);
    return [
      positionColumns(branch, columns),
      ...names.map((name, i) => sql`${own[i] ?? sql`0`} AS ${name}`),
    ];
  });
  const by = keys.length === 0 ? sql`` : sql` BY ${join(keys, ', ')}`;
  const order = join([hitOrder(columns), raw('i'), ...names], ', ');
  return sql`SELECT * FROM ${from} ORDER BY ${order} LIMIT ${int(plan.from + plan.size)}${by}`;
}

/**
 * The newest or oldest document of each bucket: what "latest of each container" asks. Time, index and number are one
 * big number, so that the best is a plain maximum; of tuples it is ten times as slow, and sorting is as well.
 */
function latestStatement({ level, branches }: RowsOf, keys: readonly Sql[], by: SortColumn): Sql {
  const from = rowsWithin(level, branches, ({ ordinal }) => [
    sql`(toUInt128(toUnixTimestamp64Milli(${TIME}) + ${int(TIME_SHIFT_MS)}) * toUInt128(${string(String(TIME_UNIT))}) + toUInt128(${string(String(BigInt(ordinal) * ORDINAL_UNIT))}) + ${SEQ_NO}) AS p`,
  ]);
  const best = raw(by.order === 'desc' ? 'max' : 'min');
  const select = sql`${join([...keys, sql`count() AS n`], ', ')}, toString(${best}(p)) AS best FROM ${from}`;
  return keys.length === 0
    ? sql`SELECT ${select}`
    : sql`SELECT ${select} GROUP BY ${join(keys, ', ')}`;
}

function readBest(best: unknown): HitRow {
  const packed = BigInt(String(best));
  const timeMs = Number(packed / TIME_UNIT) - TIME_SHIFT_MS;
  return {
    ordinal: Number((packed % TIME_UNIT) / ORDINAL_UNIT),
    timeMs,
    seqNo: Number(packed % ORDINAL_UNIT),
    sortValues: [engineTime(timeMs)],
  };
}
