import type { Row } from '../engine/engine.ts';
import { join, raw, type Sql, sql } from '../sql/sql.ts';
import { documentKey, type HitRow, selectHits } from './hits.ts';
import type { Branch } from './plan.ts';
import type { Clause, CompileContext, Query } from './query.ts';
import type { Run } from './run.ts';
import { shownScore } from './scoring/bm25.ts';

/** How a score comes about. */
export interface Explanation {
  readonly value: number;
  readonly description: string;
  readonly details: readonly Explanation[];
}

/** Whether a document matches, and why. */
export interface Explained {
  readonly matched: boolean;
  readonly explanation: Explanation;
}

/** Explains the score of the one document that a branch has. */
export async function explainOne(
  query: Query,
  branch: Branch,
  run: Run,
): Promise<Explained | undefined> {
  const { columns, read } = openExplainer(query, branch);
  const [row] = await run(sql`SELECT ${columns} FROM ${branch.from} WHERE ${branch.where} LIMIT 1`);
  return row && read(row);
}

/** Explains the scores of hits, by `documentKey`. */
export async function explainHits(
  query: Query,
  hits: readonly HitRow[],
  { branches, run }: { readonly branches: readonly Branch[]; readonly run: Run },
): Promise<ReadonlyMap<string, Explanation>> {
  const found = new Map<string, Explanation>();
  for (const branch of branches) {
    const own = hits.filter(({ ordinal }) => ordinal === branch.ordinal);
    if (own.length > 0) {
      const { columns, read } = openExplainer(query, branch);
      for (const row of await run(selectHits(columns, own, branch))) {
        const key = documentKey({ ordinal: branch.ordinal, seqNo: Number(row.s) });
        found.set(key, read(row).explanation);
      }
    }
  }
  return found;
}

/** A clause in a description, which may list many thousand values. */
const CLAUSE_CHARS_MAX = 1_000;

/** A query inside the one that is explained, and the columns that say of a row whether and how it matches. */
interface Part {
  readonly query: Query;
  readonly occur: Clause['occur'] | undefined;
  readonly matched: string;
  /** Its name when it is a column, else the same for all that match. */
  readonly score: string | number;
  readonly columns: readonly Sql[];
  readonly parts: readonly Part[];
}

/** What is to be read of a row to explain the score that a query gives it. */
function openExplainer(query: Query, { context }: Pick<Branch, 'context'>) {
  const numbers = { last: 0 };
  const whole = partOf({ occur: undefined, query }, context, numbers);
  return {
    columns: join(columnsOf(whole), ', '),
    read: (row: Row): Explained => ({
      matched: isMatched(whole, row),
      explanation: explain(whole, row),
    }),
  };
}

function partOf(
  { occur, query }: Pick<Part, 'occur' | 'query'>,
  context: CompileContext,
  numbers: { last: number },
): Part {
  numbers.last += 1;
  const matched = `m${numbers.last}`;
  const score = context.score(query);
  const scoreName = `v${numbers.last}`;
  const isScored = occur !== 'filter' && occur !== 'must_not';
  const clauses = query.type.clauses?.(query.spec) ?? [];
  return {
    ...{ query, occur, matched },
    score: !isScored ? 0 : typeof score === 'number' ? score : scoreName,
    columns: [
      sql`toUInt8(${context.compile(query)}) AS ${raw(matched)}`,
      ...(isScored && typeof score !== 'number' ? [sql`${score} AS ${raw(scoreName)}`] : []),
    ],
    parts: clauses.map((clause) => partOf(clause, context, numbers)),
  };
}

const columnsOf = ({ columns, parts }: Part): readonly Sql[] => [
  ...columns,
  ...parts.flatMap(columnsOf),
];

const isMatched = ({ matched }: Part, row: Row): boolean => Number(row[matched]) === 1;

function explain(part: Part, row: Row): Explanation {
  if (!isMatched(part, row)) {
    return part.parts.length === 0
      ? { value: 0, description: `no match on ${describe(part)}`, details: [] }
      : failure(part, row);
  }
  const value = shownScore(typeof part.score === 'number' ? part.score : Number(row[part.score]));
  const details = part.parts
    .filter((inner) => inner.occur !== 'must_not' && isMatched(inner, row))
    .map((inner) => explain(inner, row));
  const description =
    part.parts.length === 0
      ? `${nounOf(part)} ${describe(part)}`
      : (part.query.type.scoreNote ?? 'sum of, times the boost:');
  return { value, description, details };
}

function nounOf({ occur, score }: Part): string {
  if (occur === 'filter') {
    return 'match without a score on';
  }
  return typeof score === 'number' ? 'constant score of' : 'BM25 score of';
}

/** Which clauses of a query are to blame that it does not match. */
function failure({ parts }: Part, row: Row): Explanation {
  const details = parts.flatMap((inner): readonly Explanation[] => {
    const isWanted = inner.occur !== 'must_not';
    if (isMatched(inner, row) === isWanted) {
      return [];
    }
    const kind = inner.occur === 'should' ? 'optional' : isWanted ? 'required' : 'prohibited';
    const description = `${isWanted ? 'no match' : 'match'} on ${kind} clause (${describe(inner)})`;
    return [{ value: 0, description, details: [explain(inner, row)] }];
  });
  return {
    value: 0,
    description: 'Failure to meet condition(s) of required/prohibited clause(s)',
    details,
  };
}

function describe({ query }: Part): string {
  const text = JSON.stringify(query.json);
  return text.length > CLAUSE_CHARS_MAX ? `${text.slice(0, CLAUSE_CHARS_MAX)}…` : text;
}
