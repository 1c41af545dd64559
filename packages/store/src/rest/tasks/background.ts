import type { JsonObject } from '@longshore/common/json';
import type { Task } from '../../tasks/task-registry.ts';
import { errorObject, toLongshoreError } from '../error-answer.ts';
import type { Parameters } from '../parameters.ts';
import { ok, type RestAnswer, type Store } from '../route.ts';
import { taskJson } from './task-json.ts';
import { keepResult } from './task-results.ts';

/** Parameters of what may be waited for or not; how long it may take is not limited. */
export const BACKGROUND_PARAMETERS = ['wait_for_completion', 'task_execution_timeout'];

/** What is done, as a task says it. */
interface Work {
  readonly action: string;
  readonly description: string;
  /** Gives the answer. What is wrong with the request should have been said before. */
  perform(): Promise<JsonObject>;
}

/**
 * Does something and answers with what came of it. With `wait_for_completion=false` it answers at once with a task,
 * whose result is kept.
 */
export async function inBackground(
  store: Store,
  parameters: Parameters,
  { action, description, perform }: Work,
): Promise<RestAnswer> {
  const waits = parameters.boolean('wait_for_completion', true);
  const task = store.tasks.start({ action, description, isCancellable: false });
  if (!waits) {
    void keepOutcome(store, task, perform).finally(() => store.tasks.finish(task));
    return ok({ task: task.id });
  }
  try {
    return ok(await perform());
  } finally {
    store.tasks.finish(task);
  }
}

/** Never rejects: nobody waits for it. */
async function keepOutcome(store: Store, task: Task, perform: Work['perform']): Promise<void> {
  try {
    const outcome = await perform().then(
      (response) => ({ response }),
      (error: unknown) => ({ error: errorObject(toLongshoreError(error, store.log)) }),
    );
    const shown = taskJson(task, { isDetailed: true });
    await keepResult(store, task.id, { completed: true, task: shown, ...outcome });
  } catch (error) {
    store.log.warn({ error, task: task.id }, 'the result of a task could not be kept');
  }
}
