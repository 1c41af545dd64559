import type { PoolFigures, PoolView } from '../../pools/work-pool.ts';
import type { Store } from '../route.ts';

/** A pool of threads, as Elasticsearch would call who does work of one kind here. */
export interface ThreadPool {
  readonly name: string;
  readonly view: PoolView;
}

type Engine = Pick<Store['engine'], 'pools'>;
type Writer = Pick<Store['writer'], 'pools'>;

/** Who does the work of each of Elasticsearch's pools. There is one thread for requests; the engine has sessions. */
const POOLS: Readonly<Record<string, (engine: Engine, writer: Writer) => PoolView>> = {
  flush: (_, { pools }) => pools.flush,
  force_merge: (_, { pools }) => pools.forceMerge,
  generic: ({ pools }) => pools.control,
  get: (_, { pools }) => pools.get,
  management: ({ pools }) => pools.ddl,
  refresh: ({ pools }) => pools.write,
  search: ({ pools }) => pools.read,
  write: (_, { pools }) => pools.write,
};

/** What is behind the figures, for the reference. */
export const POOLS_NOTE =
  "There are no pools of threads: `search`, `refresh`, `management` and `generic` are the engine's sessions for reading, " +
  'inserting, changing tables and watching, `write` counts batches of up to 250 documents (queued while the engine has to ' +
  'catch up), `get`, `flush` and `force_merge` what was asked of the store. The pools that work without a limit are `scaling`.';

/** All pools, by name. */
export function threadPools({ engine, writer }: Store): readonly ThreadPool[] {
  return Object.entries(POOLS).map(([name, of]) => ({ name, view: of(engine, writer) }));
}

/** Threads that a pool has now: all of a fixed one, else those that work. */
export function threadsOf({ limits, figures }: PoolView): number {
  return limits.size ?? figures.active;
}

/** A pool that has a size, or one that takes whatever comes. */
export function typeOf({ limits }: PoolView): 'fixed' | 'scaling' {
  return limits.size === undefined ? 'scaling' : 'fixed';
}

/** The section `thread_pool` of `_nodes/stats`. */
export function showPoolFigures(store: Store): object {
  const shown = threadPools(store).map(({ name, view }) => [name, poolFigures(view)] as const);
  return Object.fromEntries(shown);
}

function poolFigures(view: PoolView): PoolFigures & { readonly threads: number } {
  return { threads: threadsOf(view), ...view.figures };
}

/** The section `thread_pool` of `_nodes`; `queue_size` is -1 where nothing limits it. */
export function showPoolLimits(store: Store): object {
  const shown = threadPools(store).map(({ name, view }) => {
    const { size, queueMax = -1 } = view.limits;
    const limits = { type: typeOf(view), ...(size === undefined ? {} : { size }) };
    return [name, { ...limits, queue_size: queueMax }] as const;
  });
  return Object.fromEntries(shown);
}
