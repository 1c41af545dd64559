import { afterAll, expect, test } from 'vitest';
import {
  callJson,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';

const ACTIONS = 200_000;
const REQUESTS = 3;
/** A fraction of what the actions and items of the requests would take as objects. */
const HEAP_FLAG = '--max-old-space-size=96';

const folder = temporaryFolder('heavy-bulk');
let store: LongshoreProcess | undefined;
afterAll(async () => {
  await store?.end('SIGTERM');
  folder.remove();
});

test('bulk requests with far more actions than the heap holds are answered item by item, and all of it is kept', async () => {
  const settings = { 'path.data': folder.path, 'path.logs': folder.path, 'http.port': 0 };
  store = await startLongshore('store', settings, [HEAP_FLAG]);
  const [url = ''] = store.addresses;
  const body = Array.from({ length: ACTIONS }, (_, i) => `{"index":{}}\n{"n":${i}}\n`).join('');
  const counts = await Promise.all(
    Array.from({ length: REQUESTS }, async () => {
      const reply = await fetch(`${url}/heavy/_bulk`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body,
      });
      const { items } = (await reply.json()) as { items: { index: { status: number } }[] };
      return items.filter(({ index }) => index.status === 201).length;
    }),
  );
  expect(counts).toEqual(Array.from({ length: REQUESTS }, () => ACTIONS));
  await fetch(`${url}/heavy/_refresh`, { method: 'POST' });
  const { count } = await callJson<{ count: number }>(`${url}/heavy/_count`);
  expect(count).toBe(REQUESTS * ACTIONS);
  expect(store.child.exitCode).toBeNull();
});

test('a document that is too large is refused by its item alone, with its size', async () => {
  const [url = ''] = store?.addresses ?? [];
  const large = `{"message":"${'x'.repeat(17 * 1024 * 1024)}"}`;
  const reply = await fetch(`${url}/large/_bulk`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `{"index":{}}\n${large}\n{"index":{}}\n{"message":"small"}\n`,
  });
  const { items } = (await reply.json()) as {
    items: { index: { status: number; error?: { reason: string } } }[];
  };
  expect(items.map(({ index }) => index.status)).toEqual([400, 201]);
  expect(items[0]?.index.error?.reason).toContain(`has ${large.length} bytes, more than`);
});
