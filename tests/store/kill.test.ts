import { afterAll, expect, test } from 'vitest';
import {
  callJson,
  eventually,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';

const ROUNDS = 10;
const BATCH_DOCUMENTS = 50;
const WRITERS = 3;
const STREAM = 'logs-kill.test-default';

const folder = temporaryFolder('kill');
let store: LongshoreProcess | undefined;
afterAll(async () => {
  await store?.end('SIGKILL');
  folder.remove();
});

const start = () =>
  startLongshore('store', { 'path.data': folder.path, 'path.logs': folder.path, 'http.port': 0 });

/** Sends batches until the store is gone; notes the numbers of the documents that were acknowledged. */
async function write(url: string, numbers: { next: number }, acknowledged: Set<number>) {
  for (;;) {
    const batch = Array.from({ length: BATCH_DOCUMENTS }, () => numbers.next++);
    const body = batch
      .map(
        (number) =>
          `{"create":{"_index":"${STREAM}"}}\n{"@timestamp":"${new Date().toISOString()}","number":${number}}\n`,
      )
      .join('');
    try {
      const reply = await fetch(`${url}/_bulk`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body,
      });
      const { items } = (await reply.json()) as { items: { create: { status: number } }[] };
      for (const [i, item] of items.entries()) {
        if (item.create.status === 201) {
          acknowledged.add(batch[i] ?? -1);
        }
      }
    } catch {
      // The store was killed under this request: nothing of it was acknowledged.
      return;
    }
  }
}

/** Every stored number with how often it is there. */
async function storedNumbers(url: string, total: number): Promise<Map<number, number>> {
  const stored = new Map<number, number>();
  const pageSize = 5_000;
  for (let from = 0; from < total; from += pageSize) {
    const answer = await callJson<{ hits: { hits: { _source: { number: number } }[] } }>(
      `${url}/${STREAM}/_search`,
      { size: pageSize, query: { range: { number: { gte: from, lt: from + pageSize } } } },
    );
    for (const { _source } of answer.hits.hits) {
      stored.set(_source.number, (stored.get(_source.number) ?? 0) + 1);
    }
  }
  return stored;
}

test('a store that is killed in the middle of bulk requests, ten times over, keeps every acknowledged document once', async () => {
  const acknowledged = new Set<number>();
  const numbers = { next: 0 };
  store = await start();
  await callJson(
    `${store.addresses[0]}/_index_template/kill`,
    {
      index_patterns: [STREAM],
      data_stream: {},
      template: { mappings: { properties: { number: { type: 'long' } } } },
    },
    'PUT',
  );
  for (let round = 0; round < ROUNDS; round++) {
    const url = store.addresses[0] ?? '';
    const before = acknowledged.size;
    const writers = Array.from({ length: WRITERS }, () => write(url, numbers, acknowledged));
    // A different moment each time: before, during and after refreshes.
    await eventually('some acknowledged documents', () =>
      acknowledged.size > before + 200 * (round + 1) ? true : undefined,
    );
    await store.end('SIGKILL');
    await Promise.all(writers);
    store = await start();
  }
  const url = store.addresses[0] ?? '';
  await callJson(`${url}/${STREAM}/_refresh`, {});
  const stored = await storedNumbers(url, numbers.next);

  expect(acknowledged.size).toBeGreaterThan(ROUNDS * 200);
  expect([...acknowledged].filter((number) => !stored.has(number))).toEqual([]);
  expect([...stored].filter(([, times]) => times !== 1)).toEqual([]);
});
