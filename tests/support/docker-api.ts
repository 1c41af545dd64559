import { request } from 'node:http';

/** The image that every engine of a test has. */
export const BUSYBOX = 'busybox:1.36-longshore';

const API = '/v1.41';

/** What a container is made of; see `containers` for those that tests share. */
export interface ContainerSpec {
  readonly command: readonly string[];
  /** Name that the image of busybox gets for this container; itself if not given. */
  readonly image?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly memoryBytes?: number;
  readonly cpuCores?: number;
  readonly pidsMax?: number;
  readonly restart?: 'always' | 'on-failure';
  /** A command for the shell, run so often; unhealthy as soon as it fails once. */
  readonly health?: { readonly command: string; readonly intervalMs: number };
  readonly logDriver?: string;
  readonly logOptions?: Readonly<Record<string, string>>;
  readonly exposedPort?: number;
}

/** What tests ask of an engine. Errors carry the engine's own words. */
export interface DockerApi {
  call(method: string, path: string, body?: unknown): Promise<string>;
  create(name: string, spec: ContainerSpec): Promise<string>;
  start(id: string): Promise<void>;
  stop(id: string): Promise<void>;
  /** Removes a container, running or not; none is left is also fine. */
  remove(id: string): Promise<void>;
  inspect(id: string): Promise<{ readonly State: Readonly<Record<string, unknown>> }>;
}

/** Talks to the engine at `unix://…` or `tcp://…`. */
export function openDockerApi(host: string): DockerApi {
  const call = (method: string, path: string, body?: unknown) => send(host, { method, path, body });
  return {
    call,
    create: async (name, spec) => {
      if (spec.image !== undefined) {
        const [repo = '', tag = 'latest'] = spec.image.split(':');
        await call('POST', `/images/${BUSYBOX}/tag?repo=${repo}&tag=${tag}`);
      }
      const answer = await call('POST', `/containers/create?name=${name}`, describe(spec));
      return (JSON.parse(answer) as { Id: string }).Id;
    },
    start: async (id) => void (await call('POST', `/containers/${id}/start`)),
    stop: async (id) => void (await call('POST', `/containers/${id}/stop?t=0`)),
    remove: async (id) => {
      await call('DELETE', `/containers/${id}?force=1&v=1`).catch((error: Error) => {
        if (!/No such container|already in progress|ENOENT|ECONNREFUSED/.test(error.message)) {
          throw error;
        }
      });
    },
    inspect: async (id) => JSON.parse(await call('GET', `/containers/${id}/json`)),
  };
}

function describe(spec: ContainerSpec): unknown {
  return {
    Image: spec.image ?? BUSYBOX,
    Cmd: spec.command,
    Labels: spec.labels ?? {},
    StopTimeout: 1,
    ...(spec.exposedPort ? { ExposedPorts: { [`${spec.exposedPort}/tcp`]: {} } } : {}),
    ...(spec.health
      ? {
          Healthcheck: {
            Test: ['CMD-SHELL', spec.health.command],
            Interval: spec.health.intervalMs * 1e6,
            Retries: 1,
          },
        }
      : {}),
    HostConfig: {
      Memory: spec.memoryBytes ?? 0,
      ...(spec.memoryBytes ? { MemorySwap: spec.memoryBytes } : {}),
      NanoCpus: Math.round((spec.cpuCores ?? 0) * 1e9),
      PidsLimit: spec.pidsMax ?? 0,
      RestartPolicy: { Name: spec.restart ?? '' },
      LogConfig: { Type: spec.logDriver ?? 'json-file', Config: spec.logOptions ?? {} },
    },
  };
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

function send(host: string, { method, path, body }: Call): Promise<string> {
  const isBytes = body instanceof Uint8Array;
  const payload = body === undefined ? undefined : isBytes ? body : JSON.stringify(body);
  const url = new URL(host);
  const target =
    url.protocol === 'unix:'
      ? { socketPath: url.pathname }
      : { host: url.hostname, port: url.port };
  const type = isBytes ? 'application/x-tar' : 'application/json';
  const headers = payload === undefined ? {} : { 'content-type': type };
  return new Promise((resolve, reject) => {
    request({ ...target, method, path: `${API}${path}`, headers })
      .on('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if ((answer.statusCode ?? 0) < 400) {
            resolve(text);
          } else {
            reject(new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`));
          }
        });
      })
      .on('error', reject)
      .end(payload);
  });
}
