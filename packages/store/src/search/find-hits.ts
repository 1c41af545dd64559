import { documentKey, type FoundHit, fetchDocuments, findHits } from './hits.ts';
import type { Branch } from './plan.ts';
import { rescoredSize, rescoreHits, type ScoredRow } from './rescore.ts';
import type { Run } from './run.ts';
import { shownScore } from './scoring/bm25.ts';
import { branchScore } from './scoring/branch-score.ts';
import type { StatisticsReader } from './scoring/load-statistics.ts';
import {
  isOrderedWithoutStatistics,
  needsScores,
  scoredBranches,
} from './scoring/score-branches.ts';
import type { SearchRequest } from './search-request.ts';

interface Finding {
  readonly statistics: StatisticsReader;
  readonly run: Run;
}

/** The hits of a search, and the branches by which they have their scores. */
export interface ScoredHits {
  readonly hits: readonly FoundHit[];
  readonly branches: readonly Branch[];
  /** What hits were rescored to. */
  readonly rescored?: {
    /** By `documentKey`. */
    readonly scores: ReadonlyMap<string, number>;
    /** Of all that were rescored, shown or not. */
    readonly maxScore: number | undefined;
  };
}

/** Finds the hits of a search; what their scores depend on is counted before only where it decides their order. */
export async function findScoredHits(
  request: SearchRequest,
  branches: readonly Branch[],
  { statistics, run }: Finding,
): Promise<ScoredHits> {
  const { query, explain, rescores } = request;
  const isScored = needsScores(request);
  const count = () => scoredBranches(query, branches, { statistics, run, everyClause: explain });
  const isRescored = rescores.length > 0;
  const isCountedFirst = isScored && (isRescored || !isOrderedWithoutStatistics(query, branches));
  const sorted = isCountedFirst ? await count() : branches;
  if (isRescored && request.size > 0) {
    return findRescored(request, sorted, { statistics, run });
  }
  const { rows, readDocuments } = await findHits(request, sorted, run);
  const isCountedNow = isScored && !isCountedFirst && rows.length > 0;
  const [hits, scored] = await Promise.all([readDocuments(), isCountedNow ? count() : sorted]);
  return { hits, branches: scored };
}

async function findRescored(
  request: SearchRequest,
  branches: readonly Branch[],
  finding: Finding,
): Promise<ScoredHits> {
  const ofIndices = await Promise.all(branches.map((one) => rescoreIndex(request, one, finding)));
  const all = ofIndices.flat().sort((a, b) => b.score - a.score || a.row.ordinal - b.row.ordinal);
  const shown = all.slice(request.from, request.from + request.size);
  const rows = shown.map(({ row }) => row);
  const documents = await fetchDocuments(rows, branches, finding.run);
  return {
    branches,
    hits: rows.map((row) => ({ row, document: documents.get(documentKey(row)) })),
    rescored: {
      scores: new Map(shown.map(({ row, score }) => [documentKey(row), shownScore(score)])),
      maxScore: all[0]?.score,
    },
  };
}

async function rescoreIndex(
  request: SearchRequest,
  branch: Branch,
  { statistics, run }: Finding,
): Promise<readonly ScoredRow[]> {
  const window = { ...request, from: 0, size: rescoredSize(request) };
  const { rows } = await findHits(window, [branch], run);
  const constant = branchScore(branch, request.query);
  let hits: readonly ScoredRow[] = rows.map((row) => ({
    row,
    score: typeof constant === 'number' ? constant : Number(row.sortValues[0]),
  }));
  for (const rescore of request.rescores) {
    const [scored = branch] = await scoredBranches(rescore.query, [branch], { statistics, run });
    hits = await rescoreHits(rescore, hits, { branch: scored, run });
  }
  return hits;
}
