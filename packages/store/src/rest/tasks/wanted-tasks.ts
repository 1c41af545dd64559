import type { Task } from '../../tasks/task-registry.ts';
import { namesThisNode } from '../cluster/one-node.ts';
import type { Parameters } from '../parameters.ts';
import type { Store } from '../route.ts';

/** Query parameters that say which tasks are meant. */
export const TASK_FILTERS = ['actions', 'nodes', 'parent_task_id', 'node_id'] as const;

/** The tasks under way that a request is for, oldest first. */
export function wantedTasks({ tasks, node }: Store, parameters: Parameters): readonly Task[] {
  const patterns = parameters.list('actions');
  const parent = parameters.text('parent_task_id');
  const isHere = namesThisNode(node, parameters.text('nodes') ?? parameters.text('node_id'));
  return tasks.list().filter((task) => {
    const fits = patterns?.some((pattern) => matches(pattern, task.action)) ?? true;
    return fits && isHere && (parent === undefined || task.parent?.id === parent);
  });
}

function matches(pattern: string, action: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  if (others.length === 0) {
    return pattern === action;
  }
  const last = others.pop() ?? '';
  let at = first.length;
  for (const piece of others) {
    const found = action.indexOf(piece, at);
    if (found < 0) {
      return false;
    }
    at = found + piece.length;
  }
  return action.startsWith(first) && action.endsWith(last) && action.length - last.length >= at;
}
