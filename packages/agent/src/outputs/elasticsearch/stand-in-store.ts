import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One item of a bulk request, as it arrived. */
interface ReceivedItem {
  readonly index: string;
  readonly source: Record<string, unknown>;
}

/** What the stand-in answers to a bulk request: a status of the whole, or one status for each item. */
type BulkReply = { readonly status: number } | { readonly items: readonly number[] };

/** Answers like a store, says what it got, and fails as a test wants. Only tests use it; it keeps nothing. */
export interface StandInStore {
  readonly url: string;
  readonly port: number;
  /** Items that were answered with success. */
  readonly accepted: ReceivedItem[];
  /** Number of items of each bulk request, the failed ones too. */
  readonly requests: number[];
  readonly templates: Map<string, unknown>;
  /** Decides on each bulk request; everything is accepted without. */
  reply: ((items: readonly ReceivedItem[]) => BulkReply | undefined) | undefined;
  close(): Promise<void>;
}

/** Starts it on a port of 127.0.0.1; a free one when 0. */
export async function startStandInStore(port = 0): Promise<StandInStore> {
  const store = {
    url: '',
    port: 0,
    accepted: [] as ReceivedItem[],
    requests: [] as number[],
    templates: new Map<string, unknown>(),
    reply: undefined as StandInStore['reply'],
    close: () => Promise.resolve(),
  };
  const server = createServer((request, response) => void answer(store, request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  store.port = (server.address() as AddressInfo).port;
  store.url = `http://127.0.0.1:${store.port}`;
  store.close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return store;
}

async function answer(
  store: StandInStore,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const send = (status: number, value: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const url = request.url ?? '/';
  const template = /^\/_index_template\/(.+)$/.exec(url)?.[1];
  if (url === '/') {
    send(200, { cluster_uuid: 'stand-in', version: { number: '8.0.0' } });
  } else if (template !== undefined && request.method === 'PUT') {
    store.templates.set(template, JSON.parse(body.toString()));
    send(200, { acknowledged: true });
  } else if (template !== undefined) {
    const known = store.templates.get(template);
    send(
      known ? 200 : 404,
      known ? { index_templates: [{ name: template, index_template: known }] } : {},
    );
  } else {
    answerBulk(store, body.toString(), send);
  }
}

function answerBulk(
  store: StandInStore,
  body: string,
  send: (status: number, value: unknown) => void,
): void {
  const items = parseItems(body);
  store.requests.push(items.length);
  const reply = store.reply?.(items) ?? { items: items.map(() => 201) };
  if ('status' in reply) {
    send(reply.status, { error: { type: 'stand_in_exception', reason: 'as the test wants' } });
    return;
  }
  store.accepted.push(...items.filter((_, i) => (reply.items[i] ?? 201) < 300));
  send(200, {
    errors: reply.items.some((status) => status >= 300),
    items: reply.items.map((status) => ({
      create: {
        status,
        ...(status >= 300 ? { error: { type: 'stand_in_exception', reason: `${status}` } } : {}),
      },
    })),
  });
}

function parseItems(body: string): ReceivedItem[] {
  const lines = body.split('\n').slice(0, -1);
  return Array.from({ length: lines.length / 2 }, (_, i) => ({
    index: JSON.parse(lines[2 * i] ?? '').create._index,
    source: JSON.parse(lines[2 * i + 1] ?? ''),
  }));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}
