import type { Json } from '@longshore/common/json';
import { type IndexedSearch, timeFilter } from '../search-types.ts';
import type { TimeRange } from '../time-range.ts';

const EVENTS_MAX = 200;
const PROCESSES_MAX = 100;
const INTERFACES_MAX = 16;
/** Newest values are looked for so far before the end of the range. */
const LATEST_MS = 150_000;
/** The newest document of a container that is not there any more is looked for so far back. */
const CONTAINER_MS = 30 * 86_400_000;

export interface ContainerQuestion {
  readonly id: string;
  readonly range: TimeRange;
  readonly intervalMs: number;
}

/** All searches of a container's page, by name. */
export function containerSearches(question: ContainerQuestion) {
  const { id, range } = question;
  const ofContainer = { term: { 'container.id': id } };
  const since = range.toMs - LATEST_MS;
  return {
    container: {
      index: 'metrics-docker.container-*',
      body: newest(1, [ofContainer, timeFilter(range.toMs - CONTAINER_MS, range.toMs)]),
    },
    cpu: latest('cpu', ofContainer, since, range.toMs),
    memory: latest('memory', ofContainer, since, range.toMs),
    diskio: latest('diskio', ofContainer, since, range.toMs),
    network: latest('network', ofContainer, since, range.toMs, INTERFACES_MAX),
    cpuSeries: series('cpu', question, { cpu: avg('docker.cpu.total.pct') }),
    memorySeries: series('memory', question, { memory: avg('docker.memory.usage.total') }),
    diskioSeries: series('diskio', question, {
      read: avg('docker.diskio.read.bytes_rate'),
      write: avg('docker.diskio.write.bytes_rate'),
    }),
    networkSeries: series('network', question, {
      interfaces: {
        terms: { field: 'docker.network.interface', size: INTERFACES_MAX },
        aggs: { in: avg('docker.network.in.bytes'), out: avg('docker.network.out.bytes') },
      },
    }),
    events: {
      index: 'logs-docker.event-*',
      body: newest(EVENTS_MAX, [ofContainer, timeFilter(range.fromMs, range.toMs)], EVENT_FIELDS),
    },
    processes: {
      index: 'metrics-system.process-*',
      body: newest(PROCESSES_MAX, [ofContainer, timeFilter(since, range.toMs)], PROCESS_FIELDS),
    },
  } satisfies Record<string, IndexedSearch>;
}

const EVENT_FIELDS = ['@timestamp', 'docker.event.action', 'docker.event.exit_code'];

const PROCESS_FIELDS = [
  '@timestamp',
  'process.pid',
  'process.name',
  'process.args',
  'process.command_line',
  'system.process.cmdline',
  'user.name',
  'system.process.cpu.total.pct',
  'system.process.memory.rss.bytes',
];

function latest(
  dataset: string,
  ofContainer: Json,
  sinceMs: number,
  toMs: number,
  size = 1,
): IndexedSearch {
  return {
    index: `metrics-docker.${dataset}-*`,
    body: newest(
      size,
      [ofContainer, timeFilter(sinceMs, toMs)],
      ['@timestamp', `docker.${dataset}`],
    ),
  };
}

function series(
  dataset: string,
  { id, range, intervalMs }: ContainerQuestion,
  aggs: Json,
): IndexedSearch {
  const filter = [{ term: { 'container.id': id } }, timeFilter(range.fromMs, range.toMs)];
  const histogram = { field: '@timestamp', fixed_interval: `${intervalMs}ms`, min_doc_count: 1 };
  return {
    index: `metrics-docker.${dataset}-*`,
    body: {
      size: 0,
      track_total_hits: false,
      query: { bool: { filter } },
      aggs: { times: { date_histogram: histogram, aggs } },
    },
  };
}

function newest(size: number, filter: readonly Json[], fields?: readonly string[]) {
  return {
    size,
    track_total_hits: false,
    query: { bool: { filter } },
    sort: NEWEST_FIRST,
    ...(fields ? { _source: [...fields] } : {}),
  };
}

const NEWEST_FIRST = [{ '@timestamp': { order: 'desc' } }];

function avg(field: string) {
  return { avg: { field } };
}
