import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  callJson,
  type LongshoreProcess,
  startLongshore,
  startStore,
  type TestStore,
  temporaryFolder,
} from '../support/longshore.ts';

// Two stores: documents of the far one are copied into the near one.

const DOCUMENTS = 250;
const SECRET = 'sunken-treasure';

const folder = temporaryFolder('reindex-near');
let far: TestStore;
let near: LongshoreProcess;
let url: string;

beforeAll(async () => {
  far = await startStore('reindex-far');
  near = await startLongshore('store', {
    'path.data': folder.path,
    'path.logs': folder.path,
    'http.port': 0,
    'reindex.remote.whitelist': '127.0.*:*',
  });
  url = near.addresses[0] ?? '';
  const lines = Array.from({ length: DOCUMENTS }, (_, n) => [
    JSON.stringify({ index: { _index: 'ships', _id: `s${n}` } }),
    `{"n":${n},"big":9007199254740993}`,
  ]).flat();
  const reply = await fetch(`${far.url}/_bulk?refresh=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${lines.join('\n')}\n`,
  });
  expect(reply.status).toBe(200);
});
afterAll(async () => {
  await far?.stop();
  await near?.end('SIGTERM');
  folder.remove();
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function reindex(remote: object, source: object, query = ''): Promise<Answer> {
  const reply = await fetch(`${url}/_reindex?refresh=true${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ source: { remote, ...source }, dest: { index: 'fleet' } }),
  });
  return { status: reply.status, text: await reply.text() };
}

/** A cluster that refuses, and remembers what it was sent. */
async function refusing(status: number) {
  const seen: { readonly headers: Readonly<Record<string, unknown>> }[] = [];
  const server = createServer((request, reply) => {
    seen.push({ headers: request.headers });
    reply.writeHead(status, { 'content-type': 'application/json' });
    reply.end('{"error":{"type":"security_exception","reason":"no"},"status":401}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { host: `http://127.0.0.1:${port}`, seen, close: () => server.close() };
}

test('all documents of another store are copied, page by page, numbers as they were', async () => {
  const { status, text } = await reindex({ host: far.url }, { index: 'ships', size: 100 });
  expect(status, text).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ total: DOCUMENTS, created: DOCUMENTS, batches: 3 });
  const { count } = await callJson<{ count: number }>(`${url}/fleet/_count`);
  expect(count).toBe(DOCUMENTS);
  const reply = await fetch(`${url}/fleet/_source/s7`);
  expect(await reply.text()).toBe('{"n":7,"big":9007199254740993}');
});

test('a query, and a number of documents, say which', async () => {
  const query = { range: { n: { gte: 200 } } };
  const some = await reindex({ host: far.url }, { index: 'ships', query }, '&max_docs=20');
  expect(JSON.parse(some.text)).toMatchObject({ total: 20, updated: 20 });
});

test('the error of the remote is answered, and the password is nowhere', async () => {
  const remote = await refusing(401);
  const credentials = { username: 'mate', password: SECRET, headers: { 'X-Harbor': 'east' } };
  const { status, text } = await reindex({ host: remote.host, ...credentials }, { index: 'ships' });
  remote.close();
  expect(status).toBe(401);
  expect(text).toContain('security_exception: no');
  const basic = Buffer.from(`mate:${SECRET}`).toString('base64');
  expect(remote.seen[0]?.headers).toMatchObject({
    authorization: `Basic ${basic}`,
    'x-harbor': 'east',
  });
  for (const shown of [text, near.output()]) {
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toContain(basic);
  }
});

test('a host that no setting allows is not called', async () => {
  const { status, text } = await reindex({ host: 'http://10.0.0.1:9200' }, { index: 'ships' });
  expect(status).toBe(400);
  expect(text).toContain('[10.0.0.1:9200] not whitelisted in reindex.remote.whitelist');
});

test('an index that the remote does not have is its error', async () => {
  const { status, text } = await reindex({ host: far.url }, { index: 'nowhere' });
  expect(status).toBe(404);
  expect(text).toContain('index_not_found_exception');
});
