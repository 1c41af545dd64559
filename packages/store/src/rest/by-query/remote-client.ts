import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { errors, LongshoreError } from '@longshore/common/errors';
import {
  type ExactJson,
  exactText,
  isExactObject,
  parseExactBytes,
} from '../../index/exact-json.ts';

/** Another cluster, and how it is talked to. Its headers may have secrets: none of this is shown to anybody. */
export interface Remote {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Before the path of every call; empty or `/prefix`. */
  readonly prefix: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Silence longer than this ends a call. */
  readonly socketTimeoutMs: number;
  readonly connectTimeoutMs: number;
}

/** A call of the REST API of another cluster. */
export interface RemoteCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the prefix, with the query string. */
  readonly path: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** Of an answer, which is held in memory. */
const ANSWER_BYTES_MAX = 100 * 1024 * 1024;

/** The JSON of the answer. Throws when there is none, and with the remote's own status when it refuses. */
export async function callRemote(remote: Remote, call: RemoteCall): Promise<ExactJson> {
  const { status, bytes } = await exchange(remote, call);
  if (status < 200 || status >= 300) {
    throw new LongshoreError(
      'status_exception',
      status >= 400 ? status : 502,
      `the remote cluster answered ${status} to ${call.method} ${call.path.split('?')[0]}${reasonIn(bytes)}`,
    );
  }
  return parseExactBytes(bytes);
}

function reasonIn(bytes: Buffer): string {
  try {
    const json = parseExactBytes(bytes);
    const error = isExactObject(json) ? json.error : undefined;
    return isExactObject(error) ? `: ${exactText(error.type)}: ${exactText(error.reason)}` : '';
  } catch {
    // A proxy, perhaps.
    return '';
  }
}

function exchange(
  remote: Remote,
  call: RemoteCall,
): Promise<{ readonly status: number; readonly bytes: Buffer }> {
  const send = remote.scheme === 'https' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(described(remote, error));
    const sent = send(optionsOf(remote, call), (answer) => {
      collect(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 0, bytes }),
        (error: Error) => {
          sent.destroy();
          fail(error);
        },
      );
    });
    const late = setTimeout(
      () => sent.destroy(new Error(`no connection within ${remote.connectTimeoutMs} ms`)),
      remote.connectTimeoutMs,
    );
    const connected = () => clearTimeout(late);
    sent.on('socket', (socket) =>
      socket.connecting ? socket.once('connect', connected) : connected(),
    );
    sent.on('close', connected);
    sent.on('timeout', () =>
      sent.destroy(new Error(`no answer within ${remote.socketTimeoutMs} ms`)),
    );
    sent.on('error', fail);
    sent.end(call.body);
  });
}

/** Host, port and path are given as they are, so that nothing reads the address in another way than the allow list. */
function optionsOf(remote: Remote, { method, path, body, signal }: RemoteCall): RequestOptions {
  const { host, port, prefix, headers, socketTimeoutMs } = remote;
  return {
    host,
    port,
    method,
    path: `${prefix}${path}`,
    headers: {
      ...headers,
      accept: 'application/json',
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    },
    timeout: socketTimeoutMs,
    ...(signal === undefined ? {} : { signal }),
  };
}

async function collect(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) {
      throw errors.illegalArgument(
        `the remote cluster answered with more than ${ANSWER_BYTES_MAX} bytes; use a smaller [source.size]`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function described({ host, port }: Remote, error: Error): LongshoreError {
  return error instanceof LongshoreError
    ? error
    : new LongshoreError(
        'connect_exception',
        503,
        `the remote cluster at [${host}:${port}] could not be asked: ${error.message}`,
      );
}
