import { LongshoreError } from '@longshore/common/errors';
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
export function partlyFailed({ failures }: Shards): LongshoreError {
  return new LongshoreError('search_phase_execution_exception', 503, 'Partial shards failure', {
    details: { phase: 'query', grouped: true, failed_shards: failures },
  });
}

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
