import { constants, PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics } from 'node:v8';

/** A part of the heap. V8 keeps no peaks: they are what is used and reserved now. */
interface Pool {
  used_in_bytes: number;
  max_in_bytes: number;
  peak_used_in_bytes: number;
  peak_max_in_bytes: number;
}

/** The spaces of V8 under the names of a JVM's pools: where new objects are, and all others. */
export function heapPools() {
  const pools = { young: emptyPool(), survivor: emptyPool(), old: emptyPool() };
  for (const space of getHeapSpaceStatistics()) {
    const pool = space.space_name.startsWith('new_') ? pools.young : pools.old;
    pool.used_in_bytes += space.space_used_size;
    pool.max_in_bytes += space.space_size;
    pool.peak_used_in_bytes = pool.used_in_bytes;
    pool.peak_max_in_bytes = pool.max_in_bytes;
  }
  return pools;
}

const emptyPool = (): Pool => ({
  used_in_bytes: 0,
  max_in_bytes: 0,
  peak_used_in_bytes: 0,
  peak_max_in_bytes: 0,
});

interface Collections {
  count: number;
  ms: number;
}

let counted: { readonly young: Collections; readonly old: Collections } | undefined;

/** Collections of garbage of new objects, and of all. They are counted from the first call on. */
export function garbageCollections() {
  counted ??= countCollections();
  return { young: shown(counted.young), old: shown(counted.old) };
}

function countCollections() {
  const collections = { young: { count: 0, ms: 0 }, old: { count: 0, ms: 0 } };
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const isMinor = kindOf(entry) === constants.NODE_PERFORMANCE_GC_MINOR;
      const of = isMinor ? collections.young : collections.old;
      of.count += 1;
      of.ms += entry.duration;
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return collections;
}

function kindOf(entry: object): unknown {
  const detail = 'detail' in entry ? entry.detail : undefined;
  return typeof detail === 'object' && detail !== null && 'kind' in detail
    ? detail.kind
    : undefined;
}

const shown = ({ count, ms }: Collections) => ({
  collection_count: count,
  collection_time_in_millis: Math.round(ms),
});
