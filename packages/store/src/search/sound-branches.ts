import type { LongshoreError } from '@longshore/common/errors';
import type { Branch } from './plan.ts';
import type { Planned } from './planner.ts';
import { type Running, runSearch } from './run-search.ts';
import type { SearchRequest } from './search-request.ts';
import { type Failure, isOfData } from './shard-failures.ts';

/**
 * A plan without the indices that fail whatever the others are, as by a sort on a field that they do not map. Undefined
 * where that changes nothing: none fails by itself, or all do.
 */
export async function soundOf(
  planned: Planned,
  request: SearchRequest,
  running: Running,
): Promise<Planned | undefined> {
  const { branches } = planned;
  const failed: Failure[] = [];
  const sound: Branch[] = [];
  for (const branch of branches.length > 1 ? branches : []) {
    const error = await failureOf(branch, request, running);
    if (error === undefined) {
      sound.push(branch);
    } else {
      failed.push({ index: branch.index.name, error });
    }
  }
  return failed.length === 0 || sound.length === 0
    ? undefined
    : { ...planned, branches: sound, failed: [...planned.failed, ...failed] };
}

/** Makes all statements of a search for one index, and runs none. */
async function failureOf(
  branch: Branch,
  request: SearchRequest,
  running: Running,
): Promise<LongshoreError | undefined> {
  try {
    await runSearch(request, [branch], { ...running, run: async () => [] });
    return undefined;
  } catch (error) {
    return isOfData(error) ? error : undefined;
  }
}
