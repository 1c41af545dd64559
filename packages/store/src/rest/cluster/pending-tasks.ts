import { ok, type RestRoute } from '../route.ts';

/** `GET /_cluster/pending_tasks`: changes are made at once, so that none ever waits. */
export const pendingTasks: RestRoute = {
  methods: ['GET'],
  paths: ['/_cluster/pending_tasks'],
  parameters: ['local', 'master_timeout', 'cluster_manager_timeout'],
  ignored: ['local', 'master_timeout', 'cluster_manager_timeout'],
  handle: async () => ok({ tasks: [] }),
};
