import { type Static, Type } from 'typebox';
import { endpoint } from '../endpoint.ts';
import { Sparkline, Time, Unknown } from './schemas.ts';

const OptionalNumber = Unknown(Type.Number());

/** Why a host shows less than it could: the cause as a code that the UI has words for, and the details. */
export type Problem = Static<typeof Problem>;
export const Problem = Type.Object({
  code: Type.Union([
    Type.Literal('docker_missing'),
    Type.Literal('docker_forbidden'),
    Type.Literal('docker_failing'),
    Type.Literal('agent_silent'),
    Type.Literal('no_agent'),
    Type.Literal('store_unreachable'),
    Type.Literal('store_failing'),
    Type.Literal('store_incomplete'),
    Type.Literal('logs_forbidden'),
  ]),
  host: Unknown(Type.String()),
  detail: Type.String({ description: 'What the system said, for example the error of a socket.' }),
});

export type Host = Static<typeof Host>;
export const Host = Type.Object({
  name: Type.String(),
  os: Type.String(),
  kernel: Type.String(),
  dockerVersion: Unknown(Type.String()),
  lastSeen: Type.String(),
  uptimeMs: OptionalNumber,
  cores: OptionalNumber,
  cpu: Unknown(Type.Number({ description: 'Share of all cores in use, 0 to 1.' })),
  load1: OptionalNumber,
  memoryUsedBytes: OptionalNumber,
  memoryTotalBytes: OptionalNumber,
  fullestDisk: Unknown(
    Type.Object({
      mount: Type.String(),
      usedBytes: Type.Number(),
      totalBytes: Type.Number({ description: 'What can be filled: used and available, as in df.' }),
    }),
  ),
  networkInBytesPerS: OptionalNumber,
  networkOutBytesPerS: OptionalNumber,
  containersRunning: Type.Integer(),
  containersTotal: Type.Integer(),
  containersUnhealthy: Type.Integer(),
  memoryLimitsBytes: Type.Number({
    description: 'Sum of the memory limits of running containers.',
  }),
  containersWithoutLimit: Type.Integer(),
  cpuSparkline: Sparkline,
  memorySparkline: Sparkline,
});

const ContainerState = Type.Union([
  Type.Literal('running'),
  Type.Literal('created'),
  Type.Literal('restarting'),
  Type.Literal('removing'),
  Type.Literal('paused'),
  Type.Literal('exited'),
  Type.Literal('dead'),
  Type.Literal('unknown'),
]);

/** The application that runs inside a container, and what told us so. */
const Application = Type.Object({
  name: Type.String(),
  version: Unknown(Type.String()),
  evidence: Type.String({ description: 'For example `image redis:7` or `port 6379`.' }),
});

export type Container = Static<typeof Container>;
export const Container = Type.Object({
  id: Type.String(),
  name: Type.String(),
  host: Type.String(),
  image: Type.String(),
  project: Unknown(Type.String({ description: 'Compose project.' })),
  service: Unknown(Type.String({ description: 'Compose service.' })),
  command: Type.String(),
  application: Unknown(Application),
  state: ContainerState,
  status: Type.String({ description: 'In the words of the engine: `Up 3 hours (healthy)`.' }),
  health: Unknown(Type.String()),
  exitCode: Unknown(Type.Integer()),
  oomKilled: Type.Boolean(),
  restarts: Unknown(Type.Integer({ description: 'Restarts by the engine since creation.' })),
  createdAt: Unknown(Type.String()),
  startedAt: Unknown(Type.String()),
  finishedAt: Unknown(Type.String()),
  lastSeen: Type.String(),
  ports: Type.Array(Type.String()),
  ipAddresses: Type.Array(Type.String()),
  cpuCores: Unknown(Type.Number({ description: 'CPU used, in cores.' })),
  cpuLimitCores: OptionalNumber,
  memoryUsedBytes: OptionalNumber,
  memoryLimitBytes: Unknown(Type.Number({ description: 'Null when there is no limit.' })),
  networkInBytesPerS: OptionalNumber,
  networkOutBytesPerS: OptionalNumber,
  diskReadBytesPerS: OptionalNumber,
  diskWriteBytesPerS: OptionalNumber,
  pids: OptionalNumber,
  cpuSparkline: Sparkline,
  memorySparkline: Sparkline,
});

export type Inventory = Static<typeof Inventory>;
export const Inventory = Type.Object({
  at: Type.String({ description: 'When the snapshot was taken.' }),
  hosts: Type.Array(Host),
  containers: Type.Array(Container),
  problems: Type.Array(Problem),
});

/** One snapshot of all hosts and containers. */
export const getInventory = endpoint({
  method: 'GET',
  path: '/api/inventory',
  query: Type.Object({}),
  reply: Inventory,
});

/**
 * The same as server-sent events: each message is an `Inventory`, sent when it changed; event `heartbeat` every
 * 10 s. One poll of the store serves all viewers.
 */
export const INVENTORY_STREAM_PATH = '/api/inventory/stream';

/** A chart's lines: epoch milliseconds, then one value per series. */
export type Series = Static<typeof Series>;
export const Series = Type.Object({
  name: Type.String({
    description: '`cpu`, `memory`, `network.in`, `network.out`, `disk.read` or `disk.write`.',
  }),
  unit: Type.Union([
    Type.Literal('cores'),
    Type.Literal('ratio'),
    Type.Literal('byte'),
    Type.Literal('byte/s'),
  ]),
  points: Type.Array(Type.Tuple([Type.Number(), OptionalNumber])),
});

export type ContainerEvent = Static<typeof ContainerEvent>;
export const ContainerEvent = Type.Object({
  at: Type.String(),
  action: Type.String({
    description: 'The engine word: `start`, `die`, `oom`, `health_status: unhealthy`.',
  }),
  exitCode: Unknown(Type.Integer()),
});

export type ContainerProcess = Static<typeof ContainerProcess>;
export const ContainerProcess = Type.Object({
  pid: Type.Integer(),
  commandLine: Type.String(),
  user: Unknown(Type.String()),
  cpuCores: OptionalNumber,
  memoryBytes: OptionalNumber,
});

export type ContainerDetail = Static<typeof ContainerDetail>;
export const ContainerDetail = Type.Object({
  container: Container,
  intervalMs: Type.Integer({ description: 'Width of a bucket of the series.' }),
  series: Type.Array(Series),
  events: Type.Array(ContainerEvent),
  processes: Type.Array(ContainerProcess),
});

/** Everything of one container in a time range; at most `points` buckets per series. */
export const getContainer = endpoint({
  method: 'GET',
  path: '/api/containers/:id',
  query: Type.Object({
    id: Type.String({ maxLength: 128 }),
    from: Time,
    to: Time,
    points: Type.Integer({ minimum: 10, maximum: 1000, default: 120 }),
  }),
  reply: ContainerDetail,
});
