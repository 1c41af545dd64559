import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { isInitializing, statusOf } from './cluster-health.ts';
import { percent, readNodeFigures } from './node-figures.ts';

/** Below this share of free disk it will soon be full. */
const DISK_FREE_PERCENT_MIN = 10;

type Status = 'green' | 'yellow' | 'red';

interface Indicator {
  readonly status: Status;
  readonly symptom: string;
  readonly details: object;
}

const INDICATORS: Readonly<Record<string, (store: Store) => Promise<Indicator>>> = {
  master_is_stable: async ({ node }) => ({
    status: 'green',
    symptom: 'The cluster has one node, which is its master',
    details: { current_master: { node_id: node.id, name: node.name } },
  }),
  shards_availability: async (store) => {
    const entries = store.catalog.entries();
    const status = statusOf(entries, store);
    const initializing = entries.filter((entry) => isInitializing(entry, store));
    const unassigned = entries.reduce((sum, one) => sum + one.shards * one.replicas, 0);
    return {
      status,
      symptom:
        initializing.length > 0
          ? `Indices that are being recovered from the translog: ${initializing.length}`
          : SHARD_SYMPTOMS[status],
      details: {
        started_primaries: shardsOf(entries) - shardsOf(initializing),
        initializing_primaries: shardsOf(initializing),
        unassigned_replicas: unassigned,
      },
    };
  },
  disk: async ({ node }) => {
    const { total, available } = (await readNodeFigures(node.dataPath)).disk;
    const isLow = percent(available, total) < DISK_FREE_PERCENT_MIN;
    return {
      status: isLow ? 'yellow' : 'green',
      symptom: isLow
        ? `Less than ${DISK_FREE_PERCENT_MIN} % of the disk is free; delete indices or make it larger`
        : 'The cluster has enough available disk space',
      details: { available_in_bytes: available, total_in_bytes: total },
    };
  },
};

const shardsOf = (entries: readonly IndexEntry[]): number =>
  entries.reduce((sum, { shards }) => sum + shards, 0);

const SHARD_SYMPTOMS: Readonly<Record<Status, string>> = {
  green: 'This cluster has all shards available',
  yellow: 'Copies of shards have no second node to be on',
  red: 'Data of some indices is missing',
};

const ORDER: readonly Status[] = ['green', 'yellow', 'red'];

/** `GET /_health_report[/{indicator}]` */
export const healthReport: RestRoute = {
  methods: ['GET'],
  paths: ['/_health_report', '/_health_report/:indicator'],
  parameters: ['timeout', 'verbose', 'size'],
  ignored: ['timeout', 'size'],
  partly: 'The indicators are `master_is_stable`, `shards_availability` and `disk`.',
  handle: async ({ part, parameters }, store) => {
    const wanted = part('indicator');
    if (wanted !== undefined && !Object.hasOwn(INDICATORS, wanted)) {
      throw errors.resourceNotFound(`Did not find indicator ${wanted}`);
    }
    const isVerbose = parameters.boolean('verbose', true);
    const indicators: Record<string, object> = {};
    let worst: Status = 'green';
    for (const [name, examine] of Object.entries(INDICATORS)) {
      if (wanted === undefined || wanted === name) {
        const { details, ...indicator } = await examine(store);
        indicators[name] = isVerbose ? { ...indicator, details } : indicator;
        worst = ORDER[Math.max(ORDER.indexOf(worst), ORDER.indexOf(indicator.status))] ?? worst;
      }
    }
    const head = wanted === undefined ? { status: worst } : {};
    return ok({ ...head, cluster_name: store.node.clusterName, indicators });
  },
};
