import { type Counter, toNumber } from '../counter.ts';
import { fetchError } from '../fetch-error.ts';

/** What the engine says about a container's health check. */
interface Health {
  readonly status: string;
  readonly failingStreak: number;
  /** The check that ran last. */
  readonly last?: {
    readonly start: string;
    readonly end: string;
    readonly exitCode: number;
    readonly output: string;
  };
}

/** A container as the engine describes it: what we keep of `GET /containers/{id}/json`. */
export interface Container {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  /** Dots in names are `_` already. */
  readonly labels: Readonly<Record<string, string>>;
  readonly command: string;
  readonly createdAt: string;
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`. */
  readonly state: string;
  /** Of the first process, in the engine's process namespace; 0 when not running. */
  readonly pid: number;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly restartCount: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly health?: Health;
  /** Command of its health check, as the engine's events tell it. */
  readonly healthCommand?: string;
  readonly logDriver: string;
  /** The file of the `json-file` driver; empty with other drivers. */
  readonly logPath: string;
  readonly tty: boolean;
  readonly ipAddresses: readonly string[];
  /** For people: `0.0.0.0:8080->80/tcp`, or `80/tcp` when not published. */
  readonly ports: readonly string[];
  readonly exposedPorts: readonly number[];
  readonly hostNetwork: boolean;
  readonly limits: {
    readonly memoryBytes?: number;
    readonly cpuCores?: number;
    readonly pids?: number;
  };
  /** `NGINX_VERSION` and the like, from the image's environment; nothing else of it is kept. */
  readonly versions: Readonly<Record<string, string>>;
}

/** True for states in which the container has processes. */
export function isRunning(container: Container): boolean {
  return container.state === 'running' || container.state === 'paused';
}

interface PortBinding {
  readonly HostIp?: string;
  readonly HostPort?: string;
}

interface HealthLog {
  readonly Start?: string;
  readonly End?: string;
  readonly ExitCode?: number;
  readonly Output?: string;
}

/** The part of the engine's answer that we read. */
export interface InspectAnswer {
  readonly Id: string;
  readonly Name?: string;
  readonly Created?: string;
  readonly Path?: string;
  readonly Args?: readonly string[] | null;
  readonly RestartCount?: number;
  readonly LogPath?: string;
  readonly State?: {
    readonly Status?: string;
    readonly Pid?: number;
    readonly ExitCode?: number;
    readonly OOMKilled?: boolean;
    readonly StartedAt?: string;
    readonly FinishedAt?: string;
    readonly Health?: {
      readonly Status?: string;
      readonly FailingStreak?: number;
      readonly Log?: readonly HealthLog[] | null;
    } | null;
  };
  readonly HostConfig?: {
    readonly LogConfig?: { readonly Type?: string };
    readonly NetworkMode?: string;
    readonly Memory?: Counter;
    readonly NanoCpus?: Counter;
    readonly CpuQuota?: Counter;
    readonly CpuPeriod?: Counter;
    readonly PidsLimit?: Counter | null;
  };
  readonly Config?: {
    readonly Image?: string;
    readonly Tty?: boolean;
    readonly Env?: readonly string[] | null;
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
    readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null;
  };
  readonly NetworkSettings?: {
    readonly Ports?: Readonly<Record<string, readonly PortBinding[] | null>> | null;
    readonly Networks?: Readonly<
      Record<string, { readonly IPAddress?: string; readonly GlobalIPv6Address?: string } | null>
    > | null;
  };
}

const CPU_PERIOD_US_DEFAULT = 100_000;
const HEALTH_OUTPUT_CHARS_MAX = 1024;
const COMMAND_CHARS_MAX = 4096;
/** Every event of the container repeats its labels. */
const LABELS_MAX = 200;
const LABEL_CHARS_MAX = 1024;
/** A range of ports may be thousands. */
const PORTS_MAX = 100;
const NEVER = '0001-01-01T00:00:00Z';

/** Keeps of an inspect answer what metrics, logs and metadata need. */
export function parseContainer(answer: InspectAnswer): Container {
  if (typeof answer?.Id !== 'string') {
    throw fetchError('failed', 'the Docker Engine described a container without its id');
  }
  return {
    id: answer.Id,
    name: (answer.Name ?? '').replace(/^\//, ''),
    command: cut(
      [answer.Path ?? '', ...(answer.Args ?? []).map(quote)].join(' '),
      COMMAND_CHARS_MAX,
    ),
    createdAt: parseTime(answer.Created) ?? new Date(0).toISOString(),
    restartCount: answer.RestartCount ?? 0,
    logDriver: answer.HostConfig?.LogConfig?.Type ?? '',
    logPath: answer.LogPath ?? '',
    ...parseState(answer.State ?? {}),
    ...parseConfig(answer.Config ?? {}),
    ipAddresses: parseAddresses(answer.NetworkSettings),
    ports: parsePorts(answer.NetworkSettings?.Ports ?? {}),
    hostNetwork: answer.HostConfig?.NetworkMode === 'host',
    limits: parseLimits(answer.HostConfig),
  };
}

function parseState(state: NonNullable<InspectAnswer['State']>) {
  const health = parseHealth(state.Health);
  const startedAt = parseTime(state.StartedAt);
  const finishedAt = parseTime(state.FinishedAt);
  return {
    state: state.Status ?? 'unknown',
    pid: state.Pid ?? 0,
    exitCode: state.ExitCode ?? 0,
    oomKilled: state.OOMKilled ?? false,
    ...(startedAt ? { startedAt } : {}),
    ...(finishedAt ? { finishedAt } : {}),
    ...(health ? { health } : {}),
  };
}

function parseConfig(config: NonNullable<InspectAnswer['Config']>) {
  const healthCommand = parseHealthCommand(config.Healthcheck?.Test ?? []);
  return {
    ...(healthCommand ? { healthCommand } : {}),
    image: config.Image ?? '',
    labels: dedot(config.Labels ?? {}),
    tty: config.Tty ?? false,
    exposedPorts: parseExposedPorts(config.ExposedPorts ?? {}),
    versions: parseVersions(config.Env ?? []),
  };
}

/** As the engine's own list of containers writes it. */
const quote = (arg: string) => (arg.includes(' ') ? `'${arg}'` : arg);

const cut = (text: string, charsMax: number) =>
  text.length > charsMax ? `${text.slice(0, charsMax)}…` : text;

/**
 * Replaces the dots in label names, so that `a` and `a.b` can live in one document. Long values are cut, and there
 * are so many labels at most.
 */
export function dedot(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([name]) => name.length <= LABEL_CHARS_MAX)
      .slice(0, LABELS_MAX)
      .map(([name, value]) => [name.replaceAll('.', '_'), cut(value, LABEL_CHARS_MAX)]),
  );
}

function parseTime(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || text === NEVER) {
    return undefined;
  }
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

function parseHealth(health: NonNullable<InspectAnswer['State']>['Health']): Health | undefined {
  if (!health?.Status || health.Status === 'none') {
    return undefined;
  }
  const last = health.Log?.at(-1);
  const start = parseTime(last?.Start);
  const end = parseTime(last?.End);
  return {
    status: health.Status,
    failingStreak: health.FailingStreak ?? 0,
    ...(last && start && end
      ? {
          last: {
            start,
            end,
            exitCode: last.ExitCode ?? 0,
            output: (last.Output ?? '').slice(0, HEALTH_OUTPUT_CHARS_MAX),
          },
        }
      : {}),
  };
}

function parseHealthCommand([kind, ...words]: readonly string[]): string {
  return kind === 'CMD-SHELL' ? `/bin/sh -c ${words.join(' ')}` : words.join(' ');
}

function parseAddresses(settings: InspectAnswer['NetworkSettings']): string[] {
  const networks = Object.values(settings?.Networks ?? {});
  const all = networks.flatMap((network) => [
    network?.IPAddress ?? '',
    network?.GlobalIPv6Address ?? '',
  ]);
  return [...new Set(all.filter((address) => address !== ''))];
}

function parsePorts(ports: Readonly<Record<string, readonly PortBinding[] | null>>): string[] {
  const all = Object.entries(ports).flatMap(([port, bindings]) =>
    bindings?.length
      ? bindings.map(
          ({ HostIp, HostPort }) => `${formatAddress(HostIp)}:${HostPort ?? ''}->${port}`,
        )
      : [port],
  );
  return [...new Set(all)].slice(0, PORTS_MAX);
}

const formatAddress = (ip = '') => (ip.includes(':') ? `[${ip}]` : ip || '0.0.0.0');

function parseExposedPorts(ports: Readonly<Record<string, unknown>>): number[] {
  return Object.keys(ports)
    .filter((port) => !port.endsWith('/udp'))
    .map((port) => Number.parseInt(port, 10))
    .filter((port) => port > 0)
    .slice(0, PORTS_MAX);
}

function parseLimits(config: InspectAnswer['HostConfig']): Container['limits'] {
  const memoryBytes = toNumber(config?.Memory) ?? 0;
  const pids = toNumber(config?.PidsLimit) ?? 0;
  const quota = toNumber(config?.CpuQuota) ?? 0;
  const period = toNumber(config?.CpuPeriod) || CPU_PERIOD_US_DEFAULT;
  const cpuCores = (toNumber(config?.NanoCpus) ?? 0) / 1e9 || (quota > 0 ? quota / period : 0);
  return {
    ...(memoryBytes > 0 ? { memoryBytes } : {}),
    ...(cpuCores > 0 ? { cpuCores } : {}),
    ...(pids > 0 ? { pids } : {}),
  };
}

function parseVersions(env: readonly string[]): Record<string, string> {
  const found = env.flatMap((line) => {
    const [, name = '', value = ''] =
      /^([A-Z]+[A-Z0-9]*_VERSION)=(v?\d[\w.+-]{0,31})$/.exec(line) ?? [];
    return name === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}
