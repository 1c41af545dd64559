import { afterAll, beforeAll, expect, test } from 'vitest';
import { callJson, startStore, type TestStore } from '../support/longshore.ts';

const ACTIONS = 200_000;
const REQUESTS = 3;
/** A fraction of what the actions and items of the requests would take as objects. */
const HEAP_FLAG = '--max-old-space-size=96';

let store: TestStore;
let url: string;

beforeAll(async () => {
  store = await startStore('heavy-bulk', [HEAP_FLAG]);
  url = store.url;
});
afterAll(() => store?.stop());

test('bulk requests with far more actions than the heap holds are answered item by item, and all of it is kept', async () => {
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
  expect(process.kill(store.pid, 0)).toBe(true);
});

test('a document that is too large is refused by its item alone, with its size', async () => {
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
