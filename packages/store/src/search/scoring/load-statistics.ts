import { int, type Sql, sql } from '../../sql/sql.ts';
import { isText, type SearchField } from '../field-context.ts';
import { hasValue } from '../field-sql.ts';
import { type Branch, unionOf } from '../plan.ts';
import { ALWAYS } from '../predicate.ts';
import type { Run } from '../run.ts';
import type { FieldStatistics } from './bm25.ts';
import { countedStatistics, type Statistics, type StatisticsNeeds } from './statistics.ts';
import { textLength, valuesLength } from './term-frequency.ts';

/** Terms of one query in one index that are counted; the matches of a query with more all score its boost. */
export const TERMS_MAX = 128;
/** Matches in one index that are scored: beyond it, a search would take many seconds for an order among equals. */
const MATCHES_MAX = 5_000_000;
/** The average length of a field is that of so many of its texts. */
const TEXTS_MAX = 100_000;
/** What is known of a field holds until the index has so many times more or fewer documents … */
const CHANGE_MAX = 0.1;
/** … if it has so many; what is small is counted each time. */
const KEPT_ROWS_MIN = 10_000;
const FIELDS_MAX = 10_000;

interface KnownField extends FieldStatistics {
  /** How many documents the index had. */
  readonly rows: number;
}

/** Counts what scores need to know of an index; what takes long is kept. One per store. */
export class StatisticsReader {
  readonly #known = new Map<string, KnownField>();
  readonly #matchesMax: number;

  constructor(matchesMax: number = MATCHES_MAX) {
    this.#matchesMax = matchesMax;
  }

  /** Undefined for an index of which more matches than can be scored. */
  async read(
    branch: Pick<Branch, 'index' | 'from' | 'where'>,
    needs: StatisticsNeeds,
    run: Run,
  ): Promise<Statistics | undefined> {
    const conditions = [...needs.conditions.values()];
    const single = [...needs.fields.values()].filter(hasOneValue);
    const others = [...needs.fields.values()].filter((field) => !hasOneValue(field));
    const asked = [ALWAYS, ...conditions, ...single.map(hasValue)];
    const [rows = 0, ...counts] = await countEach(asked, branch, run);
    if (rows > this.#matchesMax && (await hasMoreMatches(branch, this.#matchesMax, run))) {
      return undefined;
    }
    const fields = new Map<string, FieldStatistics>(
      single.map(({ path }, i) => [
        path,
        { documents: counts[conditions.length + i] ?? 0, averageLength: 1 },
      ]),
    );
    await Promise.all(
      others.map(async (field) => {
        fields.set(field.path, await this.#field({ field, rows }, branch, run));
      }),
    );
    const byCondition = [...needs.conditions.keys()].map(
      (key, i) => [key, counts[i] ?? 0] as const,
    );
    return countedStatistics(fields, new Map(byCondition));
  }

  async #field(
    { field, rows }: { readonly field: SearchField; readonly rows: number },
    { index, from }: Pick<Branch, 'index' | 'from'>,
    run: Run,
  ): Promise<FieldStatistics> {
    const key = `${index.table} ${field.path}`;
    const before = this.#known.get(key);
    if (before && Math.abs(before.rows - rows) <= CHANGE_MAX * rows) {
      return { ...before, documents: Math.round((before.documents * rows) / before.rows) };
    }
    const read = await readField(field, from, run);
    if (rows >= KEPT_ROWS_MIN) {
      if (this.#known.size >= FIELDS_MAX) {
        this.#known.clear();
      }
      this.#known.set(key, { ...read, rows });
    }
    return read;
  }
}

async function hasMoreMatches(
  { from, where }: Pick<Branch, 'from' | 'where'>,
  limit: number,
  run: Run,
): Promise<boolean> {
  const [row] = await run(
    sql`SELECT count() AS n FROM (SELECT 1 FROM ${from} WHERE ${where} LIMIT ${int(limit + 1)})`,
  );
  return Number(row?.n ?? 0) > limit;
}

/** What is no list and no text has one value where it has any. */
const hasOneValue = (field: SearchField): boolean => !(isText(field) || field.column.list);

async function readField(field: SearchField, from: Sql, run: Run): Promise<FieldStatistics> {
  const length = isText(field) ? textLength(field) : valuesLength(field);
  const average = sql`SELECT avg(l) FROM (SELECT ${length} AS l FROM ${from} WHERE ${hasValue(field)} LIMIT ${int(TEXTS_MAX)})`;
  const [row] = await run(
    sql`SELECT count() AS n, (${average}) AS average FROM ${from} WHERE ${hasValue(field)}`,
  );
  return { documents: Number(row?.n ?? 0), averageLength: Number(row?.average) || 1 };
}

/** How many rows fulfil each of the conditions. */
export async function countEach(
  conditions: readonly Sql[],
  { from }: Pick<Branch, 'from'>,
  run: Run,
): Promise<readonly number[]> {
  const counted = conditions.map(
    (condition, i) => sql`SELECT ${int(i)} AS k, count() AS n FROM ${from} WHERE ${condition}`,
  );
  const found = new Map(
    (await run(unionOf(counted))).map(({ k, n }) => [Number(k), Number(n)] as const),
  );
  return conditions.map((_, i) => found.get(i) ?? 0);
}
