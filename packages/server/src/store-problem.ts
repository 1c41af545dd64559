import type { Problem } from '@longshore/common/api/inventory';
import { LongshoreError } from '@longshore/common/errors';

const UNAVAILABLE = 503;

/** What is wrong with the store after a call that failed: it is away, or it is there and refuses. */
export function storeProblem(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  const answered = error instanceof LongshoreError && error.status !== UNAVAILABLE;
  return { code: answered ? 'store_failing' : 'store_unreachable', host: null, detail };
}
