import type { Task } from '../../tasks/task-registry.ts';
import { DIALECT } from '../cluster/info.ts';
import { hostOf } from '../cluster/one-node.ts';
import type { NodeIdentity, RestRoute } from '../route.ts';
import { TASK_FILTERS, wantedTasks } from '../tasks/wanted-tasks.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

interface TaskRow {
  readonly task: Task;
  readonly node: NodeIdentity;
}

const MORE = { isDefault: false };
const NUMBER = { isNumber: true };
const NANOS_PER_MS = 1e6;

const COLUMNS: readonly CatColumn<TaskRow>[] = [
  catColumn(['id'], 'number of the task on its node', ({ task }) => task.number, {
    ...MORE,
    ...NUMBER,
  }),
  catColumn(['action', 'ac'], 'what is done', ({ task }) => task.action),
  catColumn(['task_id', 'ti'], 'unique task id', ({ task }) => task.id),
  catColumn(['parent_task_id', 'pti'], 'id of the parent', ({ task }) => task.parent?.id ?? '-'),
  catColumn(['type', 'ty'], 'type of the task', () => 'transport'),
  catColumn(['start_time', 'start'], 'start in epoch ms', ({ task }) => task.startMs),
  catColumn(['timestamp', 'ts', 'hms', 'hhmmss'], 'start in HH:MM:SS', ({ task }) =>
    new Date(task.startMs).toISOString().slice(11, 19),
  ),
  catColumn(
    ['running_time_ns', 'rtns'],
    'running time in nanoseconds',
    ({ task }) => Math.round(task.runningMs() * NANOS_PER_MS),
    { ...MORE, ...NUMBER },
  ),
  catColumn(['running_time', 'rt', 'time'], 'running time', ({ task }) => task.runningMs(), {
    isTime: true,
  }),
  catColumn(['node_id', 'ni'], 'unique node id', ({ node }) => node.id, MORE),
  catColumn(['ip', 'i'], 'ip address', ({ node }) => hostOf(node)),
  catColumn(['port', 'po'], 'port', ({ node }) => node.publishAddress().split(':').at(-1) ?? '', {
    ...MORE,
    ...NUMBER,
  }),
  catColumn(['node', 'n'], 'name of the node', ({ node }) => node.name),
  catColumn(['version', 'v'], 'version of the dialect', () => DIALECT.number, MORE),
  catColumn(['x_opaque_id', 'x'], 'X-Opaque-ID of the request', () => '-', MORE),
];

const DESCRIPTION: CatColumn<TaskRow> = catColumn(
  ['description', 'desc'],
  'what the task works on',
  ({ task }) => task.description,
);

/** `GET /_cat/tasks`: the work under way, this request among it. */
export const catTasks: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/tasks'],
  parameters: [...CAT_PARAMETERS, ...TASK_FILTERS, 'detailed'],
  partly: 'Only by-query requests and the listing itself are tasks. `x_opaque_id` is not kept.',
  handle: async ({ parameters }, store) => {
    const own = store.tasks.start({
      action: 'cluster:monitor/tasks/lists',
      description: '',
      isCancellable: false,
    });
    try {
      const { node } = store;
      const rows = wantedTasks(store, parameters).map((task) => ({ task, node }));
      const isDetailed = parameters.boolean('detailed', false);
      return catAnswer(rows, isDetailed ? [...COLUMNS, DESCRIPTION] : COLUMNS, parameters);
    } finally {
      store.tasks.finish(own);
    }
  },
};
