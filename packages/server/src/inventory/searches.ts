import type { Json } from '@longshore/common/json';
import { type IndexedSearch, type SearchAnswer, timeFilter } from '../search-types.ts';

/** Most containers and hosts of a snapshot. */
const CONTAINERS_MAX = 10_000;
const HOSTS_MAX = 1_000;
/** Containers with a sparkline: all buckets of one answer stay below the store's limit of 65,536. */
export const SPARKLINE_CONTAINERS_MAX = 2_000;
const INTERFACES_MAX = 16;
const MOUNTS_MAX = 64;
const DATASETS_MAX = 16;

/** Newest values are looked for so far back; several periods of the agent. */
const LATEST_MS = 150_000;
/** A container is looked for longer, so that those of a host that went silent are still shown. */
const CONTAINER_MS = 300_000;
/** A host that was heard of within this time and is silent now is missed. */
const KNOWN_HOSTS_MS = 86_400_000;
export const SPARKLINE_POINTS = 30;
export const SPARKLINE_STEP_MS = 30_000;

/** Searches of a snapshot by name. */
export type InventorySearches = Readonly<Record<string, IndexedSearch>>;
/** Their answers by the same names; a name may be missing. */
export type InventoryAnswers = Readonly<Record<string, SearchAnswer | undefined>>;

const LOG_INDEX = 'logs-docker.container-*';
/** An event that says why nothing could be read. */
const FAILED = { exists: { field: 'error.type' } };
const HOST_FIELDS = [
  '@timestamp',
  'agent.ephemeral_id',
  'host.name',
  'host.os.name',
  'host.os.version',
  'host.os.kernel',
];

/** What the list shows; a container may have many more labels. */
const CONTAINER_FIELDS = [
  'created',
  'command',
  'status',
  'state',
  'health',
  'exit_code',
  'oom_killed',
  'restart_count',
  'started_at',
  'finished_at',
  'ports',
  'ip_addresses',
  'limits',
  'pids',
  'application',
  'labels.com_docker_compose_project',
  'labels.com_docker_compose_service',
];

/** What changes with every period of the agent. */
export function liveSearches(nowMs: number): InventorySearches {
  const since = nowMs - LATEST_MS;
  return {
    containers: latestPerContainer('container', nowMs - CONTAINER_MS, [
      'host.name',
      'container.name',
      'container.image.name',
      ...CONTAINER_FIELDS.map((field) => `docker.container.${field}`),
    ]),
    cpu: latestPerContainer('cpu', since, ['docker.cpu.total.pct']),
    memory: latestPerContainer('memory', since, ['docker.memory.usage.total']),
    diskio: latestPerContainer('diskio', since, [
      'docker.diskio.read.bytes_rate',
      'docker.diskio.write.bytes_rate',
    ]),
    network: latestPerContainer(
      'network',
      since,
      ['docker.network.interface', 'docker.network.in.bytes', 'docker.network.out.bytes'],
      INTERFACES_MAX,
    ),
    system: systemSearch(since),
    docker: dockerSearch(since),
  };
}

/** What changes slowly or costs more: sparklines, filesystems, hosts that were heard of before. */
export function slowSearches(nowMs: number): InventorySearches {
  const containerSparkline = (dataset: string, field: string) =>
    sparkline(`metrics-docker.${dataset}-*`, field, nowMs, {
      field: 'container.id',
      size: SPARKLINE_CONTAINERS_MAX,
    });
  const hosts = { field: 'host.name', size: HOSTS_MAX };
  return {
    cpuSparklines: containerSparkline('cpu', 'docker.cpu.total.pct'),
    memorySparklines: containerSparkline('memory', 'docker.memory.usage.total'),
    hostCpuSparklines: sparkline('metrics-system.cpu-*', 'system.cpu.total.norm.pct', nowMs, hosts),
    hostMemorySparklines: sparkline(
      'metrics-system.memory-*',
      'system.memory.actual.used.pct',
      nowMs,
      hosts,
    ),
    filesystems: filesystemSearch(nowMs - LATEST_MS * 2),
    knownHosts: {
      index: 'metrics-system.load-*',
      body: search(nowMs - KNOWN_HOSTS_MS, [], {
        hosts: { terms: hosts, aggs: { latest: latest(HOST_FIELDS) } },
      }),
    },
    logErrors: logErrorSearch(nowMs),
    logLines: {
      index: LOG_INDEX,
      body: search(nowMs - LATEST_MS, [{ bool: { must_not: [FAILED] } }], {
        hosts: { terms: hosts, aggs: { newest: { max: { field: '@timestamp' } } } },
      }),
    },
  };
}

function latestPerContainer(
  dataset: string,
  sinceMs: number,
  fields: readonly string[],
  size = 1,
): IndexedSearch {
  return {
    index: `metrics-docker.${dataset}-*`,
    body: search(sinceMs, [], {
      containers: {
        terms: { field: 'container.id', size: CONTAINERS_MAX },
        aggs: { latest: latest(['@timestamp', ...fields], size) },
      },
    }),
  };
}

function systemSearch(sinceMs: number): IndexedSearch {
  const datasets = ['cpu', 'load', 'memory', 'uptime', 'network'];
  const summaryOnly = {
    bool: {
      should: [
        { bool: { must_not: [{ term: { 'event.dataset': 'system.network' } }] } },
        { exists: { field: 'system.network.in.bytes_rate' } },
      ],
      minimum_should_match: 1,
    },
  };
  return {
    index: datasets.map((dataset) => `metrics-system.${dataset}-*`).join(','),
    body: search(sinceMs, [summaryOnly], {
      hosts: {
        terms: { field: 'host.name', size: HOSTS_MAX },
        aggs: {
          datasets: {
            terms: { field: 'event.dataset', size: DATASETS_MAX },
            aggs: { latest: latest([...HOST_FIELDS, ...SYSTEM_FIELDS]) },
          },
        },
      },
    }),
  };
}

const SYSTEM_FIELDS = [
  'system.cpu.cores',
  'system.cpu.total.norm.pct',
  'system.load.1',
  'system.memory.actual.used.bytes',
  'system.memory.total',
  'system.uptime.duration.ms',
  'system.network.in.bytes_rate',
  'system.network.out.bytes_rate',
];

/** An agent says once why it cannot read the logs of a host; what it says of one container is no problem of all. */
function logErrorSearch(nowMs: number): IndexedSearch {
  const ofHost = { bool: { must_not: [{ exists: { field: 'container.id' } }] } };
  return {
    index: LOG_INDEX,
    body: search(nowMs - KNOWN_HOSTS_MS, [FAILED, ofHost], {
      hosts: {
        terms: { field: 'host.name', size: HOSTS_MAX },
        aggs: { latest: latest(['@timestamp', 'error', 'agent.ephemeral_id']) },
      },
    }),
  };
}

/** Per host and dataset the newest event that failed and the newest that did not: the later one is the truth. */
function dockerSearch(sinceMs: number): IndexedSearch {
  return {
    index: 'metrics-docker.info-*,metrics-docker.container-*',
    body: search(sinceMs, [], {
      hosts: {
        terms: { field: 'host.name', size: HOSTS_MAX },
        aggs: {
          datasets: {
            terms: { field: 'event.dataset', size: DATASETS_MAX },
            aggs: {
              outcome: {
                filters: { filters: { failed: FAILED, worked: { bool: { must_not: [FAILED] } } } },
                aggs: { latest: latest(['@timestamp', 'error', 'docker.info.version']) },
              },
            },
          },
        },
      },
    }),
  };
}

function filesystemSearch(sinceMs: number): IndexedSearch {
  const fields = ['system.filesystem.total', 'system.filesystem.used.bytes'];
  return {
    index: 'metrics-system.filesystem-*',
    body: search(sinceMs, [], {
      hosts: {
        terms: { field: 'host.name', size: HOSTS_MAX },
        aggs: {
          mounts: {
            terms: { field: 'system.filesystem.mount_point', size: MOUNTS_MAX },
            aggs: { latest: latest(fields) },
          },
        },
      },
    }),
  };
}

function sparkline(
  index: string,
  field: string,
  nowMs: number,
  entities: { readonly field: string; readonly size: number },
): IndexedSearch {
  const histogram = {
    date_histogram: {
      field: '@timestamp',
      fixed_interval: `${SPARKLINE_STEP_MS / 1000}s`,
      min_doc_count: 1,
    },
    aggs: { value: { avg: { field } } },
  };
  return {
    index,
    body: search(sparklineStart(nowMs), [], {
      entities: { terms: entities, aggs: { times: histogram } },
    }),
  };
}

/** Start of the first of 30 buckets; the last one is the one of now. */
export function sparklineStart(nowMs: number): number {
  const last = Math.floor(nowMs / SPARKLINE_STEP_MS) * SPARKLINE_STEP_MS;
  return last - (SPARKLINE_POINTS - 1) * SPARKLINE_STEP_MS;
}

function search(sinceMs: number, filters: readonly Json[], aggs: Json): IndexedSearch['body'] {
  return {
    size: 0,
    track_total_hits: false,
    query: { bool: { filter: [timeFilter(sinceMs), ...filters] } },
    aggs,
  };
}

function latest(fields: readonly string[], size = 1): Json {
  return { top_hits: { size, sort: [{ '@timestamp': { order: 'desc' } }], _source: [...fields] } };
}
