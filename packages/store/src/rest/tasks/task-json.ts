import type { JsonObject } from '@longshore/common/json';
import type { Task } from '../../tasks/task-registry.ts';
import type { Store } from '../route.ts';

const NANOS_PER_MS = 1e6;

/** A task as `_tasks` shows it; its description and status are shown on demand. */
export function taskJson(task: Task, { isDetailed }: { readonly isDetailed: boolean }): JsonObject {
  const status = isDetailed ? task.status?.() : undefined;
  return {
    node: task.id.slice(0, task.id.lastIndexOf(':')),
    id: task.number,
    type: 'transport',
    action: task.action,
    ...(status === undefined ? {} : { status }),
    ...(isDetailed ? { description: task.description } : {}),
    start_time_in_millis: task.startMs,
    running_time_in_nanos: Math.round(task.runningMs() * NANOS_PER_MS),
    cancellable: task.isCancellable,
    ...(task.isCancellable ? { cancelled: task.signal.aborted } : {}),
    ...(task.parent === undefined ? {} : { parent_task_id: task.parent.id }),
    headers: {},
  };
}

/** Tasks below their node, below their parents, or as a list. */
export function groupTasks(
  { node }: Pick<Store, 'node'>,
  tasks: readonly Task[],
  { groupBy, isDetailed }: { readonly groupBy: string; readonly isDetailed: boolean },
): JsonObject {
  const show = (task: Task) => taskJson(task, { isDetailed });
  if (groupBy === 'none') {
    return { tasks: tasks.map(show) };
  }
  if (groupBy === 'parents') {
    const children = (parent: Task): JsonObject[] =>
      tasks.filter((task) => task.parent === parent).map((task) => tree(task));
    const tree = (task: Task): JsonObject => {
      const below = children(task);
      return below.length === 0 ? show(task) : { ...show(task), children: below };
    };
    const roots = tasks.filter(({ parent }) => parent === undefined || !tasks.includes(parent));
    return { tasks: Object.fromEntries(roots.map((task) => [task.id, tree(task)])) };
  }
  if (tasks.length === 0) {
    return { nodes: {} };
  }
  const address = node.publishAddress();
  const here = {
    name: node.name,
    transport_address: address,
    host: address.replace(/:\d+$/, ''),
    ip: address,
    roles: ['data', 'ingest', 'master', 'remote_cluster_client'],
    tasks: Object.fromEntries(tasks.map((task) => [task.id, show(task)])),
  };
  return { nodes: { [node.id]: here } };
}
