import { errors, type LongshoreError } from '@longshore/common/errors';
import { type Engine, EngineTimeout } from '../engine/engine.ts';
import type { SearchIndex } from '../index/target.ts';
import { isBeyondQuery } from './aggs/agg-tree.ts';
import { BUCKETS_MAX } from './aggs/fill.ts';
import { buildResponse, type Found, type Shards } from './build-response.ts';
import { countTotal } from './count.ts';
import { type ReadDocument, readNoDocuments } from './document-place.ts';
import { type Explained, explainOne } from './explain.ts';
import { queryBounds } from './index-context.ts';
import { limitBranches } from './limit-branches.ts';
import { Limiter } from './limiter.ts';
import { openBranch, type PlannedRequest } from './open-branch.ts';
import { parseQuery } from './parse-query.ts';
import type { Branch } from './plan.ts';
import { ALWAYS } from './predicate.ts';
import { readOnce } from './prepare-queries.ts';
import type { Query } from './query.ts';
import type { Run } from './run.ts';
import { runSearch } from './run-search.ts';
import { checkScriptFields } from './runtime/script-fields.ts';
import { StatisticsReader } from './scoring/load-statistics.ts';
import { scoredBranches } from './scoring/score-branches.ts';
import type { SearchRequest } from './search-request.ts';
import {
  allFailed,
  asLongshoreError,
  asSearchFailure,
  countShards,
  type Failure,
  ofData,
  partlyFailed,
  timedOut,
} from './shard-failures.ts';
import { TableColumns } from './table-columns.ts';

/** What answers a search beside its request. */
export interface SearchOptions {
  readonly signal: AbortSignal;
  readonly typedKeys: boolean;
  /** False: a shard that fails is the failure of the search. */
  readonly allowsPartial?: boolean;
  /** No more buckets of aggregations than so many. */
  readonly bucketsMax?: number;
}

/** What is counted. */
export interface CountRequest {
  readonly query: Query;
  readonly minScore?: number | undefined;
  readonly terminateAfter?: number | undefined;
}

/** Statements of one search that run at once; the engine's sessions are for all searches. */
const STATEMENTS_MAX = 4;
/** A search that says nothing else is given up after this long. */
const TIMEOUT_MS = 60_000;

/** Why an index cannot be searched now; its shard fails, and the others are searched. */
type Unavailable = (index: SearchIndex) => LongshoreError | undefined;

/** What a searcher may ask of the store that it is in. */
interface Surroundings {
  readonly unavailable: Unavailable;
  readonly document: ReadDocument;
}

/** Documents whose words are suggested. */
const EVERYTHING = { query: parseQuery({ match_all: {} }) };

interface Planned {
  readonly branches: readonly Branch[];
  readonly shards: Shards;
}

/** Searches and counts on the engine. One per store. */
export class Searcher {
  readonly #engine: Engine;
  readonly #columns: TableColumns;
  readonly #statistics = new StatisticsReader();
  readonly #now: () => number;
  readonly #unavailable: Unavailable;
  readonly #document: ReadDocument;

  constructor(
    engine: Engine,
    now: () => number = Date.now,
    { unavailable = () => undefined, document = readNoDocuments }: Partial<Surroundings> = {},
  ) {
    this.#engine = engine;
    this.#columns = new TableColumns(engine);
    this.#now = now;
    this.#unavailable = unavailable;
    this.#document = document;
  }

  /** The answer of a search as an object for `toJsonText`. */
  async search(
    indices: readonly SearchIndex[],
    request: SearchRequest,
    options: SearchOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    return answerOf(await this.find(indices, request, options), indices);
  }

  /** What a search finds, before it is written as an answer. */
  async find(
    indices: readonly SearchIndex[],
    request: SearchRequest,
    options: SearchOptions,
  ): Promise<Found> {
    const startedAt = performance.now();
    const nowMs = this.#now();
    checkWindow(request, indices);
    ofData(indices, () => checkScriptFields(request.scriptFields));
    const run = this.#openRun(request.timeoutMs ?? TIMEOUT_MS, options.signal);
    const planned = {
      ...request,
      asides: [
        ...request.highlight.flatMap(({ options }) => options.query ?? []),
        ...request.rescores.map(({ query }) => query),
      ],
      everyTime: request.aggs.some(isBeyondQuery),
    };
    const { branches, shards } = await this.#plan(indices, planned, { nowMs, run });
    if (options.allowsPartial === false && shards.failed > 0) {
      throw partlyFailed(shards);
    }
    const statistics = this.#statistics;
    const all =
      request.suggest.length === 0
        ? []
        : (await this.#plan(indices, EVERYTHING, { nowMs, run })).branches;
    const { typedKeys, bucketsMax = BUCKETS_MAX } = options;
    const running = { statistics, run, all, nowMs, typedKeys, bucketsMax };
    const answered = await runSearch(request, branches, running).catch((error: unknown) => {
      throw asSearchFailure(error, indices);
    });
    if (options.allowsPartial === false && answered.isTimedOut) {
      throw timedOut();
    }
    return { ...answered, shards, tookMs: Math.round(performance.now() - startedAt) };
  }

  /** How many documents a query matches. */
  async count(
    indices: readonly SearchIndex[],
    { query, minScore, terminateAfter }: CountRequest,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>>> {
    const run = this.#openRun(TIMEOUT_MS, signal);
    const planned = await this.#plan(indices, { query }, { nowMs: this.#now(), run });
    const limits = { query, minScore, terminateAfter, onlyTotal: true };
    const reading = { statistics: this.#statistics, run };
    const { branches, total, isTerminated } = await limitBranches(
      limits,
      planned.branches,
      reading,
    );
    const whole = { trackTotalHits: Number.POSITIVE_INFINITY };
    const count = total ?? (await countTotal(whole, branches, run));
    return { count: count ?? 0, terminated_early: isTerminated, _shards: planned.shards };
  }

  /** How a query comes to the score of one document; undefined where no such document can be searched. */
  async explain(
    index: SearchIndex,
    { id, query }: { readonly id: string; readonly query: Query },
    signal: AbortSignal,
  ): Promise<Explained | undefined> {
    const one = parseQuery({ ids: { values: [id] } });
    const run = this.#openRun(TIMEOUT_MS, signal);
    const given = { query: one, asides: [query] };
    const { branches } = await this.#plan([index], given, { nowMs: this.#now(), run });
    const statistics = this.#statistics;
    const [branch] = await scoredBranches(query, branches, { statistics, run, everyClause: true });
    return branch && (await explainOne(query, branch, run));
  }

  /** Whether a query matches any document of an index; one that matches every document does so without one. */
  async matches(
    index: SearchIndex,
    request: Pick<SearchRequest, 'query' | 'runtime'>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const run = this.#openRun(TIMEOUT_MS, signal);
    const { branches } = await this.#plan([index], request, { nowMs: this.#now(), run });
    if (branches.some(({ where }) => where === ALWAYS)) {
      return true;
    }
    return ((await countTotal({ trackTotalHits: 1 }, branches, run)) ?? 0) > 0;
  }

  /** Compiles the query for each index, leaving out those that its time range excludes. */
  async #plan(
    indices: readonly SearchIndex[],
    { everyTime = false, ...request }: PlannedRequest & { readonly everyTime?: boolean },
    { nowMs, run }: { readonly nowMs: number; readonly run: Run },
  ): Promise<Planned> {
    const reading = { document: readOnce(this.#document), statistics: this.#statistics, run };
    const bounds = everyTime ? undefined : queryBounds(request.query, nowMs);
    const branches: Branch[] = [];
    const failed: Failure[] = [];
    let skipped = 0;
    for (const [ordinal, index] of indices.entries()) {
      const away = this.#unavailable(index);
      if (away !== undefined) {
        failed.push({ index: index.name, error: away });
        continue;
      }
      const range = index.timeRange;
      if (bounds && range && (range.maxMs < bounds.minMs || range.minMs > bounds.maxMs)) {
        skipped += index.moment?.isKept === true ? 0 : 1;
        continue;
      }
      const present = await this.#columns.presentMapping(index);
      try {
        branches.push(await openBranch({ ordinal, index, present }, request, { nowMs, reading }));
      } catch (error) {
        failed.push({ index: index.name, error: asLongshoreError(error) });
      }
    }
    if (failed.length > 0 && branches.length === 0) {
      throw allFailed(failed);
    }
    return { branches, shards: countShards(shardsOf(indices), skipped, failed) };
  }

  #openRun(timeoutMs: number, signal: AbortSignal): Run {
    const limiter = new Limiter(STATEMENTS_MAX);
    const deadline = performance.now() + timeoutMs;
    return (statement) =>
      limiter.run(() => {
        const leftMs = Math.ceil(deadline - performance.now());
        if (leftMs <= 0) {
          throw new EngineTimeout('the time of the search is over');
        }
        return this.#engine.query(statement, { timeoutMs: leftMs, signal });
      });
  }
}

/** An index has one, however many tables of it are read. */
const shardsOf = (indices: readonly SearchIndex[]): number =>
  indices.filter(({ moment }) => moment?.isKept !== true).length;

/** What was found as an answer; what the data says is wrong only then fails as a search does. */
export const answerOf = (found: Found, indices: readonly SearchIndex[]) =>
  ofData(indices, () => buildResponse(found));

function checkWindow(
  { from, size, tiebreak }: SearchRequest,
  indices: readonly SearchIndex[],
): void {
  const limit = Math.min(...indices.map(({ maxResultWindow }) => maxResultWindow));
  if (from + size > limit) {
    const reason =
      tiebreak === 'hidden'
        ? `Batch size is too large, size must be less than or equal to: [${limit}] but was [${from + size}]. Scroll batch sizes cost as much memory as result windows so they are controlled by the [index.max_result_window] index level setting.`
        : `Result window is too large, from + size must be less than or equal to: [${limit}] but was [${from + size}]. See the scroll api for a more efficient way to request large data sets. This limit can be set by changing the [index.max_result_window] index level setting.`;
    throw allFailed([{ index: indices[0]?.name ?? '', error: errors.illegalArgument(reason) }]);
  }
}
