import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** A request that the stand-in got. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** What the stand-in answers; a text is sent as it is, everything else as JSON. */
interface StandInAnswer {
  readonly status?: number;
  readonly body: unknown;
}

/** Never answers; breaks off in the middle of an answer; closes the connection without one. */
type Misbehavior = 'hang' | 'cut' | 'reset';

/** An HTTP server that answers as it is told, in place of a store. Real sockets, no search. */
export interface StandInStore {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Replaces how requests are answered from now on. */
  answerWith(answer: (request: SeenRequest) => StandInAnswer | Misbehavior): void;
  close(): Promise<void>;
}

/** Starts a stand-in on a free port. */
export async function openStandInStore(): Promise<StandInStore> {
  const requests: SeenRequest[] = [];
  let respond: Parameters<StandInStore['answerWith']>[0] = () => ({ status: 404, body: {} });
  const server = createServer(async (request, response) => {
    const seen = await read(request);
    requests.push(seen);
    send(request, response, respond(seen));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answerWith(answer) {
      respond = answer;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString('utf8');
  return { method: request.method ?? '', path: request.url ?? '', body };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: StandInAnswer | Misbehavior,
): void {
  if (answer === 'hang') {
    return;
  }
  if (answer === 'reset') {
    request.socket.destroy();
    return;
  }
  if (answer === 'cut') {
    response.writeHead(200, { 'content-length': '1000', 'content-type': 'application/json' });
    response.write('{"took":');
    setImmediate(() => response.destroy());
    return;
  }
  const { status = 200, body } = answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const isGzip = request.headers['accept-encoding']?.includes('gzip') ?? false;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(isGzip ? gzipSync(text) : text);
}

/** An answer to a search with these documents as hits, ordered as given. */
export function hitsAnswer(
  sources: readonly Readonly<Record<string, unknown>>[],
  aggregations?: unknown,
) {
  const hits = sources.map((source, index) => ({
    _index: '.ds-logs-docker.container-default-000001',
    _id: `id-${index}`,
    _source: source,
    sort: [Date.parse(String(source['@timestamp'] ?? '')) || 0],
  }));
  return {
    took: 1,
    timed_out: false,
    hits: { total: { value: hits.length, relation: 'eq' }, hits },
    ...(aggregations === undefined ? {} : { aggregations }),
  };
}
