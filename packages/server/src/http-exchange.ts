import { type Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { type Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errors } from '@longshore/common/errors';

/** One request to a store. */
export interface Exchange {
  readonly url: URL;
  readonly method: string;
  readonly contentType?: string;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly agent: Agent | HttpsAgent;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Most of an answer that is read into memory, after decompression. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024;

/**
 * The other side closed a kept connection while we sent on it, as a rule without having read the request: it is
 * sent once more. All that we send may be sent twice: searches, templates, and documents with an id.
 */
class ClosedWhileIdle extends Error {}

/** Sends one request and reads the whole answer; throws what the connection threw, or an error when it is too large. */
export async function exchange(options: Exchange): Promise<Answer> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const response = await send(options, signal).catch((error: unknown) => {
    if (error instanceof ClosedWhileIdle) {
      return send(options, signal);
    }
    throw error;
  });
  return { status: response.statusCode ?? 0, text: await readAll(response) };
}

function send(options: Exchange, signal: AbortSignal): Promise<IncomingMessage> {
  const { url, method, body, agent } = options;
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? undefined : url.port,
        path: url.pathname + url.search,
        auth: url.username === '' ? undefined : credentials(url),
        method,
        headers: headersOf(options),
        agent,
        signal,
      },
      resolve,
    );
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const wasIdle = outgoing.reusedSocket && error.code === 'ECONNRESET';
      reject(wasIdle ? new ClosedWhileIdle('closed while idle', { cause: error }) : error);
    });
    outgoing.end(body);
  });
}

function headersOf({ body, contentType }: Exchange): Record<string, string | number> {
  const accept = { accept: 'application/json', 'accept-encoding': 'gzip' };
  return body === undefined
    ? accept
    : {
        ...accept,
        'content-type': contentType ?? 'application/json',
        'content-length': Buffer.byteLength(body),
      };
}

function credentials(url: URL): string {
  return `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
}

async function readAll(response: IncomingMessage): Promise<string> {
  const stream: Readable =
    response.headers['content-encoding'] === 'gzip' ? unzip(response) : response;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) {
      response.destroy();
      throw errors.illegalArgument(
        `the answer of the store is larger than ${ANSWER_BYTES_MAX} bytes; ask for less`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
}

/** A cut connection must fail the reader, which `pipe` alone does not do. */
function unzip(response: IncomingMessage): Readable {
  const gunzip = createGunzip();
  response.on('error', (error) => gunzip.destroy(error));
  response.on('aborted', () => gunzip.destroy(new Error('the connection was cut')));
  return response.pipe(gunzip);
}
