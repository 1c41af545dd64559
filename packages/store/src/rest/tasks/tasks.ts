import { setTimeout as sleep } from 'node:timers/promises';
import { errors, LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import { parseTimeValue } from '@longshore/common/time-value';
import type { Task } from '../../tasks/task-registry.ts';
import type { Parameters } from '../parameters.ts';
import { ok, type RestAnswer, type RestRoute, type Store } from '../route.ts';
import { groupTasks, taskJson } from './task-json.ts';
import { readResult } from './task-results.ts';
import { TASK_FILTERS, wantedTasks } from './wanted-tasks.ts';

const WAIT = '30s';

/** `GET /_tasks` */
export const listTasks: RestRoute = {
  methods: ['GET'],
  paths: ['/_tasks'],
  parameters: [
    ...TASK_FILTERS,
    'detailed',
    'group_by',
    'wait_for_completion',
    'timeout',
    'master_timeout',
  ],
  ignored: ['master_timeout'],
  handle: async ({ parameters }, store) => {
    const own = store.tasks.start({
      action: 'cluster:monitor/tasks/lists',
      description: '',
      isCancellable: false,
    });
    try {
      const groupBy = readGroupBy(parameters);
      const tasks = wantedTasks(store, parameters);
      if (parameters.boolean('wait_for_completion', false)) {
        await finishAll(
          tasks.filter((task) => task !== own),
          parameters,
        );
      }
      const isDetailed = parameters.boolean('detailed', false);
      return ok(groupTasks(store, tasks, { groupBy, isDetailed }));
    } finally {
      store.tasks.finish(own);
    }
  },
};

/** `GET /_tasks/{id}`: one that runs, or the result of one that nobody waited for. */
export const getTask: RestRoute = {
  methods: ['GET'],
  paths: ['/_tasks/:task_id'],
  parameters: ['wait_for_completion', 'timeout'],
  handle: async ({ part, parameters }, store) => {
    const id = checkId(part('task_id') ?? '');
    const task = store.tasks.find(id);
    if (task !== undefined && parameters.boolean('wait_for_completion', false)) {
      await finishAll([task], parameters);
    }
    const running = store.tasks.find(id);
    if (running !== undefined) {
      return ok({ completed: false, task: taskJson(running, { isDetailed: true }) });
    }
    const result = await readResult(store, id);
    if (result === undefined) {
      throw noTask(store, id);
    }
    return ok(result);
  },
};

/** `POST /_tasks/_cancel`, `POST /_tasks/{id}/_cancel` */
export const cancelTasks: RestRoute = {
  methods: ['POST'],
  paths: ['/_tasks/_cancel', '/_tasks/:task_id/_cancel'],
  parameters: [...TASK_FILTERS, 'group_by', 'wait_for_completion'],
  handle: async ({ part, parameters }, store) => {
    const groupBy = readGroupBy(parameters);
    const id = part('task_id');
    if (id !== undefined && id !== '_all' && !id.startsWith(`${store.node.id}:`)) {
      return nodeMissing(checkId(id));
    }
    const tasks =
      id === undefined || id === '_all' ? wantedTasks(store, parameters) : [oneTask(store, id)];
    const cancelled = tasks.filter(({ isCancellable }) => isCancellable);
    for (const task of cancelled) {
      store.tasks.cancel(task);
    }
    if (parameters.boolean('wait_for_completion', false)) {
      await finishAll(cancelled, parameters);
    }
    return ok(groupTasks(store, cancelled, { groupBy, isDetailed: true }));
  },
};

/** What is answered for a task of a node that is not there. */
export function nodeMissing(id: string): RestAnswer {
  const node = id.slice(0, id.lastIndexOf(':'));
  const cause = { type: 'no_such_node_exception', reason: `No such node [${node}]`, node_id: node };
  const failure: JsonObject = {
    type: 'failed_node_exception',
    reason: `Failed node [${node}]`,
    node_id: node,
    caused_by: cause,
  };
  return ok({ node_failures: [failure], nodes: {} });
}

/** The id of a task as it is written: `node:number`. */
export function checkId(id: string): string {
  if (!/^.+:\d+$/.test(id)) {
    throw errors.illegalArgument(`malformed task id ${id}`);
  }
  return id;
}

function oneTask(store: Store, id: string): Task {
  const task = store.tasks.find(checkId(id));
  if (task === undefined) {
    throw errors.resourceNotFound(`task [${id}] is not found`);
  }
  if (!task.isCancellable) {
    throw errors.illegalArgument(`task [${id}] doesn't support this operation`);
  }
  return task;
}

function noTask({ node }: Store, id: string): LongshoreError {
  const of = id.slice(0, id.lastIndexOf(':'));
  return errors.resourceNotFound(
    of === node.id
      ? `task [${id}] isn't running and hasn't stored its results`
      : `task [${id}] belongs to the node [${of}] which isn't part of the cluster and there is no record of the task`,
  );
}

function readGroupBy(parameters: Parameters): string {
  const given = parameters.text('group_by') ?? 'nodes';
  if (given !== 'nodes' && given !== 'parents' && given !== 'none') {
    throw errors.illegalArgument(
      `invalid value [${given}] for [group_by]; use nodes, parents or none`,
    );
  }
  return given;
}

/** How long to wait; timers cannot wait longer. */
function waitMs(given: string): number {
  const ms = parseTimeValue(given, 'timeout');
  return ms < 0 ? TIMER_MS_MAX : Math.min(ms, TIMER_MS_MAX);
}

const TIMER_MS_MAX = 2 ** 31 - 1;

async function finishAll(tasks: readonly Task[], parameters: Parameters): Promise<void> {
  const given = parameters.text('timeout') ?? WAIT;
  const controller = new AbortController();
  const late = sleep(waitMs(given), 'late', { signal: controller.signal });
  const all = Promise.all(tasks.map(({ finished }) => finished)).then(() => 'done');
  const end = await Promise.race([all, late.catch(() => 'done')]);
  controller.abort();
  if (end === 'late') {
    throw new LongshoreError(
      'receive_timeout_transport_exception',
      408,
      `Timed out waiting for completion of ${tasks.map(({ id }) => `[${id}]`).join(', ')} after ${given}`,
    );
  }
}
