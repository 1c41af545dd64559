import type { Row } from '../engine/engine.ts';
import { float, join, raw, type Sql, sql } from '../sql/sql.ts';
import { documentKey, type HitRow, selectHits } from './hits.ts';
import type { Branch } from './plan.ts';
import type { CompileContext, Query } from './query.ts';
import type { Run } from './run.ts';

/** The named queries that a hit matches, in the order of clauses, and what each scores it. */
export type MatchedQueries = ReadonlyMap<string, number>;

/** Which named queries hits match, by `documentKey`. Nothing is read where no query has a name. */
export async function matchNamedQueries(
  query: Query,
  hits: readonly HitRow[],
  { branches, run }: { readonly branches: readonly Branch[]; readonly run: Run },
): Promise<ReadonlyMap<string, MatchedQueries>> {
  const named = namedQueries(query);
  const found = new Map<string, MatchedQueries>();
  if (named.length === 0) {
    return found;
  }
  for (const branch of branches) {
    const own = hits.filter(({ ordinal }) => ordinal === branch.ordinal);
    if (own.length > 0) {
      const columns = join(columnsOf(named, branch.context), ', ');
      for (const row of await run(selectHits(columns, own, branch))) {
        const key = documentKey({ ordinal: branch.ordinal, seqNo: Number(row.s) });
        found.set(key, readRow(named, row));
      }
    }
  }
  return found;
}

/** Of queries with the same name, the last one counts. */
function namedQueries(query: Query): readonly (Query & { readonly name: string })[] {
  const byName = new Map<string, Query & { readonly name: string }>();
  const visit = (one: Query) => {
    if (one.name !== undefined) {
      byName.set(one.name, { ...one, name: one.name });
    }
    for (const clause of one.type.clauses?.(one.spec) ?? []) {
      visit(clause.query);
    }
  };
  visit(query);
  return [...byName.values()];
}

/** Of each whether it matches as `m0`, `m1` … and what it scores as `v0`, `v1` …, each for itself. */
function columnsOf(named: readonly Query[], context: CompileContext): readonly Sql[] {
  return named.flatMap((query, i) => {
    const score = context.score(query);
    const matched = sql`toUInt8(${context.compile(query)}) AS ${raw(`m${i}`)}`;
    return [
      matched,
      sql`${typeof score === 'number' ? sql`${float(score)}` : score} AS ${raw(`v${i}`)}`,
    ];
  });
}

const readRow = (named: readonly (Query & { readonly name: string })[], row: Row): MatchedQueries =>
  new Map(
    named.flatMap(({ name }, i) =>
      Number(row[`m${i}`]) === 1 ? [[name, Number(row[`v${i}`])] as const] : [],
    ),
  );
