import type { Container } from '@longshore/common/api/inventory';
import type { JsonObject } from '@longshore/common/json';
import { type Bucket, bucketsOf, hitsOf, metricOf, type SearchAnswer } from '../search-types.ts';
import { type DocumentReader, readDocument, timeOf } from './document.ts';
import { dockerOutcomes } from './outcomes.ts';
import {
  type InventoryAnswers,
  SPARKLINE_POINTS,
  SPARKLINE_STEP_MS,
  sparklineStart,
} from './searches.ts';

/** Not heard of for so long, a container is gone and a host is silent. */
export const SILENT_MS = 60_000;
/** Interfaces of one fetch are at most this far apart in time. */
const SAME_FETCH_MS = 2_000;

const STATES: readonly string[] = [
  'running',
  'created',
  'restarting',
  'removing',
  'paused',
  'exited',
  'dead',
] satisfies readonly Container['state'][];

/** Newest measured values of a container; null where nothing was measured. */
export interface ContainerUsage {
  readonly cpuCores: number | null;
  readonly memoryUsedBytes: number | null;
  readonly networkInBytesPerS: number | null;
  readonly networkOutBytesPerS: number | null;
  readonly diskReadBytesPerS: number | null;
  readonly diskWriteBytesPerS: number | null;
}

/** All containers that exist, ordered by host and name. */
export function mapContainers(answers: InventoryAnswers, nowMs: number): Container[] {
  const found = [...latestById(answers.containers)];
  const readAt = dockerReadAt(answers);
  const usage = usageReader(answers);
  const cpu = sparklines(answers.cpuSparklines, nowMs);
  const memory = sparklines(answers.memorySparklines, nowMs);
  return found
    .map(([id, [source]]) => {
      const container = mapContainer(id, source ?? {}, usage(id));
      return {
        ...container,
        cpuSparkline: cpu.get(id) ?? [],
        memorySparkline: memory.get(id) ?? [],
      };
    })
    .filter((container) => !isGone(container, readAt.get(container.host)))
    .map((container) => (isSilent(container, nowMs) ? forgetUsage(container) : container))
    .sort((a, b) => compare(a.host, b.host) || compare(a.name, b.name) || compare(a.id, b.id));
}

/** A container from its newest document and newest values, without sparklines. */
export function mapContainer(id: string, source: JsonObject, usage: ContainerUsage): Container {
  const document = readDocument(source);
  const state = document.text('docker.container.state');
  const running = state === 'running' || state === 'paused';
  return {
    id,
    name: document.text('container.name') ?? id.slice(0, 12),
    host: document.text('host.name') ?? '',
    image: document.text('container.image.name') ?? '',
    project: document.text('docker.container.labels.com_docker_compose_project'),
    service: document.text('docker.container.labels.com_docker_compose_service'),
    command: document.text('docker.container.command') ?? '',
    application: mapApplication(document),
    ...mapLife(document),
    restarts: document.number('docker.container.restart_count'),
    createdAt: document.text('docker.container.created'),
    lastSeen: document.text('@timestamp') ?? '',
    ports: document.texts('docker.container.ports'),
    ipAddresses: document.texts('docker.container.ip_addresses'),
    cpuLimitCores: document.number('docker.container.limits.cpu.cores'),
    memoryLimitBytes: document.number('docker.container.limits.memory.bytes'),
    pids: running ? document.number('docker.container.pids') : null,
    ...(running ? usage : NO_USAGE),
    cpuSparkline: [],
    memorySparkline: [],
  };
}

function mapLife(document: DocumentReader) {
  const status = document.text('docker.container.status') ?? '';
  const state = document.text('docker.container.state');
  return {
    state: STATES.includes(state ?? '') ? (state as Container['state']) : ('unknown' as const),
    status,
    health: document.text('docker.container.health'),
    exitCode: state === 'running' ? null : document.number('docker.container.exit_code'),
    oomKilled: document.flag('docker.container.oom_killed'),
    startedAt: document.text('docker.container.started_at'),
    finishedAt: document.text('docker.container.finished_at'),
  };
}

function mapApplication(document: DocumentReader): Container['application'] {
  const name = document.text('docker.container.application.name');
  return name === null
    ? null
    : {
        name,
        version: document.text('docker.container.application.version'),
        evidence: document.text('docker.container.application.evidence') ?? '',
      };
}

const NO_USAGE: ContainerUsage = {
  cpuCores: null,
  memoryUsedBytes: null,
  networkInBytesPerS: null,
  networkOutBytesPerS: null,
  diskReadBytesPerS: null,
  diskWriteBytesPerS: null,
};

/** Gives the newest values of a container from the answers of the datasets cpu, memory, network and diskio. */
export function usageReader(answers: InventoryAnswers): (id: string) => ContainerUsage {
  const cpu = latestById(answers.cpu);
  const memory = latestById(answers.memory);
  const diskio = latestById(answers.diskio);
  const network = latestById(answers.network);
  return (id) => {
    const disk = readDocument(diskio.get(id)?.[0]);
    const interfaces = ofOneFetch(network.get(id) ?? []);
    return {
      cpuCores: measured(readDocument(cpu.get(id)?.[0]).number('docker.cpu.total.pct')),
      memoryUsedBytes: readDocument(memory.get(id)?.[0]).number('docker.memory.usage.total'),
      networkInBytesPerS: sum(interfaces, 'docker.network.in.bytes'),
      networkOutBytesPerS: sum(interfaces, 'docker.network.out.bytes'),
      diskReadBytesPerS: measured(disk.number('docker.diskio.read.bytes_rate')),
      diskWriteBytesPerS: measured(disk.number('docker.diskio.write.bytes_rate')),
    };
  };
}

/** Rates are negative when a counter went backwards, as after a restart: nothing was measured then. */
export function measured(value: number | null): number | null {
  return value === null || value < 0 ? null : value;
}

/** The newest document of each interface, as far as it is of the newest fetch: others were disconnected. */
function ofOneFetch(sources: readonly JsonObject[]): DocumentReader[] {
  const newest = timeOf(sources[0]);
  const byInterface = new Map<string, DocumentReader>();
  for (const source of sources) {
    const document = readDocument(source);
    const name = document.text('docker.network.interface') ?? '';
    if (newest - timeOf(source) <= SAME_FETCH_MS && !byInterface.has(name)) {
      byInterface.set(name, document);
    }
  }
  return [...byInterface.values()];
}

function sum(documents: readonly DocumentReader[], field: string): number | null {
  const values = documents.flatMap((document) => measured(document.number(field)) ?? []);
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
}

/** `terms` on an id with `top_hits` inside: id to its newest documents, newest first. */
function latestById(answer: SearchAnswer | undefined): Map<string, readonly JsonObject[]> {
  return new Map(
    bucketsOf(answer?.aggregations, 'containers').map((bucket) => [
      String(bucket.key),
      hitsOf(bucket, 'latest').map((hit) => hit._source ?? {}),
    ]),
  );
}

/** When the engine of each host was last read with success. */
function dockerReadAt({ containers, docker }: InventoryAnswers): Map<string, number> {
  const newest = new Map<string, number>();
  const see = (host: string, atMs: number) =>
    newest.set(host, Math.max(newest.get(host) ?? 0, atMs));
  for (const [source] of latestById(containers).values()) {
    see(readDocument(source).text('host.name') ?? '', timeOf(source));
  }
  for (const { host, worked } of dockerOutcomes(docker)) {
    see(host, timeOf(worked));
  }
  return newest;
}

/** Removed: its engine was read since, and had this container no more. */
function isGone(container: Container, readAtMs = 0): boolean {
  const unseenMs = readAtMs - Date.parse(container.lastSeen);
  return unseenMs > SILENT_MS && container.state !== 'exited';
}

function isSilent(container: Container, nowMs: number): boolean {
  return nowMs - Date.parse(container.lastSeen) > SILENT_MS;
}

/** The host says nothing any more, so nobody knows whether the container still runs. */
function forgetUsage(container: Container): Container {
  const state = container.state === 'running' ? 'unknown' : container.state;
  return { ...container, ...NO_USAGE, pids: null, state };
}

/** Sparklines by the key of the `entities` buckets: 30 values, the last one of now. */
export function sparklines(
  answer: SearchAnswer | undefined,
  nowMs: number,
): Map<string, (number | null)[]> {
  const start = sparklineStart(nowMs);
  return new Map(
    bucketsOf(answer?.aggregations, 'entities').map((bucket) => [
      String(bucket.key),
      sparkline(bucket, start),
    ]),
  );
}

function sparkline(entity: Bucket, startMs: number): (number | null)[] {
  const values = new Array<number | null>(SPARKLINE_POINTS).fill(null);
  for (const bucket of bucketsOf(entity, 'times')) {
    const at = Math.round((Number(bucket.key) - startMs) / SPARKLINE_STEP_MS);
    if (at >= 0 && at < SPARKLINE_POINTS) {
      values[at] = shorten(metricOf(bucket, 'value'));
    }
  }
  return values;
}

/** A sparkline of 30 pixels needs three digits. */
function shorten(value: number | null): number | null {
  const known = measured(value);
  return known === null ? null : Number(known.toPrecision(3));
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
