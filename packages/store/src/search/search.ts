import { errors, type LongshoreError } from '@longshore/common/errors';
import { type Engine, EngineTimeout } from '../engine/engine.ts';
import type { SearchIndex } from '../index/target.ts';
import { isBeyondQuery } from './aggs/agg-tree.ts';
import { BUCKETS_MAX } from './aggs/fill.ts';
import { runAggs } from './aggs/run-aggs.ts';
import { buildResponse, type Found, type Shards } from './build-response.ts';
import { countStatement } from './count.ts';
import { type ReadDocument, readNoDocuments } from './document-place.ts';
import { type Explained, explainHits, explainOne } from './explain.ts';
import { findHits } from './hits.ts';
import { queryBounds } from './index-context.ts';
import { Limiter } from './limiter.ts';
import { matchNamedQueries } from './named-queries.ts';
import { openBranch, type PlannedRequest } from './open-branch.ts';
import { parseQuery } from './parse-query.ts';
import type { Branch } from './plan.ts';
import { ALWAYS, NEVER } from './predicate.ts';
import { readOnce } from './prepare-queries.ts';
import type { Query } from './query.ts';
import type { Run } from './run.ts';
import { checkScriptFields } from './runtime/script-fields.ts';
import { StatisticsReader } from './scoring/load-statistics.ts';
import {
  isOrderedWithoutStatistics,
  isScoredLate,
  needsScores,
  scoredBranches,
  scoresOf,
} from './scoring/score-branches.ts';
import type { SearchRequest } from './search-request.ts';
import {
  allFailed,
  asLongshoreError,
  asSearchFailure,
  countShards,
  type Failure,
  ofData,
  partlyFailed,
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
      asides: request.highlight.flatMap(({ options }) => options.query ?? []),
      everyTime: request.aggs.some(isBeyondQuery),
    };
    const { branches, shards } = await this.#plan(indices, planned, { nowMs, run });
    if (options.allowsPartial === false && shards.failed > 0) {
      throw partlyFailed(shards);
    }
    const { typedKeys, bucketsMax = BUCKETS_MAX } = options;
    const scored = () =>
      scoredBranches(request.query, branches, { statistics: this.#statistics, run });
    const aggSearch = {
      ...{ branches, query: request.query, nowMs, run },
      ...{ typedKeys, bucketsMax, scored },
    };
    const results = await Promise.allSettled([
      this.#scoredHits(request, branches, run),
      this.#total(request, branches, run),
      request.aggs.length === 0 || indices.length === 0
        ? undefined
        : runAggs(request.aggs, aggSearch),
    ]);
    const [hits, total, aggregations] = results;
    const failures = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason] : [],
    );
    const isTimedOut = failures.length > 0 && failures.every((e) => e instanceof EngineTimeout);
    const failure = failures.find((reason) => !(reason instanceof EngineTimeout));
    if (failure !== undefined) {
      throw asSearchFailure(failure, indices);
    }
    const found = hits.status === 'fulfilled' ? hits.value : { hits: [], branches };
    const rows = found.hits.map(({ row }) => row);
    const ofHits = { branches: found.branches, run };
    return {
      request,
      branches: found.branches,
      shards,
      isTimedOut,
      tookMs: Math.round(performance.now() - startedAt),
      hits: found.hits,
      matched: await matchNamedQueries(request.query, rows, { branches, run }),
      explanations: await explainHits(request.query, request.explain ? rows : [], ofHits),
      scores: await scoresOf(request.query, isScoredLate(request) ? rows : [], ofHits),
      total: total.status === 'fulfilled' ? total.value : undefined,
      aggregations: aggregations.status === 'fulfilled' ? aggregations.value : undefined,
    };
  }

  /** How many documents a query matches. */
  async count(
    indices: readonly SearchIndex[],
    query: Query,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>>> {
    const run = this.#openRun(TIMEOUT_MS, signal);
    const { branches, shards } = await this.#plan(indices, { query }, { nowMs: this.#now(), run });
    const count = await this.#total({ trackTotalHits: Number.POSITIVE_INFINITY }, branches, run);
    return { count: count ?? 0, _shards: shards };
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
    return ((await this.#total({ trackTotalHits: 1 }, branches, run)) ?? 0) > 0;
  }

  /** The hits of a search, and the branches by which they have their scores. */
  async #scoredHits(request: SearchRequest, branches: readonly Branch[], run: Run) {
    const { query, explain } = request;
    const isScored = needsScores(request, branches);
    const count = () =>
      scoredBranches(query, branches, {
        statistics: this.#statistics,
        run,
        everyClause: explain,
      });
    const isCountedFirst = isScored && !isOrderedWithoutStatistics(query, branches);
    const sorted = isCountedFirst ? await count() : branches;
    const { rows, readDocuments } = await findHits(request, sorted, run);
    const isCountedNow = isScored && !isCountedFirst && rows.length > 0;
    const [hits, scored] = await Promise.all([readDocuments(), isCountedNow ? count() : sorted]);
    return { hits, branches: scored };
  }

  async #total(
    { trackTotalHits }: Pick<SearchRequest, 'trackTotalHits'>,
    branches: readonly Branch[],
    run: Run,
  ): Promise<number | undefined> {
    if (trackTotalHits === 0) {
      return undefined;
    }
    const counted = branches.filter(({ where }) => where !== NEVER);
    if (counted.length === 0) {
      return 0;
    }
    const [row] = await run(countStatement(counted, trackTotalHits));
    return Number(row?.n ?? 0);
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

function checkWindow({ from, size }: SearchRequest, indices: readonly SearchIndex[]): void {
  const limits = indices.map(({ maxResultWindow }) => maxResultWindow);
  const limit = Math.min(...limits);
  if (from + size > limit) {
    throw allFailed([
      {
        index: indices[0]?.name ?? '',
        error: errors.illegalArgument(
          `Result window is too large, from + size must be less than or equal to: [${limit}] but was [${from + size}]. See the scroll api for a more efficient way to request large data sets. This limit can be set by changing the [index.max_result_window] index level setting.`,
        ),
      },
    ]);
  }
}
