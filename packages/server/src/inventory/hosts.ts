import type { Container, Host } from '@longshore/common/api/inventory';
import type { JsonObject } from '@longshore/common/json';
import { bucketsOf, hitsOf } from '../search-types.ts';
import { sparklines } from './containers.ts';
import { type DocumentReader, readDocument, timeOf } from './document.ts';
import { dockerOutcomes } from './outcomes.ts';
import type { InventoryAnswers } from './searches.ts';

type FullestDisk = NonNullable<Host['fullestDisk']>;

/** All hosts that were heard of in the last day, by name. Silent ones have their names and no values. */
export function mapHosts(
  answers: InventoryAnswers,
  containers: readonly Container[],
  nowMs: number,
): Host[] {
  const documents = documentsPerHost(answers);
  const cpu = sparklines(answers.hostCpuSparklines, nowMs);
  const memory = sparklines(answers.hostMemorySparklines, nowMs);
  const disks = fullestDisks(answers);
  const dockerVersions = new Map(
    dockerOutcomes(answers.docker).flatMap(({ host, worked }) => {
      const version = readDocument(worked).text('docker.info.version');
      return version === null ? [] : [[host, version] as const];
    }),
  );
  return [...documents]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sources]) => ({
      name,
      ...mapSystem(sources),
      dockerVersion: dockerVersions.get(name) ?? null,
      fullestDisk: disks.get(name) ?? null,
      ...sumContainers(containers.filter((container) => container.host === name)),
      cpuSparkline: cpu.get(name) ?? [],
      memorySparkline: memory.get(name) ?? [],
    }));
}

/** Newest documents of each host's datasets, newest first; of a silent host the last one that is known. */
function documentsPerHost(answers: InventoryAnswers): Map<string, JsonObject[]> {
  const documents = new Map<string, JsonObject[]>();
  for (const host of bucketsOf(answers.knownHosts?.aggregations, 'hosts')) {
    documents.set(String(host.key), sourcesOf(hitsOf(host, 'latest')));
  }
  for (const host of bucketsOf(answers.system?.aggregations, 'hosts')) {
    const live = bucketsOf(host, 'datasets').flatMap((dataset) =>
      sourcesOf(hitsOf(dataset, 'latest')),
    );
    const known = documents.get(String(host.key)) ?? [];
    documents.set(
      String(host.key),
      [...live, ...known].sort((a, b) => timeOf(b) - timeOf(a)),
    );
  }
  return documents;
}

function sourcesOf(hits: ReturnType<typeof hitsOf>): JsonObject[] {
  return hits.map((hit) => hit._source ?? {});
}

function mapSystem(sources: readonly JsonObject[]) {
  const documents = sources.map(readDocument);
  const number = (field: string) => first(documents, (document) => document.number(field));
  const text = (field: string) => first(documents, (document) => document.text(field));
  const os = [text('host.os.name'), text('host.os.version')].filter((part) => part !== null);
  return {
    os: os.join(' '),
    kernel: text('host.os.kernel') ?? '',
    lastSeen: text('@timestamp') ?? '',
    uptimeMs: number('system.uptime.duration.ms'),
    cores: number('system.cpu.cores'),
    cpu: number('system.cpu.total.norm.pct'),
    load1: number('system.load.1'),
    memoryUsedBytes: number('system.memory.actual.used.bytes'),
    memoryTotalBytes: number('system.memory.total'),
    networkInBytesPerS: number('system.network.in.bytes_rate'),
    networkOutBytesPerS: number('system.network.out.bytes_rate'),
  };
}

function first<T>(
  documents: readonly DocumentReader[],
  read: (document: DocumentReader) => T | null,
): T | null {
  for (const document of documents) {
    const value = read(document);
    if (value !== null) {
      return value;
    }
  }
  return null;
}

function fullestDisks(answers: InventoryAnswers): Map<string, FullestDisk> {
  const fullest = new Map<string, FullestDisk>();
  for (const host of bucketsOf(answers.filesystems?.aggregations, 'hosts')) {
    const disks = bucketsOf(host, 'mounts').flatMap((mount) => {
      const document = readDocument(hitsOf(mount, 'latest')[0]?._source);
      const usedBytes = document.number('system.filesystem.used.bytes');
      const totalBytes = document.number('system.filesystem.total');
      return usedBytes === null || totalBytes === null || totalBytes === 0
        ? []
        : { mount: String(mount.key), usedBytes, totalBytes };
    });
    disks.sort((a, b) => b.usedBytes / b.totalBytes - a.usedBytes / a.totalBytes);
    if (disks[0]) {
      fullest.set(String(host.key), disks[0]);
    }
  }
  return fullest;
}

function sumContainers(containers: readonly Container[]) {
  const running = containers.filter((container) => container.state === 'running');
  const limits = running.flatMap((container) => container.memoryLimitBytes ?? []);
  return {
    containersRunning: running.length,
    containersTotal: containers.length,
    containersUnhealthy: running.filter((container) => container.health === 'unhealthy').length,
    memoryLimitsBytes: limits.reduce((total, bytes) => total + bytes, 0),
    containersWithoutLimit: running.length - limits.length,
  };
}
