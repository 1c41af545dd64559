import type { Row } from '../../engine/engine.ts';
import { SYSTEM_COLUMNS } from '../../index/column.ts';
import { column, int, join, raw, type Sql, sql } from '../../sql/sql.ts';
import {
  type FoundHit,
  hitOrder,
  hitSort,
  positionColumns,
  readHitRow,
  selectHits,
} from '../hits.ts';
import { enterObjects, objectPlaces } from '../nested/nested-rows.ts';
import type { Branch } from '../plan.ts';
import type { Run } from '../run.ts';
import { type NestedInnerHits, nestedInnerHits } from './inner-hits-request.ts';
import { openObjectWriter } from './object-writer.ts';

/** `inner_hits` of a hit: by name, in the shape of `hits` of an answer. */
export type ShownInnerHits = Readonly<Record<string, unknown>>;

/** Documents of one index that are shown, or objects in them. */
interface Parents {
  /** With a row for each, and nothing else that is shown. */
  readonly branch: Branch;
  /** By sequence number. */
  readonly documents: ReadonlyMap<number, FoundHit>;
}

/** The nested objects by which hits of one index were found, by the sequence number of the hit. */
export async function findNestedHits(
  wanted: ReadonlyMap<string, NestedInnerHits>,
  hits: readonly FoundHit[],
  { branch, run }: { readonly branch: Branch; readonly run: Run },
): Promise<ReadonlyMap<number, ShownInnerHits>> {
  const rows = hits.map(({ row }) => row);
  const from = sql`(${selectHits(sql`*`, rows, branch)})`;
  const documents = new Map(hits.map((hit) => [hit.row.seqNo, hit]));
  const shown = await openParents({ branch: { ...branch, from }, documents }, wanted, run);
  return new Map(rows.map(({ seqNo }) => [seqNo, shown([seqNo])]));
}

/** What shows the inner hits of a document, or of an object in it: `[number, place, place …]`. */
async function openParents(
  parents: Parents,
  wanted: ReadonlyMap<string, NestedInnerHits>,
  run: Run,
): Promise<(parent: readonly number[]) => ShownInnerHits> {
  const all = await Promise.all(
    [...wanted].map(async ([name, inner]) => [name, await findOne(parents, inner, run)] as const),
  );
  return (parent) =>
    Object.fromEntries(all.map(([name, shown]) => [name, shown.get(keyOf(parent)) ?? NOTHING]));
}

const NOTHING = {
  hits: { total: { value: 0, relation: 'eq' }, max_score: null, hits: [] },
} as const;

const keyOf = (numbers: readonly number[]): string => numbers.join('/');

async function findOne(
  { branch: around, documents }: Parents,
  inner: NestedInnerHits,
  run: Run,
): Promise<ReadonlyMap<string, object>> {
  const branch = enterObjects(around, inner.path);
  const parentLength = objectPlaces(around.context).length + 1;
  const places = objectPlaces(branch.context);
  const columns = hitSort(inner, [branch]);
  const rows = await run(objectStatement(branch, inner, { columns, places, parentLength }));
  const below = nestedInnerHits(inner.query);
  const shownBelow =
    below.size === 0 ? undefined : await openParents({ branch, documents }, below, run);
  const write = openObjectWriter(branch, inner, columns);
  const byParent = groupRows(rows, parentLength - 1);
  return new Map(
    [...byParent].map(([parent, own]) => {
      const hits = own.flatMap((row) => {
        const numbers = numbersOf(row, places.length);
        const document = documents.get(Number(row.s))?.document;
        const hit = readHitRow(row, columns.length);
        return document === undefined
          ? []
          : [write({ hit, places: numbers.slice(1), document }, shownBelow?.(numbers))];
      });
      const best = hits[0]?._score ?? null;
      const total = { value: Number(own[0]?.n ?? 0), relation: 'eq' };
      const shown = hits.slice(inner.from, inner.from + inner.size);
      return [parent, { hits: { total, max_score: best, hits: shown } }] as const;
    }),
  );
}

function groupRows(rows: readonly Row[], places: number): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(numbersOf(row, places));
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(row);
  }
  return groups;
}

/** The number of the document of a row, and its places. */
const numbersOf = (row: Row, places: number): readonly number[] => [
  Number(row.s),
  ...Array.from({ length: places }, (_, i) => Number(row[`p${i}`])),
];

interface ObjectPlan {
  readonly columns: ReturnType<typeof hitSort>;
  readonly places: readonly Sql[];
  /** How many numbers say which document, or object in it, is the one around. */
  readonly parentLength: number;
}

/** The first objects of each parent that match, with how many they are as `n`. */
function objectStatement(
  branch: Branch,
  { query, from, size }: NestedInnerHits,
  { columns, places, parentLength }: ObjectPlan,
): Sql {
  const parent = join([column(SYSTEM_COLUMNS.seqNo), ...places].slice(0, parentLength), ', ');
  const shown = places.map((place, i) => sql`, ${place} AS ${raw(`p${i}`)}`);
  const order = join([hitOrder(columns), ...places], ', ');
  // One at least, for the total.
  const limit = int(Math.max(1, from + size));
  return sql`SELECT ${positionColumns(branch, columns)}${join(shown, '')}, count() OVER (PARTITION BY ${parent}) AS n FROM ${branch.from} WHERE ${branch.context.compile(query)} ORDER BY ${order} LIMIT ${limit} BY ${parent}`;
}
