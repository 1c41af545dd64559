import { afterAll, beforeAll, expect, test } from 'vitest';
import { callJson, startStore, type TestStore } from '../support/longshore.ts';

const HUGE_SENDERS = 8;
const HUGE_ACTIONS = 40_000;
const SMALL_REQUESTS = 60;
const FIELDS_MAX = 200;

let store: TestStore;
beforeAll(async () => {
  store = await startStore('fair');
});
afterAll(() => store?.stop());

async function bulk(index: string, documents: readonly object[]) {
  const reply = await fetch(`${store.url}/${index}/_bulk`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: documents.map((one) => `{"index":{}}\n${JSON.stringify(one)}\n`).join(''),
  });
  const { items = [] } = (await reply.json()) as {
    items?: { index: { status: number; error?: { type: string; reason: string } } }[];
  };
  return { status: reply.status, retryAfter: reply.headers.get('retry-after'), items };
}

test('while clients send all the bulk that the store takes, and more, small requests are all taken', async () => {
  const huge = Array.from({ length: HUGE_ACTIONS }, (_, n) => ({ n, message: 'x'.repeat(400) }));
  let isDone = false;
  const outcomes = { taken: 0, refused: 0, other: 0 };
  const sendHuge = async () => {
    while (!isDone) {
      const { status, retryAfter, items } = await bulk('huge', huge);
      const isRefused = status === 429 || items.some(({ index }) => index.status === 429);
      expect(status !== 429 || retryAfter === '1').toBe(true);
      outcomes[isRefused ? 'refused' : status === 200 ? 'taken' : 'other'] += 1;
    }
  };
  const senders = Array.from({ length: HUGE_SENDERS }, sendHuge);
  const statuses: number[] = [];
  for (let n = 0; n < SMALL_REQUESTS; n += 1) {
    const { items } = await bulk('small', [{ n }, { n }]);
    statuses.push(...items.map(({ index }) => index.status));
  }
  isDone = true;
  await Promise.all(senders);
  expect(statuses).toEqual(Array.from({ length: SMALL_REQUESTS * 2 }, () => 201));
  expect(outcomes.taken).toBeGreaterThan(0);
  expect(outcomes.other).toBe(0);
});

test('many clients that invent fields at once stop at the limit of fields, and what is mapped goes on', async () => {
  await callJson(
    `${store.url}/exploding`,
    { settings: { 'index.mapping.total_fields.limit': FIELDS_MAX } },
    'PUT',
  );
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, client) =>
      bulk(
        'exploding',
        Array.from({ length: 50 }, (_one, n) => ({ [`f_${client}_${n}`]: n })),
      ),
    ),
  );
  const items = answers.flatMap((answer) => answer.items);
  const refused = items.filter(({ index }) => index.status !== 201);
  expect(items.length - refused.length).toBe(FIELDS_MAX);
  for (const { index } of refused) {
    expect(index.status).toBe(400);
    expect(JSON.stringify(index.error)).toContain(
      `Limit of total fields [${FIELDS_MAX}] has been exceeded`,
    );
  }
  const mapping = await callJson<{ exploding: { mappings: { properties: object } } }>(
    `${store.url}/exploding/_mapping`,
  );
  const names = Object.keys(mapping.exploding.mappings.properties);
  expect(names).toHaveLength(FIELDS_MAX);
  const again = await bulk('exploding', [{ [names[0] ?? '']: 1 }]);
  expect(again.items[0]?.index.status).toBe(201);
});
