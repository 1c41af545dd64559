import { LongshoreError } from '@longshore/common/errors';
import type { Task } from '../../tasks/task-registry.ts';
import type { Store } from '../route.ts';

/** Of a body or of names, in the description of a task. */
const DESCRIBED_BYTES_MAX = 1_000;

/** What `_tasks` says of a search. */
export interface SearchWork {
  readonly action: string;
  readonly description: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  readonly parent?: Task | undefined;
}

/** The actions of searches, as Elasticsearch calls them. */
export const SEARCH_ACTIONS = {
  search: 'indices:data/read/search',
  msearch: 'indices:data/read/msearch',
  scroll: 'indices:data/read/scroll',
  asyncSearch: 'indices:data/read/async_search/submit',
} as const;

/**
 * Searches as a task, which can be cancelled: `search` gets a signal that is aborted then, and when the client goes, and
 * hands it to the engine.
 */
export async function asSearchTask<Result>(
  { tasks }: Pick<Store, 'tasks'>,
  { action, description, signal, parent }: SearchWork,
  search: (signal: AbortSignal, task: Task) => Promise<Result>,
): Promise<Result> {
  const task = tasks.start({
    ...{ action, description },
    isCancellable: true,
    ...(parent === undefined ? {} : { parent }),
  });
  try {
    return await search(AbortSignal.any([signal, task.signal]), task);
  } catch (error) {
    throw task.signal.aborted ? cancelled() : error;
  } finally {
    tasks.finish(task);
  }
}

const cancelled = () =>
  new LongshoreError('task_cancelled_exception', 400, 'task cancelled [by user request]');

/** The description of the task of a search: what is searched, and how, both cut when they are long. */
export function describeSearch(
  indices: readonly { readonly name: string }[],
  body: Buffer,
): string {
  const names = Buffer.from(indices.map(({ name }) => name).join(', '));
  return `indices[${beginning(names)}], search_type[QUERY_THEN_FETCH], source[${beginning(body)}]`;
}

/** A text, or its first part when it is long. */
export const beginning = (text: Buffer): string =>
  text.length > DESCRIBED_BYTES_MAX
    ? `${text.toString('utf8', 0, DESCRIBED_BYTES_MAX)}…`
    : text.toString();
