import type { Container, Host, Inventory } from '@longshore/common/api/inventory';
import { containerOf, hostOf } from './fixtures.ts';
import { randomFrom, wave } from './random.ts';

const MIB = 1_048_576;
const GIB = 1_024 * MIB;
const HOUR_MS = 3_600_000;
const SPARK_POINTS = 30;

interface Kind {
  readonly service: string;
  readonly image: string;
  readonly app?: readonly [name: string, version: string | null, evidence: string];
  readonly cpu: number;
  readonly memoryMib: number;
  readonly limitMib?: number;
  readonly ports?: readonly string[];
  readonly command: string;
}

const DATABASE: Kind = {
  service: 'db',
  image: 'postgres:16.4',
  app: ['PostgreSQL', '16.4', 'image postgres'],
  cpu: 0.35,
  memoryMib: 1_840,
  limitMib: 2_048,
  ports: ['127.0.0.1:5432->5432/tcp'],
  command: 'postgres -c shared_buffers=1GB',
};

const KINDS: readonly Kind[] = [
  {
    service: 'web',
    image: 'nginx:1.27-alpine',
    app: ['NGINX', '1.27', 'image nginx'],
    cpu: 0.08,
    memoryMib: 24,
    limitMib: 128,
    ports: ['0.0.0.0:443->443/tcp', '0.0.0.0:80->80/tcp'],
    command: "nginx -g 'daemon off;'",
  },
  {
    service: 'api',
    image: 'ghcr.io/harbor-shop/api:4.12.1',
    app: ['Node.js', '22', 'command node'],
    cpu: 0.62,
    memoryMib: 410,
    limitMib: 512,
    ports: ['127.0.0.1:3000->3000/tcp'],
    command: 'node --enable-source-maps dist/main.js',
  },
  DATABASE,
  {
    service: 'cache',
    image: 'redis:7.4-bookworm',
    app: ['Redis', '7.4', 'image redis:7.4'],
    cpu: 0.05,
    memoryMib: 96,
    limitMib: 256,
    command: 'redis-server --maxmemory 200mb',
  },
  {
    service: 'search',
    image: 'opensearchproject/opensearch:2.17.1',
    app: ['OpenSearch', '2.17.1', 'port 9200'],
    cpu: 1.4,
    memoryMib: 3_300,
    limitMib: 4_096,
    ports: ['127.0.0.1:9200->9200/tcp'],
    command: './opensearch-docker-entrypoint.sh opensearch',
  },
  {
    service: 'queue',
    image: 'rabbitmq:3.13-management',
    app: ['RabbitMQ', '3.13', 'image rabbitmq'],
    cpu: 0.12,
    memoryMib: 190,
    command: 'rabbitmq-server',
  },
  {
    service: 'worker',
    image: 'ghcr.io/harbor-shop/worker:4.12.1',
    app: ['Python', '3.12', 'command python'],
    cpu: 0.9,
    memoryMib: 280,
    limitMib: 384,
    command: 'python -m worker --concurrency 4',
  },
  {
    service: 'metrics',
    image: 'prom/prometheus:v2.55.0',
    app: ['Prometheus', '2.55.0', 'image prom/prometheus'],
    cpu: 0.07,
    memoryMib: 320,
    command: '/bin/prometheus --storage.tsdb.retention.time=15d',
  },
  {
    service: 'grafana',
    image: 'grafana/grafana-oss:11.3.0',
    app: ['Grafana', '11.3.0', 'image grafana'],
    cpu: 0.02,
    memoryMib: 110,
    ports: ['0.0.0.0:3001->3000/tcp'],
    command: '/run.sh',
  },
  {
    service: 'backup-to-object-storage-nightly-incremental',
    image: 'registry.internal.example.com:5000/infrastructure/backup-runner:2026.11.3-rc.2',
    cpu: 0,
    memoryMib: 12,
    command: '/usr/local/bin/backup --incremental --target s3://backups/nightly',
  },
];

const HOSTS = ['harbor-01', 'harbor-02', 'dock-seoul-a'];
const PROJECTS = ['shop', 'intranet', '주문관리', 'observability', null];

/** Sixty containers on three hosts, with everything that goes wrong in real life, at a moment. */
export function standInInventory(nowMs: number): Inventory {
  const containers = Array.from({ length: 60 }, (_, index) => containerAt(index, nowMs));
  return {
    at: new Date(nowMs).toISOString(),
    hosts: HOSTS.map((name, index) => hostAt(name, index, containers, nowMs)),
    containers,
    problems: [],
  };
}

function containerAt(index: number, nowMs: number): Container {
  const kind = KINDS[index % KINDS.length] ?? DATABASE;
  const project = PROJECTS[Math.floor(index / KINDS.length) % PROJECTS.length] ?? null;
  const instance = Math.floor(index / KINDS.length) + 1;
  const random = randomFrom(index + 1);
  const load = 0.4 + random() * 1.2;
  // The present value moves a little with the clock, so that live pages show life.
  const breath = 1 + 0.15 * Math.sin(nowMs / 20_000 + index);
  const name = project ? `${project}-${kind.service}-${instance}` : `${kind.service}-${instance}`;
  return {
    ...containerOf({
      id: hexId(index),
      name,
      host: HOSTS[index % HOSTS.length] ?? 'harbor-01',
      image: kind.image,
      project,
      service: project ? kind.service : null,
      command: kind.command,
      application: kind.app
        ? { name: kind.app[0], version: kind.app[1], evidence: kind.app[2] }
        : null,
      createdAt: new Date(nowMs - 40 * HOUR_MS * (1 + random() * 10)).toISOString(),
      startedAt: new Date(nowMs - HOUR_MS * (0.2 + random() * 200)).toISOString(),
      lastSeen: new Date(nowMs).toISOString(),
      ports: [...(kind.ports ?? [])],
      health: index % 4 === 0 ? 'healthy' : null,
      cpuCores: kind.cpu * load * breath,
      cpuLimitCores: index % 3 === 1 ? 2 : null,
      memoryUsedBytes: kind.memoryMib * MIB * Math.min(1.02, 0.7 + load * 0.2),
      memoryLimitBytes: kind.limitMib ? kind.limitMib * MIB : null,
      networkInBytesPerS: 40_000 * load * breath * kind.cpu * 10,
      networkOutBytesPerS: 65_000 * load * breath * kind.cpu * 8,
      diskReadBytesPerS: index % 5 === 2 ? 220_000 * load : 0,
      diskWriteBytesPerS: 30_000 * load * breath,
      pids: 4 + Math.floor(random() * 60),
      cpuSparkline: wave(index, kind.cpu * load, SPARK_POINTS),
      memorySparkline: wave(index + 500, kind.memoryMib * MIB, SPARK_POINTS),
    }),
    ...troubleAt(index, nowMs),
  };
}

/** What is wrong with some of them. */
function troubleAt(index: number, nowMs: number): Partial<Container> {
  const stopped = {
    cpuCores: null,
    memoryUsedBytes: null,
    networkInBytesPerS: null,
    networkOutBytesPerS: null,
    diskReadBytesPerS: null,
    diskWriteBytesPerS: null,
    pids: null,
    cpuSparkline: [],
    memorySparkline: [],
    health: null,
  };
  const ago = (ms: number) => new Date(nowMs - ms).toISOString();
  switch (index) {
    case 6:
      return { restarts: 14, startedAt: ago(42_000), status: 'Up 42 seconds' };
    case 11:
      return {
        health: 'unhealthy',
        status: 'Up 3 hours (unhealthy)',
        startedAt: ago(3.2 * HOUR_MS),
      };
    case 12:
      return {
        ...stopped,
        state: 'exited',
        exitCode: 137,
        oomKilled: true,
        restarts: 4,
        finishedAt: ago(480_000),
        status: 'Exited (137) 8 minutes ago',
      };
    case 26:
      return {
        ...stopped,
        state: 'restarting',
        exitCode: 1,
        restarts: 231,
        finishedAt: ago(9_000),
        status: 'Restarting (1) 9 seconds ago',
      };
    case 33:
      return { state: 'paused', status: 'Up 2 days (Paused)', cpuCores: 0 };
    case 36:
      return {
        ...stopped,
        state: 'exited',
        exitCode: 1,
        finishedAt: ago(7 * HOUR_MS),
        status: 'Exited (1) 7 hours ago',
      };
    default:
      return index % KINDS.length === 9 && index > 15
        ? {
            ...stopped,
            state: 'exited',
            exitCode: 0,
            finishedAt: ago(index * HOUR_MS),
            status: 'Exited (0)',
          }
        : {};
  }
}

function hostAt(name: string, index: number, all: readonly Container[], nowMs: number): Host {
  const own = all.filter(({ host }) => host === name);
  const running = own.filter(({ state }) => state === 'running');
  const limited = running.filter(({ memoryLimitBytes }) => memoryLimitBytes !== null);
  const used = running.reduce((sum, { memoryUsedBytes }) => sum + (memoryUsedBytes ?? 0), 0);
  const totalBytes = [32, 16, 64][index] ?? 16;
  return hostOf({
    name,
    os: ['Debian GNU/Linux 12 (bookworm)', 'Ubuntu 24.04.1 LTS', 'Rocky Linux 9.4'][index] ?? '',
    dockerVersion: '27.3.1',
    lastSeen: new Date(nowMs).toISOString(),
    uptimeMs: HOUR_MS * (index + 1) * 530,
    cores: [8, 4, 16][index] ?? 8,
    cpu: [0.34, 0.81, 0.22][index] ?? 0,
    load1: [2.7, 6.3, 3.1][index] ?? 0,
    memoryUsedBytes: Math.min(used + 2.2 * GIB, totalBytes * GIB * 0.94),
    memoryTotalBytes: totalBytes * GIB,
    fullestDisk:
      [
        { mount: '/', usedBytes: 148e9, totalBytes: 250e9 },
        { mount: '/var/lib/docker', usedBytes: 469e9, totalBytes: 500e9 },
        { mount: '/', usedBytes: 210e9, totalBytes: 1_000e9 },
      ][index] ?? null,
    containersRunning: running.length,
    containersTotal: own.length,
    containersUnhealthy: own.filter(({ health }) => health === 'unhealthy').length,
    memoryLimitsBytes: limited.reduce(
      (sum, { memoryLimitBytes }) => sum + (memoryLimitBytes ?? 0),
      0,
    ),
    containersWithoutLimit: running.length - limited.length,
    cpuSparkline: wave(index + 90, [0.34, 0.81, 0.22][index] ?? 0.3, SPARK_POINTS),
    memorySparkline: wave(index + 95, 0.5, SPARK_POINTS),
  });
}

function hexId(index: number): string {
  const random = randomFrom(index * 7 + 3);
  return Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
}
