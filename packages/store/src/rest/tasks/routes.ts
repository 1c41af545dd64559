import type { RestRoute } from '../route.ts';
import { cancelTasks, getTask, listTasks } from './tasks.ts';

/** APIs of running work. */
export const TASK_ROUTES: readonly RestRoute[] = [cancelTasks, getTask, listTasks];
