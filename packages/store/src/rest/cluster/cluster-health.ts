import { setTimeout as sleep } from 'node:timers/promises';
import { errors, LongshoreError } from '@longshore/common/errors';
import { parseTimeValue } from '@longshore/common/time-value';
import type { IndexEntry } from '../../index/index-entry.ts';
import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS, type Parameters } from '../parameters.ts';
import type { RestRequest, RestRoute, Store } from '../route.ts';

const LOOK_MS = 50;

type Health = 'green' | 'yellow' | 'red';

type Recovering = { readonly writer: Pick<Store['writer'], 'recovery'> };

/** True while the index is recovered from the translog. */
export function isInitializing({ uuid }: IndexEntry, { writer }: Recovering): boolean {
  const stage = writer.recovery(uuid)?.stage;
  return stage !== undefined && stage !== 'done';
}

/**
 * An index that is being recovered, or of which data is missing, is red; one with replicas is yellow, since there is one
 * node.
 */
export function healthOf(entry: IndexEntry, store: Recovering): Health {
  if (entry.missingData.length > 0 || isInitializing(entry, store)) {
    return 'red';
  }
  return entry.replicas > 0 ? 'yellow' : 'green';
}

/** The worst health among indices. */
export function statusOf(entries: readonly IndexEntry[], store: Recovering): Health {
  const all = new Set(entries.map((entry) => healthOf(entry, store)));
  return all.has('red') ? 'red' : all.has('yellow') ? 'yellow' : 'green';
}

/** `GET /_cluster/health[/{index}]` */
export const clusterHealth: RestRoute = {
  methods: ['GET'],
  paths: ['/_cluster/health', '/_cluster/health/:index'],
  parameters: [
    ...EXPRESSION_PARAMETERS,
    ...['level', 'wait_for_status', 'timeout', 'master_timeout', 'cluster_manager_timeout'],
    ...['wait_for_no_relocating_shards', 'wait_for_no_initializing_shards', 'wait_for_nodes'],
    ...[
      'wait_for_active_shards',
      'wait_for_events',
      'local',
      'return_200_for_cluster_health_timeout',
      'awareness_attribute',
      'ensure_node_weighed_in',
    ],
  ],
  ignored: [
    ...['local', 'master_timeout', 'cluster_manager_timeout', 'wait_for_events'],
    'ensure_node_weighed_in',
  ],
  partly:
    'It waits while indices are recovered. Otherwise health changes with indices only, so that what is not reached times out at once.',
  handle: async (request, store) => {
    const { parameters } = request;
    const level = parameters.text('level') ?? 'cluster';
    if (!['cluster', 'indices', 'shards', 'awareness_attributes'].includes(level)) {
      throw errors.illegalArgument(
        `level parameter must be one of [cluster] or [indices] or [shards] but was [${level}]`,
      );
    }
    const expandWildcards = parameters.has('expand_wildcards')
      ? {}
      : { expandWildcards: new Set(['open', 'hidden'] as const) };
    checkPriority(parameters.text('wait_for_events'));
    const look = () => {
      const found = find(() => requestedIndices(request, store, expandWildcards));
      const entries = found ?? [];
      const summary = summarizeHealth(entries, store);
      const health = found ? summary : { ...summary, status: 'red' as const };
      return { entries, health, isReached: found !== undefined && isEnough(health, parameters) };
    };
    const { entries, health, isReached } = await waitUntilReached(look, request, store);
    const indices =
      level === 'indices' || level === 'shards'
        ? { indices: perIndex(entries, { store, hasShards: level === 'shards' }) }
        : {};
    return {
      status: isReached ? 200 : 408,
      body: { ...health, timed_out: !isReached, ...indices },
    };
  },
};

/** Whether all is there that a request waits for. */
function isEnough(health: ReturnType<typeof summarizeHealth>, parameters: Parameters): boolean {
  const active = parameters.text('wait_for_active_shards');
  const missing = health.unassigned_shards + health.initializing_shards;
  return (
    reaches(health.status, parameters.text('wait_for_status')) &&
    hasEnough(parameters.text('wait_for_nodes'), 1) &&
    (active === 'all' ? missing === 0 : hasEnough(active, health.active_shards)) &&
    (health.initializing_shards === 0 ||
      !parameters.boolean('wait_for_no_initializing_shards', false))
  );
}

/** Looks until what is waited for is reached, or time is over, or nothing changes by itself any more. */
async function waitUntilReached<T extends { readonly isReached: boolean }>(
  look: () => T,
  { parameters, signal }: RestRequest,
  store: Store,
): Promise<T> {
  const untilMs =
    performance.now() + parseTimeValue(parameters.text('timeout') ?? '30s', 'timeout');
  const mayChange = () => store.catalog.entries().some((entry) => isInitializing(entry, store));
  let seen = look();
  while (!seen.isReached && mayChange() && !signal.aborted && performance.now() < untilMs) {
    await sleep(LOOK_MS);
    seen = look();
  }
  return seen;
}

/** An index that is missing may come while a client waits for it: that is a timeout, not an error. */
function find<T>(resolve: () => T): T | undefined {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof LongshoreError && error.type === 'index_not_found_exception') {
      return undefined;
    }
    throw error;
  }
}

const PRIORITIES = ['IMMEDIATE', 'URGENT', 'HIGH', 'NORMAL', 'LOW', 'LANGUID'];

/** Nothing waits here, of whatever priority. */
function checkPriority(given: string | undefined): void {
  if (given !== undefined && !PRIORITIES.includes(given.toUpperCase())) {
    throw errors.illegalArgument(
      `invalid value [${given}] for [wait_for_events]; use one of [${PRIORITIES.join(', ').toLowerCase()}]`,
    );
  }
}

/** `3`, `>=3`, `ge(3)` */
function hasEnough(wanted: string | undefined, have: number): boolean {
  const match = /^(>=|<=|>|<|ge|le|gt|lt)?\(?(\d{1,9})\)?$/.exec(wanted ?? '0');
  const [, operator = '>=', number = '0'] = match ?? [];
  switch (operator) {
    case '<':
    case 'lt':
      return have < Number(number);
    case '<=':
    case 'le':
      return have <= Number(number);
    case '>':
    case 'gt':
      return have > Number(number);
    default:
      return have >= Number(number);
  }
}

const ORDER: readonly string[] = ['red', 'yellow', 'green'];

function reaches(status: Health, wanted: string | undefined): boolean {
  if (wanted === undefined) {
    return true;
  }
  const at = ORDER.indexOf(wanted.toLowerCase());
  if (at < 0) {
    throw errors.illegalArgument(`unknown cluster health status [${wanted}]`);
  }
  return ORDER.indexOf(status) >= at;
}

/** Health of some indices as one. */
export function summarizeHealth(entries: readonly IndexEntry[], store: Store) {
  const initializing = sum(entries, (entry) => initializingShards(entry, store));
  const active = sum(entries, (entry) => entry.shards) - initializing;
  const unassigned = sum(entries, (entry) => entry.shards * entry.replicas);
  const total = active + initializing + unassigned;
  const status = statusOf(entries, store);
  return {
    cluster_name: store.node.clusterName,
    status,
    timed_out: false,
    number_of_nodes: 1,
    number_of_data_nodes: 1,
    discovered_master: true,
    discovered_cluster_manager: true,
    active_primary_shards: active,
    active_shards: active,
    relocating_shards: 0,
    initializing_shards: initializing,
    unassigned_shards: unassigned,
    delayed_unassigned_shards: 0,
    number_of_pending_tasks: 0,
    number_of_in_flight_fetch: 0,
    task_max_waiting_in_queue_millis: 0,
    active_shards_percent_as_number: total === 0 ? 100 : (active / total) * 100,
  };
}

const initializingShards = (entry: IndexEntry, store: Recovering): number =>
  isInitializing(entry, store) ? entry.shards : 0;

function perIndex(
  entries: readonly IndexEntry[],
  { store, hasShards }: { readonly store: Recovering; readonly hasShards: boolean },
) {
  return Object.fromEntries(
    entries.map((entry) => [
      entry.name,
      {
        status: healthOf(entry, store),
        number_of_shards: entry.shards,
        number_of_replicas: entry.replicas,
        active_primary_shards: entry.shards - initializingShards(entry, store),
        active_shards: entry.shards - initializingShards(entry, store),
        relocating_shards: 0,
        initializing_shards: initializingShards(entry, store),
        unassigned_shards: entry.shards * entry.replicas,
        // Ours: what an administrator has to know of a red index, and accepts by `_cluster/reroute`.
        ...(entry.missingData.length === 0 ? {} : { missing_data: entry.missingData }),
        ...(hasShards ? { shards: perShard(entry, store) } : {}),
      },
    ]),
  );
}

function perShard(entry: IndexEntry, store: Recovering) {
  const isActive = !isInitializing(entry, store);
  const shard = {
    status: healthOf(entry, store),
    primary_active: isActive,
    active_shards: isActive ? 1 : 0,
    relocating_shards: 0,
    initializing_shards: isActive ? 0 : 1,
    unassigned_shards: entry.replicas,
    unassigned_primary_shards: 0,
  };
  return Object.fromEntries(Array.from({ length: entry.shards }, (_, i) => [i, shard]));
}

function sum(entries: readonly IndexEntry[], value: (entry: IndexEntry) => number): number {
  return entries.reduce((total, entry) => total + value(entry), 0);
}
