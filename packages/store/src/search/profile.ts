import { print } from '../sql/sql.ts';
import type { Branch } from './plan.ts';
import type { CompileContext, Query } from './query.ts';
import type { Run } from './run.ts';

/** What a statement of a search is for. */
type Purpose = 'limit' | 'hits' | 'total' | 'aggregations' | 'fetch' | 'max_score' | 'suggest';

interface Statement {
  readonly purpose: Purpose;
  readonly sql: string;
  readonly nanos: number;
  readonly rows: number;
}

/** Statements with the lists of values of long queries; more than this of one tells nobody anything. */
const SQL_CHARS_MAX = 100_000;
const STATEMENTS_MAX = 1_000;
const NANOS_PER_MS = 1_000_000;

/** Watches the statements of one search for `profile`. */
export class Profile {
  readonly #statements: Statement[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** The same as `run`, with a note of each statement and of how long it took, waiting for its turn included. */
  watch(purpose: Purpose, run: Run): Run {
    return async (statement) => {
      const startedMs = this.#nowMs();
      const rows = await run(statement);
      const nanos = Math.round((this.#nowMs() - startedMs) * NANOS_PER_MS);
      if (this.#statements.length < STATEMENTS_MAX) {
        const text = print(statement).slice(0, SQL_CHARS_MAX);
        this.#statements.push({ purpose, sql: text, nanos, rows: rows.length });
      }
      return rows;
    };
  }

  /**
   * In the shape of Elasticsearch's profiles. Statements are of all indices of a search together, so that there is one
   * shard; the time of the query is that of finding its hits, and `statements` says in which SQL it was spent.
   */
  show(query: Query, branches: readonly Branch[], aggs: readonly ProfiledAgg[]) {
    const [sample] = branches;
    const indices = branches.map(({ index }) => index.name).join(',');
    const ofHits = this.#nanosOf('hits', 'limit');
    const ofTotal = this.#nanosOf('total', 'max_score');
    const ofAggs = this.#nanosOf('aggregations');
    return {
      shards: [
        {
          id: `[longshore][${indices}][0]`,
          node_id: 'longshore',
          shard_id: 0,
          index: indices,
          cluster: '(local)',
          searches: [
            {
              query: [showQuery(query, sample?.context, ofHits)],
              rewrite_time: 0,
              collector: [
                {
                  name: 'Hits',
                  reason: 'search_top_hits',
                  time_in_nanos: ofHits,
                  children: [
                    { name: 'Total', reason: 'search_count', time_in_nanos: ofTotal },
                    ...(aggs.length === 0
                      ? []
                      : [
                          {
                            name: 'Aggregations',
                            reason: 'aggregation',
                            time_in_nanos: ofAggs,
                          },
                        ]),
                  ],
                },
              ],
            },
          ],
          aggregations: aggs.map((agg) => showAgg(agg, ofAggs)),
          fetch: {
            type: 'fetch',
            description: '',
            time_in_nanos: this.#nanosOf('fetch'),
            breakdown: {},
            children: [],
          },
          statements: this.#statements.map(({ purpose, sql, nanos, rows }) => ({
            purpose,
            sql,
            time_in_nanos: nanos,
            rows,
          })),
        },
      ],
    };
  }

  #nanosOf(...purposes: readonly Purpose[]): number {
    return this.#statements
      .filter(({ purpose }) => purposes.includes(purpose))
      .reduce((sum, { nanos }) => sum + nanos, 0);
  }
}

/** An aggregation as a profile describes it. */
export interface ProfiledAgg {
  readonly name: string;
  readonly type: { readonly name: string };
  readonly children: readonly ProfiledAgg[];
}

/** Parts of a query are parts of one condition, which the engine does not time apart: only the whole has a time. */
function showQuery(query: Query, context: CompileContext | undefined, nanos: number): object {
  const clauses = query.type.clauses?.(query.spec) ?? [];
  return {
    type: query.type.name,
    description: JSON.stringify(query.json),
    time_in_nanos: nanos,
    breakdown: { build_scorer: 0, next_doc: nanos },
    ...(context === undefined
      ? {}
      : { condition: print(context.compile(query)).slice(0, SQL_CHARS_MAX) }),
    children: clauses.map((clause) => showQuery(clause.query, context, 0)),
  };
}

function showAgg({ name, type, children }: ProfiledAgg, nanos: number): object {
  return {
    type: type.name,
    description: name,
    time_in_nanos: nanos,
    breakdown: { collect: nanos },
    children: children.map((child) => showAgg(child, 0)),
  };
}
