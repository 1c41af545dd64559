import { EngineTimeout } from '../engine/engine.ts';
import type { AggNode } from './aggs/agg-tree.ts';
import { runAggs } from './aggs/run-aggs.ts';
import type { Found } from './build-response.ts';
import { countTotal } from './count.ts';
import { explainHits } from './explain.ts';
import { findScoredHits, type ScoredHits } from './find-hits.ts';
import { findInnerHits } from './inner-hits/find-inner-hits.ts';
import { limitBranches } from './limit-branches.ts';
import { findMaxScore, needsMaxScore } from './max-score.ts';
import { matchNamedQueries } from './named-queries.ts';
import type { Branch } from './plan.ts';
import { Profile } from './profile.ts';
import type { Run } from './run.ts';
import type { StatisticsReader } from './scoring/load-statistics.ts';
import { isScoredLate, scoredBranches, scoresOf } from './scoring/score-branches.ts';
import type { SearchRequest } from './search-request.ts';
import { runSuggest } from './suggest/run-suggest.ts';

/** What a search runs with. */
export interface Running {
  readonly statistics: StatisticsReader;
  readonly run: Run;
  /** What suggestions are made of: all documents. */
  readonly all: readonly Branch[];
  readonly nowMs: number;
  readonly typedKeys: boolean;
  readonly bucketsMax: number;
}

type Answered = Omit<Found, 'shards' | 'tookMs' | 'fetchMs'>;

/** Runs the statements of a planned search. What is not known in time is missing from the answer, which says so. */
export async function runSearch(
  request: SearchRequest,
  planned: readonly Branch[],
  running: Running,
): Promise<Answered> {
  const profile = request.profile ? new Profile() : undefined;
  const watch: Profile['watch'] = (purpose, run) => profile?.watch(purpose, run) ?? run;
  const { statistics } = running;
  const time = new SearchTime();
  const limits = { statistics, run: watch('limit', running.run) };
  const onlyTotal = request.size === 0 && request.aggs.length === 0;
  const limited = await time.within(limitBranches({ ...request, onlyTotal }, planned, limits));
  const branches = limited?.branches ?? [];
  const aggRun = watch('aggregations', running.run);
  const [found, total, aggregations, suggest] = await allOrNone([
    time.within(findScoredHits(request, branches, { statistics, run: watch('hits', running.run) })),
    limited?.total ?? time.within(countTotal(request, branches, watch('total', running.run))),
    request.aggs.length === 0 || planned.length === 0
      ? undefined
      : time.within(aggregate(request, branches, { ...running, run: aggRun })),
    request.suggest.length === 0
      ? undefined
      : time.within(
          runSuggest(request.suggest, {
            branches: running.all,
            run: watch('suggest', running.run),
            typedKeys: running.typedKeys,
          }),
        ),
  ]);
  const scored = found ?? { hits: [], branches };
  const shown = await describeHits(request, scored, { time, watch, run: running.run });
  return {
    ...shown,
    request,
    branches: scored.branches,
    isTimedOut: time.isOver,
    isTerminated: limited?.isTerminated,
    hits: scored.hits,
    total: limited === undefined ? undefined : total,
    aggregations,
    suggest,
    profile: profile?.show(request.query, planned, request.aggs),
  };
}

interface Describing {
  readonly time: SearchTime;
  readonly watch: Profile['watch'];
  readonly run: Run;
}

/** What answers say of hits beside the documents. */
async function describeHits(
  request: SearchRequest,
  { hits, branches, rescored }: ScoredHits,
  { time, watch, run }: Describing,
): Promise<Pick<Found, 'matched' | 'explanations' | 'innerHits' | 'scores' | 'maxScore'>> {
  const { query, explain } = request;
  const rows = hits.map(({ row }) => row);
  const reading = { branches, run: watch('fetch', run) };
  const needsMax = needsMaxScore(request) && rows.length > 0 && rescored === undefined;
  const [matched, explanations, innerHits, scores, maxScore] = await allOrNone([
    time.within(matchNamedQueries(query, rows, reading)),
    time.within(explainHits(query, explain ? rows : [], reading)),
    time.within(findInnerHits(request, hits, reading)),
    time.within(scoresOf(query, isScoredLate(request) ? rows : [], reading)),
    needsMax ? time.within(findMaxScore(request, branches, watch('max_score', run))) : undefined,
  ]);
  return {
    matched: matched ?? new Map(),
    explanations: explanations ?? new Map(),
    innerHits: innerHits ?? new Map(),
    scores: rescored?.scores ?? scores ?? new Map(),
    maxScore: rescored?.maxScore ?? maxScore,
  };
}

async function aggregate(
  { aggs, query }: SearchRequest,
  branches: readonly Branch[],
  { statistics, run, nowMs, typedKeys, bucketsMax }: Omit<Running, 'all'>,
) {
  const scored = () => scoredBranches(query, branches, { statistics, run });
  const read = aggs.some(isScored) ? await scored() : branches;
  return runAggs(aggs, { branches: read, scored, query, nowMs, run, typedKeys, bucketsMax });
}

/** Whether an aggregation shows hits with their scores. */
const isScored = ({ type, spec, children }: AggNode): boolean =>
  (type.kind === 'hits' && type.isScored(spec)) || children.some(isScored);

/** The time of a search, which its parts may use up. */
class SearchTime {
  isOver = false;

  /** Nothing from what is stopped for want of time. */
  async within<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof EngineTimeout) {
        this.isOver = true;
        return undefined;
      }
      throw error;
    }
  }
}

/** Waits for all, also if one fails: no statement of a search runs on behind its answer. */
async function allOrNone<T extends readonly unknown[]>(
  parts: [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}
