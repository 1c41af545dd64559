import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { LongshoreError } from '@longshore/common/errors';
import { type FetchErrorType, fetchError, fetchErrorType } from '../fetch-error.ts';
import { parseJson } from './parse-json.ts';

const ANSWER_BYTES_MAX = 32 * 1024 * 1024;
const ERROR_BYTES_MAX = 64 * 1024;
const SOCKETS_MAX = 64;
/** Connections that are kept for the next period. */
const FREE_SOCKETS_MAX = 32;
/** An engine on another host that vanishes is noticed by this, though it says nothing. */
const KEEP_ALIVE_MS = 30_000;
/** The newest version of the Engine API that we know; the engine's own, when that is older. */
const API_VERSION_MAX = '1.47';

/** Reads from a Docker Engine; it has no way to change anything there. */
export interface DockerClient {
  /** Socket path or URL, for people and for `service.address`. */
  readonly address: string;
  /** Answer of `GET path`, parsed; whole numbers beyond 2^53 are `bigint`. Rejects with a `fetchError`. */
  get<T>(path: string, signal: AbortSignal): Promise<T>;
  /** The body of `GET path` as it arrives, for endless answers. */
  open(path: string, signal: AbortSignal): Promise<IncomingMessage>;
  /** Closes idle connections; the client may be used again. */
  close(): void;
}

type Target =
  | { readonly socketPath: string }
  | { readonly host: string; readonly port: string; readonly protocol: string };

function parseTarget(host: string): Target {
  if (host.startsWith('unix://')) {
    return { socketPath: host.slice('unix://'.length) };
  }
  const url = URL.canParse(host) ? new URL(host) : undefined;
  if (url?.protocol === 'tcp:' || url?.protocol === 'http:') {
    return { host: url.hostname, port: url.port || '2375', protocol: 'http:' };
  }
  throw new LongshoreError(
    'settings_exception',
    400,
    `[docker.host] is [${host}]; give unix:///path/to/docker.sock or tcp://host:port`,
  );
}

/** Makes a client for the engine at `host` (`docker.host`); connects with the first call. */
export function createDockerClient(host: string): DockerClient {
  const target = parseTarget(host);
  const address =
    'socketPath' in target ? target.socketPath : `tcp://${target.host}:${target.port}`;
  const agent = new Agent({
    keepAlive: true,
    maxSockets: SOCKETS_MAX,
    maxFreeSockets: FREE_SOCKETS_MAX,
  });
  let version: Promise<string> | undefined;

  const send = (path: string, signal: AbortSignal, isEndless: boolean) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const call = (isRetry: boolean): ClientRequest =>
        request({ ...target, path, signal, agent: isEndless ? false : agent })
          .on('response', resolve)
          .on('socket', (socket) => socket.setKeepAlive(true, KEEP_ALIVE_MS))
          .on('error', function (this: ClientRequest, error: NodeJS.ErrnoException) {
            // The engine may close a kept connection in the moment that we use it.
            if (this.reusedSocket && error.code === 'ECONNRESET' && !isRetry) {
              call(true).end();
            } else {
              reject(error);
            }
          });
      call(false).end();
    });

  const negotiate = async (signal: AbortSignal): Promise<string> => {
    const answer = await send('/_ping', signal, false);
    await readBody(answer, ERROR_BYTES_MAX);
    const offered = answer.headers['api-version'];
    return typeof offered === 'string' ? olderVersion(offered, API_VERSION_MAX) : API_VERSION_MAX;
  };

  const open = async (path: string, signal: AbortSignal, isEndless: boolean) => {
    try {
      version ??= negotiate(signal);
      const answer = await send(`/v${await version}${path}`, signal, isEndless);
      if (answer.statusCode === 200) {
        return answer;
      }
      throw refusal(answer.statusCode ?? 0, path, await readBody(answer, ERROR_BYTES_MAX));
    } catch (error) {
      if (!isAboutContainer(error)) {
        // Another engine may answer next time.
        version = undefined;
      }
      throw explain(error, address, signal);
    }
  };

  return {
    address,
    get: async <T>(path: string, signal: AbortSignal) => {
      const answer = await open(path, signal, false);
      try {
        return parseJson(await readBody(answer, ANSWER_BYTES_MAX)) as T;
      } catch (error) {
        throw explain(error, address, signal);
      }
    },
    open: (path, signal) => open(path, signal, true),
    close: () => agent.destroy(),
  };
}

function readBody(answer: IncomingMessage, limitBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes > limitBytes) {
        const reason = `the Docker Engine's answer is larger than ${limitBytes} bytes`;
        answer.destroy(fetchError('failed', reason));
      }
    });
    answer.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    answer.on('error', reject);
  });
}

function olderVersion(a: string, b: string): string {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA < majorB || (majorA === majorB && minorA < minorB) ? a : b;
}

function refusal(status: number, path: string, body: string): LongshoreError {
  let message = body.trim();
  try {
    message = (JSON.parse(body) as { message?: string }).message ?? message;
  } catch {
    // Not JSON: the text itself is the message.
  }
  const type: FetchErrorType = status === 404 ? 'missing' : status === 403 ? 'forbidden' : 'failed';
  return new LongshoreError(type, status, `the Docker Engine refused [${path}]: ${message}`);
}

/** The engine is there and understood us, but not that container, or not in this state. */
function isAboutContainer(error: unknown): boolean {
  return error instanceof LongshoreError && (error.status === 404 || error.status === 409);
}

function explain(error: unknown, address: string, signal: AbortSignal): LongshoreError {
  if (error instanceof LongshoreError) {
    return error;
  }
  if (signal.aborted) {
    return fetchError('timeout', `the Docker Engine at [${address}] did not answer in time`, error);
  }
  const type = fetchErrorType(error);
  const reasons: Record<FetchErrorType, string> = {
    missing: `no Docker Engine at [${address}]: start it, or set [docker.host]`,
    forbidden: `no permission for the Docker Engine at [${address}]: run as root or add this user to the group docker`,
    timeout: `the Docker Engine at [${address}] did not answer in time`,
    failed: `the Docker Engine at [${address}] failed: ${error instanceof Error ? error.message : error}`,
  };
  return fetchError(type, reasons[type], error);
}
