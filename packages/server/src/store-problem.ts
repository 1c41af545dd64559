import type { Problem } from '@longshore/common/api/inventory';
import { LongshoreError } from '@longshore/common/errors';
import { NO_SHARD, type SearchAnswer } from './search-types.ts';

const UNAVAILABLE = 503;

/** What is wrong with the store after a call that failed: it is away, it lacks data, or it refuses. */
export function storeProblem(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return { code: codeOf(error), host: null, detail };
}

function codeOf(error: unknown): Problem['code'] {
  if (error instanceof LongshoreError && error.type === NO_SHARD) {
    return 'store_incomplete';
  }
  const answered = error instanceof LongshoreError && error.status !== UNAVAILABLE;
  return answered ? 'store_failing' : 'store_unreachable';
}

/** What answers of searches lack, since an index could not be read; undefined when they are whole. */
export function missingIn(answers: readonly SearchAnswer[]): Problem | undefined {
  const reason = answers
    .flatMap(({ _shards }) => _shards?.failures ?? [])
    .map((failure) => failure.reason)
    .find(({ type }) => type === NO_SHARD);
  return reason && { code: 'store_incomplete', host: null, detail: reason.reason };
}
