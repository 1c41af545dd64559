import type { Engine } from '../engine/engine.ts';
import type { SearchIndex } from '../index/target.ts';
import { isBeyondQuery } from './aggs/agg-tree.ts';
import { buildResponse, type Found } from './build-response.ts';
import { countTotal } from './count.ts';
import { type Explained, explainOne } from './explain.ts';
import { limitBranches } from './limit-branches.ts';
import { parseQuery } from './parse-query.ts';
import { type Planned, Planner, type PlannerOptions, shardsOf, type Wanted } from './planner.ts';
import { ALWAYS } from './predicate.ts';
import type { Query } from './query.ts';
import { openRun, type TimedRun } from './run.ts';
import { type Running, runSearch } from './run-search.ts';
import { checkScriptFields } from './runtime/script-fields.ts';
import { StatisticsReader } from './scoring/load-statistics.ts';
import { scoredBranches } from './scoring/score-branches.ts';
import { checkIndexLimits, DEFAULT_LIMITS, type SearchLimits } from './search-limits.ts';
import type { SearchRequest } from './search-request.ts';
import { asSearchFailure, isOfData, ofData, partlyFailed, timedOut } from './shard-failures.ts';
import { soundOf } from './sound-branches.ts';

/** What answers a search beside its request. */
export interface SearchOptions {
  readonly signal: AbortSignal;
  readonly typedKeys: boolean;
  /** False: a shard that fails is the failure of the search. */
  readonly allowsPartial?: boolean;
}

/** What is counted. */
export interface CountRequest {
  readonly query: Query;
  readonly minScore?: number | undefined;
  readonly terminateAfter?: number | undefined;
}

/** Documents whose words are suggested. */
const EVERYTHING = { query: parseQuery({ match_all: {} }) };

/** What a store says of its searches; each has a default. */
interface SearcherOptions extends PlannerOptions {
  now?(): number;
  limits?(): SearchLimits;
}

/** Searches and counts on the engine. One per store. */
export class Searcher {
  readonly #engine: Engine;
  readonly #planner: Planner;
  readonly #statistics = new StatisticsReader();
  readonly #now: () => number;
  readonly #limits: () => SearchLimits;

  constructor(engine: Engine, options: SearcherOptions = {}) {
    this.#engine = engine;
    this.#planner = new Planner(engine, options);
    this.#now = options.now ?? Date.now;
    this.#limits = options.limits ?? (() => DEFAULT_LIMITS);
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
    const limits = this.#limits();
    checkIndexLimits(request, indices);
    ofData(indices, () => checkScriptFields(request.scriptFields));
    const run = openRun(this.#engine, {
      timeoutMs: request.timeoutMs ?? limits.timeoutMs,
      signal: options.signal,
    });
    const wanted = {
      ...request,
      asides: [
        ...request.highlight.flatMap(({ options }) => options.query ?? []),
        ...request.rescores.map(({ query }) => query),
      ],
      everyTime: request.aggs.some(isBeyondQuery),
    };
    const statistics = this.#statistics;
    const planned = await this.#planner.plan(indices, wanted, { nowMs, limits, statistics, run });
    const how = { nowMs, limits, statistics, run };
    const all =
      request.suggest.length === 0
        ? []
        : (await this.#planner.plan(indices, EVERYTHING, how)).branches;
    const { typedKeys } = options;
    const running = { statistics, run, all, nowMs, typedKeys, bucketsMax: limits.bucketsMax };
    const search = { ...running, options };
    const timed = (found: Omit<Found, 'tookMs'>): Found => ({
      ...found,
      tookMs: Math.round(performance.now() - startedAt),
    });
    try {
      return timed(await this.#findIn(planned, request, search));
    } catch (error) {
      const sound = isOfData(error) ? await soundOf(planned, request, running) : undefined;
      if (sound === undefined) {
        throw asSearchFailure(error, indices);
      }
      return timed(
        await this.#findIn(sound, request, search).catch((reason: unknown) => {
          throw asSearchFailure(reason, indices);
        }),
      );
    }
  }

  async #findIn(
    planned: Planned,
    request: SearchRequest,
    {
      options,
      ...running
    }: Omit<Running, 'run'> & { readonly run: TimedRun; readonly options: SearchOptions },
  ): Promise<Omit<Found, 'tookMs'>> {
    if (options.allowsPartial === false && planned.failed.length > 0) {
      throw partlyFailed(planned.failed);
    }
    const answered = await runSearch(request, planned.branches, running);
    if (options.allowsPartial === false && answered.isTimedOut) {
      throw timedOut();
    }
    return {
      ...answered,
      shards: shardsOf(planned),
      fetchMs: Math.round(running.run.fetchMs()),
    };
  }

  /** How many documents a query matches. */
  async count(
    indices: readonly SearchIndex[],
    { query, minScore, terminateAfter }: CountRequest,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>>> {
    const { planned, run } = await this.#prepare(indices, { query }, signal);
    const { branches, total, isTerminated } = await limitBranches(
      { query, minScore, terminateAfter, onlyTotal: true },
      planned.branches,
      { statistics: this.#statistics, run },
    );
    const whole = { trackTotalHits: Number.POSITIVE_INFINITY };
    const count = total ?? (await countTotal(whole, branches, run));
    return { count: count ?? 0, terminated_early: isTerminated, _shards: shardsOf(planned) };
  }

  /** How a query comes to the score of one document; undefined where no such document can be searched. */
  async explain(
    index: SearchIndex,
    { id, query }: { readonly id: string; readonly query: Query },
    signal: AbortSignal,
  ): Promise<Explained | undefined> {
    const one = parseQuery({ ids: { values: [id] } });
    const { planned, run } = await this.#prepare([index], { query: one, asides: [query] }, signal);
    const statistics = this.#statistics;
    const [branch] = await scoredBranches(query, planned.branches, {
      ...{ statistics, run },
      everyClause: true,
    });
    return branch && (await explainOne(query, branch, run));
  }

  /** Whether a query matches any document of an index; one that matches every document does so without one. */
  async matches(
    index: SearchIndex,
    request: Pick<SearchRequest, 'query' | 'runtime'>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { planned, run } = await this.#prepare([index], request, signal);
    const { branches } = planned;
    if (branches.some(({ where }) => where === ALWAYS)) {
      return true;
    }
    return ((await countTotal({ trackTotalHits: 1 }, branches, run)) ?? 0) > 0;
  }

  /** What is not answered in part: it is planned, and fails when the time is over. */
  async #prepare(indices: readonly SearchIndex[], wanted: Wanted, signal: AbortSignal) {
    const limits = this.#limits();
    const run = openRun(this.#engine, { timeoutMs: limits.timeoutMs, signal });
    const how = { nowMs: this.#now(), limits, statistics: this.#statistics, run };
    return { planned: await this.#planner.plan(indices, wanted, how), run };
  }
}

/** What was found as an answer; what the data says is wrong only then fails as a search does. */
export const answerOf = (found: Found, indices: readonly SearchIndex[]) =>
  ofData(indices, () => buildResponse(found));
