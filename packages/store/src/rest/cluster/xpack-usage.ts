import { isObject } from '@longshore/common/json';
import { ok, type RestRoute, type Store } from '../route.ts';

/** Features of Elasticsearch that are not here. */
const MISSING = [
  ...['aggregate_metric', 'analytics', 'archive', 'ccr', 'enrich', 'enterprise_search', 'eql'],
  ...['esql', 'frozen_indices', 'graph', 'logstash', 'ml', 'monitoring', 'rollup'],
  ...['searchable_snapshots', 'security', 'slm', 'spatial', 'sql', 'transform'],
  ...['universal_profiling', 'voting_only', 'watcher'],
];

const NONE = { available: false, enabled: false };
const THERE = { available: true, enabled: true };

/** `GET /_xpack/usage`: which features there are, and what is made of them. */
export const xpackUsage: RestRoute = {
  methods: ['GET'],
  paths: ['/_xpack/usage'],
  parameters: ['master_timeout'],
  ignored: ['master_timeout'],
  handle: async (_request, store) => {
    const missing = MISSING.map((name) => [name, NONE] as const);
    return ok({
      ...Object.fromEntries(missing),
      data_streams: dataStreamUsage(store),
      data_lifecycle: dataLifecycleUsage(store),
      ilm: policyUsage(store),
    });
  },
};

function dataStreamUsage({ catalog }: Store) {
  const streams = catalog.dataStreams();
  return {
    ...THERE,
    data_streams: streams.length,
    indices_count: streams.reduce((sum, { indices }) => sum + indices.length, 0),
  };
}

function dataLifecycleUsage({ catalog }: Store) {
  return {
    ...THERE,
    count: catalog.dataStreams().filter(({ lifecycle }) => lifecycle !== undefined).length,
  };
}

function policyUsage({ catalog }: Store) {
  const used = catalog.entries().map(({ settings }) => settings['index.lifecycle.name']);
  const policies = catalog.policies.find('*').map(([name, { policy }]) => ({
    phases: isObject(policy.phases) ? policy.phases : {},
    indices_managed: used.filter((one) => one === name).length,
  }));
  return { ...THERE, policy_count: policies.length, policy_stats: policies };
}
