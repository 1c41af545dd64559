import type { Json } from '@longshore/common/json';
import { ExactNumber } from '../index/exact-json.ts';
import type { Explanation } from './explain.ts';
import { Highlighter } from './highlight/highlighter.ts';
import { openHitWriter } from './hit-writer.ts';
import { documentKey, type FoundHit, hitSort } from './hits.ts';
import type { ShownInnerHits } from './inner-hits/find-nested-hits.ts';
import type { MatchedQueries } from './named-queries.ts';
import type { Branch } from './plan.ts';
import { shownScore } from './scoring/bm25.ts';
import { branchScore } from './scoring/branch-score.ts';
import type { SearchRequest } from './search-request.ts';

/** `_shards` of an answer: one for each index. */
export interface Shards {
  readonly total: number;
  readonly successful: number;
  readonly skipped: number;
  readonly failed: number;
  readonly failures?: readonly unknown[];
}

export interface Found {
  readonly request: SearchRequest;
  readonly branches: readonly Branch[];
  readonly shards: Shards;
  readonly isTimedOut: boolean;
  readonly tookMs: number;
  /** Of it, for reading the documents of hits, where they do not come with the hits. */
  readonly fetchMs: number;
  readonly hits: readonly FoundHit[];
  /** Undefined if it was not asked for, or not known in time. */
  readonly total: number | undefined;
  readonly aggregations: Readonly<Record<string, unknown>> | undefined;
  /** By `documentKey`; empty unless queries have names. */
  readonly matched: ReadonlyMap<string, MatchedQueries>;
  /** By `documentKey`; empty unless it was asked for. */
  readonly explanations: ReadonlyMap<string, Explanation>;
  /** By `documentKey`; empty unless they were asked for. */
  readonly innerHits: ReadonlyMap<string, ShownInnerHits>;
  /** By `documentKey`: of hits that were rescored, or show scores and are not sorted by them, where these differ. */
  readonly scores: ReadonlyMap<string, number>;
  /** Of all that matches; undefined where it is that of a hit. */
  readonly maxScore: number | undefined;
  /** Whether there are more documents than the search was to look at; undefined if it was to look at all. */
  readonly isTerminated: boolean | undefined;
  readonly suggest: object | undefined;
  readonly profile: object | undefined;
}

/** What was found, in the shape of Elasticsearch's answer; for `toJsonText`. */
export function buildResponse(found: Found): Readonly<Record<string, unknown>> {
  const { request, isTimedOut, shards, aggregations } = found;
  const hits = buildHits(found);
  return {
    took: found.tookMs,
    timed_out: isTimedOut,
    terminated_early: found.isTerminated,
    _shards: shards,
    hits: {
      total: buildTotal(request.trackTotalHits, found),
      max_score: found.maxScore === undefined ? maxScore(hits) : shownScore(found.maxScore),
      hits,
    },
    aggregations,
    suggest: found.suggest,
    profile: found.profile,
  };
}

/** A total that is not known for want of time is at least what is shown. */
function buildTotal(limit: number, { total, isTimedOut, hits }: Found) {
  if (limit === 0) {
    return undefined;
  }
  if (total === undefined) {
    return { value: hits.length, relation: isTimedOut ? 'gte' : 'eq' };
  }
  return total > limit ? { value: limit, relation: 'gte' } : { value: total, relation: 'eq' };
}

function buildHits(found: Found) {
  const { request, branches, hits, matched, explanations, scores, innerHits } = found;
  const columns = hitSort(request, branches);
  const write = openHitWriter(branches, request);
  const highlighter = new Highlighter(request.highlight, request.query);
  const scoreAt = request.sort.findIndex(({ kind }) => kind === 'score');
  const isSorted = request.sort.length > 0;
  const byOrdinal = new Map(branches.map((branch) => [branch.ordinal, branch]));
  return hits.flatMap(({ row, document }) => {
    const branch = byOrdinal.get(row.ordinal);
    if (document === undefined || branch === undefined) {
      return [];
    }
    const values = row.sortValues.map((value, i) => columns[i]?.show(value));
    const constant = branchScore(branch, request.query);
    const sorted = isSorted ? values[scoreAt] : values[0];
    const known =
      scores.get(documentKey(row)) ??
      (typeof constant === 'number' ? shownScore(constant) : sorted);
    const isScored = !isSorted || scoreAt >= 0 || request.trackScores;
    return [
      write(row, document, {
        score: isScored ? (known ?? null) : null,
        sort: isSorted ? shownSort(request, values) : undefined,
        matched: shownMatches(request, matched.get(documentKey(row))),
        highlight: highlighter.highlight(branch, document.id, document.indexed),
        explanation: explanations.get(documentKey(row)),
        innerHits: innerHits.get(documentKey(row)),
      }),
    ];
  });
}

/** No `matched_queries` at all where there are none. */
function shownMatches({ withNamedScores }: SearchRequest, matched: MatchedQueries | undefined) {
  if (matched === undefined || matched.size === 0) {
    return undefined;
  }
  return withNamedScores ? Object.fromEntries(matched) : [...matched.keys()];
}

const shownSort = ({ tiebreak, sort }: SearchRequest, values: readonly unknown[]) =>
  tiebreak === 'hidden' ? values.slice(0, sort.length) : values;

/** The best score of hits; null where none shows one. */
export function maxScore(hits: readonly Readonly<Record<string, unknown>>[]): number | null {
  const scores = hits.map(({ _score }) => _score).filter((score) => typeof score === 'number');
  return scores.length === 0 ? null : Math.max(...scores);
}

/** The place of the last hit in the order of a request with a tie-breaker, for `searchAfter`. */
export function cursorOf({ request, branches, hits }: Found): readonly Json[] | undefined {
  const last = hits.at(-1);
  const sort = request.sort.map((key) =>
    key.kind === 'field' ? { ...key, format: undefined } : key,
  );
  const columns = hitSort({ ...request, sort }, branches);
  return last?.row.sortValues.map((value, i) => {
    const shown = value === null || value === undefined ? null : columns[i]?.show(value);
    return shown instanceof ExactNumber ? shown.text : ((shown ?? null) as Json);
  });
}
