import type { Json } from '@longshore/common/json';
import { type IndexedSearch, timeFilter } from '../search-types.ts';

/** Documents of one search; the newest come first, so that with more of them the oldest are missing. */
const DOCUMENTS_MAX = 10_000;
const HOSTS_MAX = 1_000;
/** Containers with a sparkline: all buckets of one answer stay below the store's limit of 65,536. */
export const SPARKLINE_CONTAINERS_MAX = 2_000;
/** A host that was heard of within this time and is silent now is missed. */
export const KNOWN_HOSTS_MS = 86_400_000;
export const SPARKLINE_POINTS = 30;
export const SPARKLINE_STEP_MS = 30_000;

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
].map((field) => `docker.container.${field}`);
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

/** What changes with every period of the agent: the documents since a time. */
export function liveSearches(sinceMs: number) {
  const docker = (dataset: string, fields: readonly string[]) =>
    documents(`metrics-docker.${dataset}-*`, sinceMs, ['container.id', ...fields]);
  return {
    containers: docker('container', [
      'host.name',
      'event.dataset',
      'error',
      'container.name',
      'container.image.name',
      ...CONTAINER_FIELDS,
    ]),
    info: docker('info', ['host.name', 'event.dataset', 'error', 'docker.info.version']),
    cpu: docker('cpu', ['docker.cpu.total.pct']),
    memory: docker('memory', ['docker.memory.usage.total']),
    diskio: docker('diskio', ['docker.diskio.read.bytes_rate', 'docker.diskio.write.bytes_rate']),
    network: docker('network', [
      'docker.network.interface',
      'docker.network.in.bytes',
      'docker.network.out.bytes',
    ]),
    system: systemSearch(sinceMs),
  } satisfies Record<string, IndexedSearch>;
}

/** Of the network only the summary of a host counts, not the events of its interfaces. */
function systemSearch(sinceMs: number): IndexedSearch {
  const datasets = ['cpu', 'load', 'memory', 'uptime', 'network'];
  const interfaces = {
    bool: {
      filter: [{ term: { 'event.dataset': 'system.network' } }],
      must_not: [{ exists: { field: 'system.network.in.bytes_rate' } }],
    },
  };
  return documents(
    datasets.map((dataset) => `metrics-system.${dataset}-*`).join(','),
    sinceMs,
    ['event.dataset', ...HOST_FIELDS, ...SYSTEM_FIELDS],
    { must_not: [interfaces] },
  );
}

/** Since when the slow searches look for what they read. */
export interface SlowSpans {
  readonly nowMs: number;
  readonly filesystemsSinceMs: number;
  readonly logErrorsSinceMs: number;
  /** Hosts that report now: nobody needs to look for them in the last day. */
  readonly liveHosts: readonly string[];
}

/** What changes slowly or costs more: sparklines, filesystems, hosts that are silent, what keeps logs from us. */
export function slowSearches({ nowMs, ...spans }: SlowSpans) {
  const containers = { field: 'container.id', size: SPARKLINE_CONTAINERS_MAX };
  const hosts = { field: 'host.name', size: HOSTS_MAX };
  return {
    cpuSparklines: sparkline('metrics-docker.cpu-*', 'docker.cpu.total.pct', nowMs, containers),
    memorySparklines: sparkline(
      'metrics-docker.memory-*',
      'docker.memory.usage.total',
      nowMs,
      containers,
    ),
    hostCpuSparklines: sparkline('metrics-system.cpu-*', 'system.cpu.total.norm.pct', nowMs, hosts),
    hostMemorySparklines: sparkline(
      'metrics-system.memory-*',
      'system.memory.actual.used.pct',
      nowMs,
      hosts,
    ),
    filesystems: documents('metrics-system.filesystem-*', spans.filesystemsSinceMs, [
      'host.name',
      'system.filesystem.mount_point',
      'system.filesystem.total',
      'system.filesystem.used.bytes',
    ]),
    silentHosts: silentHostSearch(nowMs - KNOWN_HOSTS_MS, spans.liveHosts),
    logErrors: documents(
      LOG_INDEX,
      spans.logErrorsSinceMs,
      ['host.name', 'agent.ephemeral_id', 'error'],
      // What an agent says of one container is no problem of its host.
      { filter: [FAILED], must_not: [{ exists: { field: 'container.id' } }] },
    ),
  } satisfies Record<string, IndexedSearch>;
}

function silentHostSearch(sinceMs: number, liveHosts: readonly string[]): IndexedSearch {
  const latest = { size: 1, sort: NEWEST_FIRST, _source: HOST_FIELDS };
  return {
    index: 'metrics-system.load-*',
    body: {
      size: 0,
      track_total_hits: false,
      query: {
        bool: {
          filter: [timeFilter(sinceMs)],
          must_not: [{ terms: { 'host.name': [...liveHosts] } }],
        },
      },
      aggs: {
        hosts: {
          terms: { field: 'host.name', size: HOSTS_MAX },
          aggs: { latest: { top_hits: latest } },
        },
      },
    },
  };
}

/** The newest line of each host since a time, of those that are lines. */
export function logLineSearch(sinceMs: number): IndexedSearch {
  return {
    index: LOG_INDEX,
    body: {
      size: 0,
      track_total_hits: false,
      query: { bool: { filter: [timeFilter(sinceMs)], must_not: [FAILED] } },
      aggs: {
        hosts: {
          terms: { field: 'host.name', size: HOSTS_MAX },
          aggs: { newest: { max: { field: '@timestamp' } } },
        },
      },
    },
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
    body: {
      size: 0,
      track_total_hits: false,
      query: { bool: { filter: [timeFilter(sparklineStart(nowMs))] } },
      aggs: { entities: { terms: entities, aggs: { times: histogram } } },
    },
  };
}

/** Start of the first of 30 buckets; the last one is the one of now. */
export function sparklineStart(nowMs: number): number {
  const last = Math.floor(nowMs / SPARKLINE_STEP_MS) * SPARKLINE_STEP_MS;
  return last - (SPARKLINE_POINTS - 1) * SPARKLINE_STEP_MS;
}

interface Clauses {
  readonly filter?: readonly Json[];
  readonly must_not?: readonly Json[];
}

function documents(
  index: string,
  sinceMs: number,
  fields: readonly string[],
  { filter = [], must_not = [] }: Clauses = {},
): IndexedSearch {
  return {
    index,
    body: {
      size: DOCUMENTS_MAX,
      track_total_hits: false,
      query: { bool: { filter: [timeFilter(sinceMs), ...filter], must_not } },
      sort: NEWEST_FIRST,
      _source: ['@timestamp', ...fields],
    },
  };
}

const NEWEST_FIRST = [{ '@timestamp': { order: 'desc' } }];
