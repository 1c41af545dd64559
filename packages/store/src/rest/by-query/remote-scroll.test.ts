import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Remote } from './remote-client.ts';
import { RemoteScroll } from './remote-scroll.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener, more: Partial<Remote> = {}): Promise<Remote> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => {
    started.listen(0, '127.0.0.1', resolve);
  });
  const { port } = started.address() as AddressInfo;
  const timeouts = { socketTimeoutMs: 10_000, connectTimeoutMs: 10_000 };
  return {
    scheme: 'http',
    host: '127.0.0.1',
    port,
    prefix: '/es',
    headers: {},
    ...timeouts,
    ...more,
  };
}

function scrollOf(remote: Remote, signal = new AbortController().signal, onRetry = () => {}) {
  const search = { query: { match_all: {} } };
  const how = { pageSize: 2, keepAlive: '1m', signal, onRetry };
  return new RemoteScroll({ remote, index: 'a b,c', search, ...how });
}

/** Answers in turn, and keeps what was asked. */
function inTurn(...answers: readonly { readonly status?: number; readonly body: object }[]) {
  const asked: string[] = [];
  const listener: RequestListener = (request, reply) => {
    const { status = 200, body } = answers[asked.length] ?? { body: {} };
    asked.push(`${request.method} ${request.url}`);
    reply.writeHead(status).end(JSON.stringify(body));
  };
  return { asked, listener };
}

const page = (ids: readonly string[], total: unknown) => ({
  _scroll_id: 'next',
  _shards: { failed: 0 },
  hits: { total, hits: ids.map((_id) => ({ _index: 'c', _id, _version: 3, _source: {} })) },
});

test('a cluster of long ago is asked without what it does not know, and counts in its own way', async () => {
  const { asked, listener } = inTurn(
    { body: { version: { number: '6.8.0' } } },
    { body: page(['1', '2'], 3) },
    { body: page(['3'], 3) },
  );
  const scroll = scrollOf(await serve(listener));
  expect((await scroll.next()).total).toBe(3);
  expect((await scroll.next()).documents).toMatchObject([{ id: '3', version: 3 }]);
  await scroll.close();
  expect(asked).toEqual([
    'GET /es/',
    'POST /es/a%20b,c/_search?scroll=1m&size=2&version=true',
    'POST /es/_search/scroll',
    'DELETE /es/_search/scroll',
  ]);
});

test('a cluster that is too busy is asked again', async () => {
  const { asked, listener } = inTurn(
    { body: { version: { number: '8.1.0' } } },
    { status: 429, body: {} },
    { body: page(['1'], { value: 1, relation: 'eq' }) },
  );
  let retries = 0;
  const scroll = scrollOf(await serve(listener), undefined, () => {
    retries += 1;
  });
  expect(await scroll.next()).toMatchObject({ total: 1, documents: [{ id: '1' }] });
  expect(retries).toBe(1);
  expect(asked[1]).toContain('track_total_hits=true');
});

test('a page that lacks the documents of a shard is refused', async () => {
  const { listener } = inTurn(
    { body: { version: { number: '8.1.0' } } },
    { body: { ...page(['1'], 1), _shards: { failed: 1 } } },
  );
  await expect(scrollOf(await serve(listener)).next()).rejects.toThrow(
    'could not search all shards',
  );
});

test('a cluster that stays silent is given up, and so is one that nobody wants any more', async () => {
  const silent = await serve(() => {}, { socketTimeoutMs: 50 });
  await expect(scrollOf(silent).next()).rejects.toThrow('no answer within 50 ms');
  const controller = new AbortController();
  const asking = scrollOf({ ...silent, socketTimeoutMs: 10_000 }, controller.signal).next();
  controller.abort();
  await expect(asking).rejects.toThrow('could not be asked');
});
