import { nameMatcher } from '../../index/expression.ts';
import type { SearchActivity } from '../../index/index-activity.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { IndexCounts } from '../../write/writer.ts';
import { unrecognized } from '../parameters.ts';
import { NOT_HERE } from './stats-not-here.ts';

/** What is known of one index, or of several together. */
export interface IndexStatistics {
  readonly counts: IndexCounts;
  readonly activity: Omit<IndexEntry['activity'], 'searched' | 'got'>;
  readonly shards: number;
  readonly contexts: OpenContexts;
}

/** Scrolls and points in time that read an index now. */
export interface OpenContexts {
  readonly scrolls: number;
  readonly pits: number;
}

export const NO_CONTEXTS: OpenContexts = { scrolls: 0, pits: 0 };

/** What a request wants to see. */
export interface StatsView {
  /** `_all`, or names of metrics that were checked. */
  readonly metrics: ReadonlySet<string>;
  /** Patterns of names of search groups. */
  readonly groups: readonly string[];
  readonly hasFileSizes: boolean;
}

type Section = (statistics: IndexStatistics, view: StatsView) => object;

interface Metric {
  /** The name of its section in answers, where it is another. */
  readonly section?: string;
  readonly show: Section;
}

/** Every metric by the name that requests use. */
const METRICS: Readonly<Record<string, Metric>> = {
  docs: { show: ({ counts }) => ({ count: counts.documents, deleted: counts.deleted }) },
  store: { show: ({ counts }) => ({ size_in_bytes: counts.sizeBytes, reserved_in_bytes: 0 }) },
  indexing: { show: indexing },
  get: { show: gets },
  search: { show: searches },
  merge: { section: 'merges', show: () => NOT_HERE.merges },
  refresh: {
    show: ({ counts }) => ({
      total: counts.refreshes,
      total_time_in_millis: counts.refreshMs,
      external_total: counts.refreshes,
      external_total_time_in_millis: counts.refreshMs,
      listeners: 0,
    }),
  },
  flush: {
    // What is refreshed is in the engine's files, so that every refresh is a flush that nobody asked for.
    show: ({ counts, activity }) => ({
      total: counts.refreshes + activity.flushes,
      periodic: counts.refreshes,
      total_time_in_millis: counts.refreshMs + Math.round(activity.flushMs),
    }),
  },
  warmer: { show: () => NOT_HERE.warmer },
  query_cache: { show: () => NOT_HERE.query_cache },
  fielddata: { show: () => NOT_HERE.fielddata },
  completion: { show: () => NOT_HERE.completion },
  segments: {
    show: ({ counts }, { hasFileSizes }) => ({
      count: counts.segments,
      ...NOT_HERE.segments,
      ...(hasFileSizes ? { file_sizes: {} } : {}),
    }),
  },
  translog: {
    show: ({ counts }) => ({
      operations: counts.waitingOperations,
      size_in_bytes: counts.waitingBytes,
      uncommitted_operations: counts.waitingOperations,
      uncommitted_size_in_bytes: counts.waitingBytes,
      earliest_last_modified_age: 0,
    }),
  },
  request_cache: { show: () => NOT_HERE.request_cache },
  recovery: { show: () => NOT_HERE.recovery },
  suggest: { show: () => ({}) },
  bulk: { show: batches },
  shard_stats: { show: ({ shards }) => ({ total_count: shards }) },
};

/** The metrics of a request; a name that nobody knows is refused, with the nearest that is known. */
export function readMetrics(path: string, metric: string | undefined): ReadonlySet<string> {
  const metrics = new Set((metric ?? '_all').split(',').filter((name) => name !== ''));
  if (metrics.has('_all') && metrics.size > 1) {
    throw unrecognized(path, 'metric', ['_all'], []);
  }
  const known = ['_all', ...Object.keys(METRICS)];
  const unknown = [...metrics].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw unrecognized(path, 'metric', unknown, known);
  }
  return metrics;
}

/** The sections of an answer. */
export function statsSections(statistics: IndexStatistics, view: StatsView): object {
  const shown = Object.entries(METRICS).filter(
    ([name]) => view.metrics.has('_all') || view.metrics.has(name),
  );
  return Object.fromEntries(
    shown.map(([name, { section, show }]) => [section ?? name, show(statistics, view)]),
  );
}

/** Several indices as one. */
export function sumStatistics(all: readonly IndexStatistics[]): IndexStatistics {
  const groups = new Map<string, SearchActivity>();
  for (const [name, group] of all.flatMap(({ activity }) => [...activity.groups])) {
    groups.set(name, addNumbers(groups.get(name) ?? { queries: 0, queryMs: 0 }, group));
  }
  const [first] = all;
  if (first === undefined) {
    return {
      counts: NO_COUNTS,
      activity: { ...NO_ACTIVITY, groups },
      shards: 0,
      contexts: NO_CONTEXTS,
    };
  }
  const counts = all.map((one) => one.counts).reduce(addNumbers);
  const { search: _, groups: __, ...numbers } = NO_ACTIVITY;
  const activity = all.map((one) => ({ ...numbers, ...pick(one.activity, numbers) }));
  const search = all.map((one) => one.activity.search).reduce(addNumbers);
  return {
    counts,
    activity: { ...activity.reduce(addNumbers), search, groups },
    shards: all.reduce((sum, { shards }) => sum + shards, 0),
    contexts: all.map(({ contexts }) => contexts).reduce(addNumbers),
  };
}

const NO_COUNTS: IndexCounts = {
  documents: 0,
  deleted: 0,
  sizeBytes: 0,
  segments: 0,
  refreshes: 0,
  refreshMs: 0,
  waitingOperations: 0,
  waitingBytes: 0,
};

const NO_ACTIVITY = {
  indexed: 0,
  indexMs: 0,
  indexFailed: 0,
  deleted: 0,
  noops: 0,
  batches: 0,
  batchBytes: 0,
  getsFound: 0,
  getsMissing: 0,
  getMs: 0,
  getsMissingMs: 0,
  flushes: 0,
  flushMs: 0,
  search: { queries: 0, queryMs: 0 },
  groups: new Map<string, SearchActivity>(),
};

function pick<T extends object>(from: Readonly<T>, keys: T): T {
  const names = Object.keys(keys);
  return {
    ...keys,
    ...Object.fromEntries(Object.entries(from).filter(([k]) => names.includes(k))),
  };
}

/** Adds member by member. */
function addNumbers<T extends object>(a: T, b: Readonly<T>): T {
  const other = new Map<string, unknown>(Object.entries(b));
  const sums = Object.entries(a).map(([name, value]) => [
    name,
    Number(value) + Number(other.get(name) ?? 0),
  ]);
  return { ...a, ...Object.fromEntries(sums) };
}

function indexing({ activity }: IndexStatistics): object {
  return {
    index_total: activity.indexed,
    index_time_in_millis: Math.round(activity.indexMs),
    index_current: 0,
    index_failed: activity.indexFailed,
    delete_total: activity.deleted,
    delete_time_in_millis: 0,
    delete_current: 0,
    noop_update_total: activity.noops,
    is_throttled: false,
    throttle_time_in_millis: 0,
  };
}

/** Every write is in a batch, also one that comes alone. */
function batches({ activity }: IndexStatistics): object {
  const each = (total: number) => Math.round(total / Math.max(1, activity.batches));
  return {
    total_operations: activity.batches,
    total_time_in_millis: Math.round(activity.indexMs),
    total_size_in_bytes: activity.batchBytes,
    avg_time_in_millis: each(activity.indexMs),
    avg_size_in_bytes: each(activity.batchBytes),
  };
}

function gets({ activity }: IndexStatistics): object {
  return {
    total: activity.getsFound + activity.getsMissing,
    time_in_millis: Math.round(activity.getMs),
    exists_total: activity.getsFound,
    exists_time_in_millis: Math.round(activity.getMs - activity.getsMissingMs),
    missing_total: activity.getsMissing,
    missing_time_in_millis: Math.round(activity.getsMissingMs),
    current: 0,
  };
}

function searches({ activity, contexts }: IndexStatistics, { groups }: StatsView): object {
  const matchers = groups.map((pattern) => nameMatcher(pattern === '_all' ? '*' : pattern));
  const shown = [...activity.groups].filter(([name]) => matchers.some((matches) => matches(name)));
  return {
    ...searchNumbers(activity.search),
    open_contexts: contexts.scrolls + contexts.pits,
    scroll_current: contexts.scrolls,
    point_in_time_current: contexts.pits,
    ...(shown.length === 0
      ? {}
      : { groups: Object.fromEntries(shown.map(([name, one]) => [name, searchNumbers(one)])) }),
  };
}

const searchNumbers = ({ queries, queryMs }: SearchActivity): object => ({
  query_total: queries,
  query_time_in_millis: Math.round(queryMs),
  ...NOT_HERE.search,
});
