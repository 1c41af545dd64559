import { errors } from '@longshore/common/errors';
import type { Task } from '../../tasks/task-registry.ts';
import type { RestAnswer, Store } from '../route.ts';
import type { RunOptions } from './options.ts';
import { Progress } from './progress.ts';
import { RemoteScroll, type RemoteSearch } from './remote-scroll.ts';
import { runAsTask, type SourceDocument } from './run.ts';

/** A reindex whose documents come from another cluster. */
export interface RemoteReindex {
  readonly from: Omit<RemoteSearch, 'signal' | 'onRetry'>;
  readonly description: string;
  readonly options: RunOptions;
  apply(page: readonly SourceDocument[], progress: Progress): Promise<void>;
  refresh(): Promise<void>;
}

/** Runs it as a task. */
export function runRemoteReindex(store: Store, request: RemoteReindex): Promise<RestAnswer> {
  const { options, description } = request;
  if (options.slices !== 1) {
    throw errors.validation(
      `1: reindex from remote sources doesn't support slices > 1 but was [${options.slices}];`,
    );
  }
  const progress = new Progress('reindex', options.perSecond);
  return runAsTask(store, {
    kind: 'reindex',
    action: 'indices:data/write/reindex',
    description,
    options,
    workers: [{ progress, slice: undefined }],
    perform: (task) => copyPages(request, { progress, task }),
    refresh: request.refresh,
  });
}

async function copyPages(
  { from, options, apply }: RemoteReindex,
  { progress, task }: { readonly progress: Progress; readonly task: Task },
): Promise<void> {
  const { signal } = task;
  const onRetry = () => {
    progress.searchRetries += 1;
  };
  const scroll = new RemoteScroll({ ...from, signal, onRetry });
  try {
    for (let done = 0; !signal.aborted; ) {
      const startedMs = performance.now();
      const { total, documents } = await scroll.next();
      progress.total = Math.min(total, options.maxDocs);
      const page = documents.slice(0, options.maxDocs - done);
      if (page.length === 0) {
        return;
      }
      progress.batches += 1;
      done += page.length;
      await apply(page, progress);
      if (progress.failures.length > 0 || done >= progress.total) {
        return;
      }
      await progress.throttle.pause(page.length, performance.now() - startedMs, signal);
    }
  } catch (error) {
    // A call that was cut off by cancelling is no failure.
    if (!signal.aborted) {
      throw error;
    }
  } finally {
    await scroll.close();
  }
}
