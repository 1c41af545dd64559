import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { LongshoreError } from '@longshore/common/errors';
import { startDeadline } from '../../deadline.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

interface HttpCall {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Speaks HTTP with the hosts of one cluster, in turns. */
export interface HttpClient {
  /** The answer of the next host that can be reached, whatever its status; rejects when none can. */
  call(call: HttpCall, signal: AbortSignal): Promise<HttpAnswer>;
  close(): void;
}

const ANSWER_BYTES_MAX = 32 * 1024 * 1024;
const SOCKETS_MAX = 4;
const TIMEOUT_MS = 90_000;
const DEFAULT_PORT = '9200';

/** Reads one entry of `output.elasticsearch.hosts`: a URL or `host:port`. */
function parseHost(host: string): URL {
  const text = /^[a-z]+:\/\//i.test(host) ? host : `http://${host}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || url.hostname === '') {
    throw new LongshoreError(
      'settings_exception',
      400,
      `[output.elasticsearch.hosts] has [${hideCredentials(host)}]; give http://host:port or host:port`,
    );
  }
  // The URL drops a port that is the default of its scheme; ours without a port is 9200.
  if (url.port === '' && !/:80(\/|$)/.test(text)) {
    url.port = DEFAULT_PORT;
  }
  return url;
}

function hideCredentials(host: string): string {
  return host.replace(/\/\/[^@/]*@/, '//***@');
}

/** Makes a client for these hosts; connects with the first call. */
export function createHttpClient(hosts: readonly string[], timeoutMs = TIMEOUT_MS): HttpClient {
  const targets = hosts.map(parseHost);
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS_MAX, maxFreeSockets: 2 });
  let turn = 0;
  return {
    call: async (call, signal) => {
      let failure: unknown = new LongshoreError(
        'settings_exception',
        400,
        '[output.elasticsearch.hosts] is empty',
      );
      const first = turn++ % targets.length;
      for (const target of [...targets.slice(first), ...targets.slice(0, first)]) {
        if (signal.aborted) {
          break;
        }
        const deadline = startDeadline(signal, timeoutMs);
        try {
          return await readAnswer(await send(target, call, deadline.signal, agent));
        } catch (error) {
          failure = unreachable(target, error, timeoutMs);
        } finally {
          deadline.clear();
        }
      }
      throw failure;
    },
    close: () => agent.destroy(),
  };
}

function send(
  target: URL,
  call: HttpCall,
  signal: AbortSignal,
  agent: Agent,
): Promise<IncomingMessage> {
  const { hostname, port, username, password } = target;
  const options = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port,
    method: call.method,
    path: `${target.pathname.replace(/\/$/, '')}${call.path}`,
    headers: {
      ...call.headers,
      ...(call.body ? { 'content-length': String(call.body.length) } : {}),
    },
    ...(username
      ? { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` }
      : {}),
    agent,
    signal,
  };
  return new Promise((resolve, reject) => {
    const attempt = (isRetry: boolean): void => {
      request(options)
        .on('response', resolve)
        .on('error', function (this: ClientRequest, error: NodeJS.ErrnoException) {
          // The host may close a kept connection in the moment that we use it.
          if (this.reusedSocket && !isRetry && !signal.aborted && error.code === 'ECONNRESET') {
            attempt(true);
          } else {
            reject(error);
          }
        })
        .end(call.body);
    };
    attempt(false);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > ANSWER_BYTES_MAX) {
      answer.destroy();
      throw new Error(`the answer is larger than ${ANSWER_BYTES_MAX} bytes`);
    }
    chunks.push(chunk);
  }
  return { status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}

function unreachable(target: URL, error: unknown, timeoutMs: number): LongshoreError {
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const abortedByTimeout = error instanceof Error && error.name === 'AbortError';
  const reason =
    timedOut || abortedByTimeout
      ? `no answer within ${timeoutMs} ms`
      : error instanceof Error
        ? ((error as NodeJS.ErrnoException).code ?? error.message)
        : String(error);
  return new LongshoreError(
    'connect_exception',
    503,
    `the store at [http://${target.host}] cannot be reached: ${reason}`,
    { cause: error },
  );
}
