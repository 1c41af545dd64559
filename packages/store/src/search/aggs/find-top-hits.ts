import type { Row } from '../../engine/engine.ts';
import { SYSTEM_COLUMNS } from '../../index/column.ts';
import { column, int, join, raw, type Sql, sql, string } from '../../sql/sql.ts';
import { maxScore } from '../build-response.ts';
import {
  documentKey,
  fetchDocuments,
  type HitRow,
  hitOrder,
  hitSort,
  openHitWriter,
  positionColumns,
  readHitRow,
} from '../hits.ts';
import type { Branch } from '../plan.ts';
import type { Query } from '../query.ts';
import type { Run } from '../run.ts';
import { shownScore } from '../scoring/bm25.ts';
import { branchScore } from '../scoring/branch-score.ts';
import { scoresOf } from '../scoring/score-branches.ts';
import { engineTime, type SortColumn } from '../sort-columns.ts';
import type { AggGroup, HitsPlan, Level } from './agg-type.ts';
import { keyedLevels, keyName, rowsWithin } from './rows-within.ts';

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
  const columns = hitSort({ sort: plan.sort, query }, branches);
  const keys = keyedLevels(level.path).length;
  const rows = isEmpty ? [] : await findRows({ plan, level, columns, branches }, run);
  const byGroup = groupRows(rows);
  const documents = await fetchDocuments(
    rows.map(({ hit }) => hit),
    branches,
    run,
  );
  const write = openHitWriter(branches, plan);
  const scoreOf = await openScores(plan, rows, { branches, query, run });
  return level.groups.map((group) => {
    const own = byGroup.get(JSON.stringify(group.keys.slice(0, keys))) ?? [];
    const hits = own.slice(plan.from).flatMap(({ hit }) => {
      const document = documents.get(documentKey(hit));
      const values = hit.sortValues.map((value, i) => columns[i]?.show(value));
      const isSorted = plan.sort.length > 0;
      const shown = { score: scoreOf(hit, values), sort: isSorted ? values : undefined };
      return document === undefined ? [] : [write(hit, document, shown)];
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

interface TopRow {
  readonly group: string;
  readonly hit: HitRow;
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
      .map((row) => ({ group: groupOf(row), hit: readBest(row.best) }));
  }
  const rows = await run(topStatement(of, keys));
  return rows.map((row) => ({ group: groupOf(row), hit: readHitRow(row, columns.length) }));
}

function topStatement({ plan, level, columns, branches }: RowsOf, keys: readonly Sql[]): Sql {
  const from = rowsWithin(level, branches, (branch) => [positionColumns(branch, columns)]);
  const by = keys.length === 0 ? sql`` : sql` BY ${join(keys, ', ')}`;
  return sql`SELECT * FROM ${from} ORDER BY ${hitOrder(columns)}, i LIMIT ${int(plan.from + plan.size)}${by}`;
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
