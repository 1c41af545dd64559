import { errors } from '@longshore/common/errors';
import { ok, type RestRoute } from '../route.ts';
import { groupTasks } from '../tasks/task-json.ts';
import { checkId, nodeMissing } from '../tasks/tasks.ts';
import { readPerSecond } from './options.ts';

/** `POST /_reindex/{task}/_rethrottle` and the same of the other two: another pace for what runs. */
export const rethrottle: RestRoute = {
  methods: ['POST'],
  paths: [
    '/_reindex/:task_id/_rethrottle',
    '/_update_by_query/:task_id/_rethrottle',
    '/_delete_by_query/:task_id/_rethrottle',
  ],
  parameters: ['requests_per_second', 'group_by'],
  handle: async ({ part, parameters }, store) => {
    const perSecond = readPerSecond(parameters.text('requests_per_second'));
    if (perSecond === undefined) {
      throw errors.illegalArgument('requests_per_second is a required parameter');
    }
    const id = checkId(part('task_id') ?? '');
    if (!id.startsWith(`${store.node.id}:`)) {
      return nodeMissing(id);
    }
    const task = store.tasks.find(id);
    if (task?.rethrottle === undefined) {
      const failure = {
        type: 'resource_not_found_exception',
        reason: `task [${id}] is missing`,
      };
      return ok({
        task_failures: [
          {
            task_id: Number(id.split(':').at(-1)),
            node_id: store.node.id,
            status: 'NOT_FOUND',
            reason: failure,
          },
        ],
        nodes: {},
      });
    }
    task.rethrottle(perSecond);
    const groupBy = parameters.text('group_by') ?? 'nodes';
    return ok(groupTasks(store, [task], { groupBy, isDetailed: true }));
  },
};
