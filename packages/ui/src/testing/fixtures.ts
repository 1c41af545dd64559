import type { Container, Host } from '@longshore/common/api/inventory';
import type { LogLine } from '@longshore/common/api/logs';

/** A container with everything known and nothing special, except for what a test is about. */
export function containerOf(facts: Partial<Container> = {}): Container {
  return {
    id: `id-${facts.name ?? 'app'}`.padEnd(64, '0'),
    name: 'app',
    host: 'alpha',
    image: 'acme/app:1.0',
    project: null,
    service: null,
    command: 'node server.js',
    application: null,
    state: 'running',
    status: 'Up 3 hours',
    health: null,
    exitCode: null,
    oomKilled: false,
    restarts: 0,
    createdAt: '2026-11-22T07:00:00.000Z',
    startedAt: '2026-11-22T07:00:00.000Z',
    finishedAt: null,
    lastSeen: '2026-11-22T10:20:00.000Z',
    ports: [],
    ipAddresses: ['172.17.0.2'],
    cpuCores: 0.1,
    cpuLimitCores: null,
    memoryUsedBytes: 50 * 1_048_576,
    memoryLimitBytes: null,
    networkInBytesPerS: 1_200,
    networkOutBytesPerS: 800,
    diskReadBytesPerS: 0,
    diskWriteBytesPerS: 4_096,
    pids: 12,
    cpuSparkline: [0.1, 0.2, 0.1],
    memorySparkline: [50, 51, 50],
    ...facts,
  };
}

/** A host with everything known and nothing special, except for what a test is about. */
export function hostOf(facts: Partial<Host> = {}): Host {
  return {
    name: 'alpha',
    os: 'Debian GNU/Linux 12',
    kernel: '6.1.0-18-amd64',
    dockerVersion: '27.3.1',
    lastSeen: '2026-11-22T10:20:00.000Z',
    uptimeMs: 1_000_000_000,
    cores: 8,
    cpu: 0.25,
    load1: 1.4,
    memoryUsedBytes: 8_589_934_592,
    memoryTotalBytes: 17_179_869_184,
    fullestDisk: { mount: '/', usedBytes: 120_000_000_000, totalBytes: 250_000_000_000 },
    networkInBytesPerS: 120_000,
    networkOutBytesPerS: 80_000,
    containersRunning: 1,
    containersTotal: 1,
    containersUnhealthy: 0,
    memoryLimitsBytes: 4_294_967_296,
    containersWithoutLimit: 1,
    cpuSparkline: [0.2, 0.3, 0.25],
    memorySparkline: [0.5, 0.5, 0.5],
    ...facts,
  };
}

/** A log line with nothing special, except for what a test is about. */
export function logLineOf(facts: Partial<LogLine> = {}): LogLine {
  const id = facts.id ?? '1';
  return {
    id,
    index: '.ds-logs-docker.container-default-000001',
    at: '2026-11-22T10:20:00.000Z',
    message: 'hello',
    host: 'alpha',
    containerId: null,
    containerName: 'app',
    stream: 'stdout',
    level: null,
    sort: [0, id],
    source: { message: 'hello' },
    ...facts,
  };
}
