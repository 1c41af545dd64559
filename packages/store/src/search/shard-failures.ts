import { errors, LongshoreError } from '@longshore/common/errors';
import type { SearchIndex } from '../index/target.ts';
import type { Shards } from './build-response.ts';

/** Why an index could not be searched. */
export interface Failure {
  readonly index: string;
  readonly error: LongshoreError;
}

/** The error of a search of which no shard is left. */
export function allFailed(failed: readonly Failure[]): LongshoreError {
  const [first] = failed;
  return new LongshoreError(
    'search_phase_execution_exception',
    first?.error.status ?? 400,
    'all shards failed',
    {
      cause: first?.error,
      details: {
        root_cause: failed.map(({ error }) => showError(error)),
        phase: 'query',
        grouped: true,
        failed_shards: failed.map(showFailure),
      },
    },
  );
}

/** The error of a search that must be whole, and is not. */
export function partlyFailed(failed: readonly Failure[]): LongshoreError {
  const status = Math.max(...failed.map(({ error }) => error.status));
  return new LongshoreError('search_phase_execution_exception', status, 'Partial shards failure', {
    details: {
      root_cause: failed.map(({ error }) => showError(error)),
      ...{ phase: 'query', grouped: true },
      failed_shards: failed.map(showFailure),
    },
  });
}

/** The error of a search that must be whole, and for which the time was not enough. */
export const timedOut = (): LongshoreError =>
  new LongshoreError('search_timeout_exception', 504, 'Time exceeded');

const showFailure = ({ index, error }: Failure) => ({
  shard: 0,
  index,
  node: 'longshore',
  reason: {
    ...showError(error),
    ...(error.cause instanceof LongshoreError ? { caused_by: showError(error.cause) } : {}),
  },
});

const showError = (error: LongshoreError) => ({
  type: error.type,
  reason: error.message,
  ...error.details,
});

/** `_shards` of an answer. */
export function countShards(total: number, skipped: number, failed: readonly Failure[]): Shards {
  const shards = { total, successful: total - failed.length, skipped, failed: failed.length };
  return failed.length === 0 ? shards : { ...shards, failures: failed.map(showFailure) };
}

/** Errors about requests that no data could answer, and those that say already which indices failed. */
const OF_SEARCH: ReadonlySet<string> = new Set([
  errors.validation('').type,
  'search_phase_execution_exception',
]);

/** Whether it depends on the indices that something is wrong with a request. */
export const isOfData = (error: unknown): error is LongshoreError =>
  error instanceof LongshoreError && error.status === 400 && !OF_SEARCH.has(error.type);

/** Bad input fails an index; anything else is no matter of one index. */
export function asLongshoreError(error: unknown): LongshoreError {
  if (error instanceof LongshoreError && error.status === 400) {
    return error;
  }
  throw error;
}

/** What the data says is wrong with a request comes as the failure of a search's phase; what is wrong with any data does not. */
export const asSearchFailure = (error: unknown, indices: readonly SearchIndex[]): unknown =>
  isOfData(error) ? allFailed([{ index: indices[0]?.name ?? '', error }]) : error;

/** Runs what depends on the data and on scripts; its errors are failures of the search. */
export function ofData<T>(indices: readonly SearchIndex[], act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw asSearchFailure(error, indices);
  }
}
