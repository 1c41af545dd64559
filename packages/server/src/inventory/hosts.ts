import type { Container, Host } from '@longshore/common/api/inventory';
import type { JsonObject } from '@longshore/common/json';
import { type DocumentReader, readDocument, timeOf } from './document.ts';
import type { Known } from './known.ts';
import type { NewestDocuments } from './newest-documents.ts';

type FullestDisk = NonNullable<Host['fullestDisk']>;

/** All hosts that were heard of in the last day, by name. Silent ones have their names and no values. */
export function mapHosts(known: Known, containers: readonly Container[]): Host[] {
  const documents = documentsPerHost(known);
  const disks = fullestDisks(known.filesystems);
  const dockerVersions = new Map(
    known.worked.values().flatMap((source) => {
      const document = readDocument(source);
      const version = document.text('docker.info.version');
      return version === null ? [] : [[document.text('host.name'), version] as const];
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
      cpuSparkline: known.hostCpuSparklines.get(name) ?? [],
      memorySparkline: known.hostMemorySparklines.get(name) ?? [],
    }));
}

/** Newest documents of each host's datasets, newest first; of a silent host the last one that is known. */
function documentsPerHost({ system, silentHosts }: Known): Map<string, JsonObject[]> {
  const documents = new Map<string, JsonObject[]>();
  for (const source of [...system.values(), ...silentHosts.values()]) {
    const host = readDocument(source).text('host.name');
    if (host !== null) {
      documents.set(host, [...(documents.get(host) ?? []), source]);
    }
  }
  for (const sources of documents.values()) {
    sources.sort((a, b) => timeOf(b) - timeOf(a));
  }
  return documents;
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

function fullestDisks(filesystems: NewestDocuments): Map<string, FullestDisk> {
  const fullest = new Map<string, FullestDisk>();
  for (const source of filesystems.values()) {
    const document = readDocument(source);
    const host = document.text('host.name') ?? '';
    const usedBytes = document.number('system.filesystem.used.bytes') ?? 0;
    const availableBytes = document.number('system.filesystem.available');
    const disk = {
      mount: document.text('system.filesystem.mount_point') ?? '',
      usedBytes,
      // What is kept for root is nothing that fills up: full is where `df` says 100 %.
      totalBytes:
        availableBytes === null
          ? (document.number('system.filesystem.total') ?? 0)
          : usedBytes + availableBytes,
    };
    const known = fullest.get(host);
    if (disk.totalBytes > 0 && (known === undefined || shareOf(disk) > shareOf(known))) {
      fullest.set(host, disk);
    }
  }
  return fullest;
}

function shareOf({ usedBytes, totalBytes }: FullestDisk): number {
  return usedBytes / totalBytes;
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
