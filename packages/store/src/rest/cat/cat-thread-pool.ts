import { nameMatcher } from '../../index/expression.ts';
import type { PoolFigures, PoolLimits } from '../../pools/work-pool.ts';
import { hostOf } from '../cluster/one-node.ts';
import {
  POOLS_NOTE,
  type ThreadPool,
  threadPools,
  threadsOf,
  typeOf,
} from '../cluster/thread-pools.ts';
import type { NodeIdentity, RestRoute } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

interface PoolRow {
  readonly node: NodeIdentity;
  readonly pool: ThreadPool;
}

const MORE = { isDefault: false };
const NUMBER = { isNumber: true };
const MORE_NUMBER = { ...MORE, ...NUMBER };

const figure =
  (name: keyof PoolFigures) =>
  ({ pool }: PoolRow) =>
    pool.view.figures[name];

const limit =
  (name: keyof PoolLimits, unlimited: number | null) =>
  ({ pool }: PoolRow) =>
    pool.view.limits[name] ?? unlimited;

const COLUMNS: readonly CatColumn<PoolRow>[] = [
  catColumn(['node_name', 'nn'], 'node name', ({ node }) => node.name),
  catColumn(['node_id', 'id'], 'persistent node id', ({ node }) => node.id, MORE),
  catColumn(['ephemeral_node_id', 'eid'], 'node id of this start', ({ node }) => node.id, MORE),
  catColumn(['pid', 'p'], 'process id', () => process.pid, MORE_NUMBER),
  catColumn(['host', 'h'], 'host name', ({ node }) => hostOf(node), MORE),
  catColumn(['ip', 'i'], 'ip address', ({ node }) => hostOf(node), MORE),
  catColumn(
    ['port', 'po'],
    'port',
    ({ node }) => node.publishAddress().split(':').at(-1) ?? '',
    MORE_NUMBER,
  ),
  catColumn(['name', 'n'], 'thread pool name', ({ pool }) => pool.name),
  catColumn(['type', 't'], 'thread pool type', ({ pool }) => typeOf(pool.view), MORE),
  catColumn(['active', 'a'], 'number of active threads', figure('active'), NUMBER),
  catColumn(
    ['pool_size', 'psz'],
    'number of threads',
    ({ pool }) => threadsOf(pool.view),
    MORE_NUMBER,
  ),
  catColumn(['queue', 'q'], 'number of tasks currently in queue', figure('queue'), NUMBER),
  catColumn(
    ['queue_size', 'qs'],
    'maximum number of tasks permitted in queue',
    limit('queueMax', -1),
    MORE_NUMBER,
  ),
  catColumn(['rejected', 'r'], 'number of rejected tasks', figure('rejected'), NUMBER),
  catColumn(
    ['largest', 'l'],
    'highest number of seen active threads',
    figure('largest'),
    MORE_NUMBER,
  ),
  catColumn(['completed', 'c'], 'number of completed tasks', figure('completed'), MORE_NUMBER),
  catColumn(
    ['core', 'cr'],
    'core number of threads in a scaling thread pool',
    () => null,
    MORE_NUMBER,
  ),
  catColumn(
    ['max', 'mx'],
    'maximum number of threads in a scaling thread pool',
    () => null,
    MORE_NUMBER,
  ),
  catColumn(
    ['size', 'sz'],
    'number of threads in a fixed thread pool',
    limit('size', null),
    MORE_NUMBER,
  ),
  catColumn(
    ['keep_alive', 'ka'],
    'thread keep alive time of a scaling thread pool',
    () => null,
    MORE,
  ),
];

/** `GET /_cat/thread_pool[/{patterns}]`: who is at work, and what waits for them. */
export const catThreadPool: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/thread_pool', '/_cat/thread_pool/:pool'],
  parameters: [...CAT_PARAMETERS, 'size'],
  ignored: ['size'],
  partly: POOLS_NOTE,
  handle: async ({ part, parameters }, store) => {
    const wanted = (part('pool') ?? '*').split(',').map(nameMatcher);
    const rows = threadPools(store)
      .filter(({ name }) => wanted.some((matches) => matches(name)))
      .map((pool) => ({ node: store.node, pool }));
    return catAnswer(rows, COLUMNS, parameters);
  },
};
