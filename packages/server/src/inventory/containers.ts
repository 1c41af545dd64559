import type { Container } from '@longshore/common/api/inventory';
import type { JsonObject } from '@longshore/common/json';
import { type DocumentReader, readDocument, timeOf } from './document.ts';
import type { Known } from './known.ts';
import type { NewestDocuments } from './newest-documents.ts';
import { measured } from './sparklines.ts';

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
export function mapContainers(known: Known, nowMs: number): Container[] {
  const readAt = engineReadAt(known);
  const interfaces = groupByContainer(known.network);
  return known.containers
    .entries()
    .map(([id, source]) => {
      const usage = mapUsage({
        cpu: known.cpu.get(id),
        memory: known.memory.get(id),
        diskio: known.diskio.get(id),
        network: interfaces.get(id) ?? [],
      });
      return {
        ...mapContainer(id, source, usage),
        cpuSparkline: known.cpuSparklines.get(id) ?? [],
        memorySparkline: known.memorySparklines.get(id) ?? [],
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

/** The newest documents of a container, by dataset. */
export interface UsageDocuments {
  readonly cpu: JsonObject | undefined;
  readonly memory: JsonObject | undefined;
  readonly diskio: JsonObject | undefined;
  /** Of all its interfaces, in any order, and perhaps several of one. */
  readonly network: readonly JsonObject[];
}

/** The newest values of a container. */
export function mapUsage({ cpu, memory, diskio, network }: UsageDocuments): ContainerUsage {
  const disk = readDocument(diskio);
  const interfaces = ofOneFetch(network);
  return {
    cpuCores: measured(readDocument(cpu).number('docker.cpu.total.pct')),
    memoryUsedBytes: readDocument(memory).number('docker.memory.usage.total'),
    networkInBytesPerS: sum(interfaces, 'docker.network.in.bytes'),
    networkOutBytesPerS: sum(interfaces, 'docker.network.out.bytes'),
    diskReadBytesPerS: measured(disk.number('docker.diskio.read.bytes_rate')),
    diskWriteBytesPerS: measured(disk.number('docker.diskio.write.bytes_rate')),
  };
}

/** The newest document of each interface, as far as it is of the newest fetch: others were disconnected. */
function ofOneFetch(sources: readonly JsonObject[]): DocumentReader[] {
  const newestFirst = [...sources].sort((a, b) => timeOf(b) - timeOf(a));
  const newest = timeOf(newestFirst[0]);
  const byInterface = new Map<string, DocumentReader>();
  for (const source of newestFirst) {
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

function groupByContainer(network: NewestDocuments): Map<string, JsonObject[]> {
  const groups = new Map<string, JsonObject[]>();
  for (const source of network.values()) {
    const id = readDocument(source).text('container.id') ?? '';
    const group = groups.get(id);
    if (group) {
      group.push(source);
    } else {
      groups.set(id, [source]);
    }
  }
  return groups;
}

/** When the engine of each host was last read with success. */
function engineReadAt({ worked }: Known): Map<string, number> {
  const newest = new Map<string, number>();
  for (const source of worked.values()) {
    const host = readDocument(source).text('host.name') ?? '';
    newest.set(host, Math.max(newest.get(host) ?? 0, timeOf(source)));
  }
  return newest;
}

/** Removed: its engine was read since, and had this container no more. */
function isGone(container: Container, readAtMs = 0): boolean {
  const unseenMs = readAtMs - Date.parse(container.lastSeen);
  return unseenMs > SILENT_MS;
}

function isSilent(container: Container, nowMs: number): boolean {
  return nowMs - Date.parse(container.lastSeen) > SILENT_MS;
}

/** The host says nothing any more, so nobody knows whether the container still runs. */
function forgetUsage(container: Container): Container {
  const state = container.state === 'running' ? 'unknown' : container.state;
  return { ...container, ...NO_USAGE, pids: null, state };
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
