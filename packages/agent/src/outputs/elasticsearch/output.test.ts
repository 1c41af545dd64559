import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { agentDataset } from '../../publisher/agent-dataset.ts';
import { Batch } from '../../publisher/batch.ts';
import { createCounters } from '../../publisher/counters.ts';
import { buildIndexTemplate } from '../../templates/index-template.ts';
import { createHttpClient } from './http-client.ts';
import { ElasticsearchOutput } from './output.ts';
import { type StandInStore, startStandInStore } from './stand-in-store.ts';

let store: StandInStore;

beforeEach(async () => {
  store = await startStandInStore();
});
afterEach(() => store.close());

function open(compressionLevel = 1, hosts = [store.url]) {
  const counters = createCounters();
  const output = new ElasticsearchOutput({
    client: createHttpClient(hosts),
    templates: [buildIndexTemplate(agentDataset)],
    compressionLevel,
    counters,
    log: pino({ level: 'silent' }),
    backoff: { initMs: 5, maxMs: 20 },
  });
  return { output, counters };
}

function batchOf(count: number): Batch {
  const batch = new Batch();
  for (let n = 0; n < count; n++) {
    const text = `{"create":{"_index":"logs-x-default"}}\n{"n":${n},"message":"값"}\n`;
    batch.begin(text.length * 3);
    batch.utf8(text);
    batch.end();
  }
  return batch;
}

const never = new AbortController().signal;
const numbers = () => store.accepted.map(({ source }) => source.n);

test.each([0, 1, 9])('every item arrives, in order, at gzip level %i', async (level) => {
  const { output, counters } = open(level);
  expect(await output.send(batchOf(5), never)).toBe(true);
  output.close();
  expect(numbers()).toEqual([0, 1, 2, 3, 4]);
  expect(store.accepted[0]?.source.message).toBe('값');
  expect(counters).toMatchObject({ acknowledged: 5, batches: 1, droppedRejected: 0, retried: 0 });
});

test('templates are put before the first event, and only once', async () => {
  const first = open();
  await first.output.send(batchOf(1), never);
  first.output.close();
  expect([...store.templates.keys()]).toEqual(['metrics-longshore.agent-default']);
  const put = store.templates.get('metrics-longshore.agent-default');
  const second = open();
  await second.output.send(batchOf(1), never);
  second.output.close();
  expect(store.templates.get('metrics-longshore.agent-default')).toBe(put);
});

test('only the items that the store was too busy for are sent again', async () => {
  const { output, counters } = open();
  store.reply = (items) => ({
    items: items.map(({ source }) =>
      store.requests.length === 1 && Number(source.n) % 2 === 1 ? 429 : 201,
    ),
  });
  await output.send(batchOf(4), never);
  output.close();
  expect(store.requests).toEqual([4, 2]);
  expect(numbers()).toEqual([0, 2, 1, 3]);
  expect(counters).toMatchObject({ acknowledged: 4, retried: 2 });
});

test('an item that is there already is done, and one that is refused for ever is dropped and counted', async () => {
  const { output, counters } = open();
  store.reply = () => ({ items: [201, 409, 400] });
  await output.send(batchOf(3), never);
  output.close();
  expect(store.requests).toEqual([3]);
  expect(counters).toMatchObject({ acknowledged: 2, droppedRejected: 1 });
});

test.each([429, 500, 503])(
  'a request that fails with %i is sent again as a whole',
  async (status) => {
    const { output, counters } = open();
    store.reply = () => (store.requests.length < 3 ? { status } : undefined);
    await output.send(batchOf(2), never);
    output.close();
    expect(store.requests).toEqual([2, 2, 2]);
    expect(numbers()).toEqual([0, 1]);
    expect(counters).toMatchObject({ acknowledged: 2, requestsFailed: 2 });
  },
);

test('a request that is too large is split until it fits; one item that is too large is dropped', async () => {
  const { output, counters } = open();
  store.reply = (items) =>
    items.length > 2 || items.some(({ source }) => source.n === 3) ? { status: 413 } : undefined;
  await output.send(batchOf(8), never);
  output.close();
  expect(numbers().sort()).toEqual([0, 1, 2, 4, 5, 6, 7]);
  expect(counters).toMatchObject({ acknowledged: 7, droppedRejected: 1 });
});

test('when one half of a split request fails, only that half is sent again', async () => {
  const { output } = open();
  let hasFailed = false;
  store.reply = (items) => {
    if (items.length > 2) {
      return { status: 413 };
    }
    if (items[0]?.source.n === 2 && !hasFailed) {
      hasFailed = true;
      return { status: 503 };
    }
    return undefined;
  };
  await output.send(batchOf(4), never);
  output.close();
  expect(numbers()).toEqual([0, 1, 2, 3]);
});

test('templates are put again when the store does not know them any more', async () => {
  const { output } = open();
  await output.send(batchOf(1), never);
  store.templates.clear();
  store.reply = () => (store.templates.size === 0 ? { items: [404] } : undefined);
  await output.send(batchOf(1), never);
  output.close();
  expect(store.templates.size).toBe(1);
  expect(numbers()).toEqual([0, 0]);
});

test('waits for a store that is not there yet, and ends early when stopped', async () => {
  const { port } = store;
  await store.close();
  const { output } = open(1, [`127.0.0.1:${port}`]);
  const stop = new AbortController();
  const stopped = output.send(batchOf(1), stop.signal);
  const waiting = output.send(batchOf(3), never);
  stop.abort();
  expect(await stopped).toBe(false);
  store = await startStandInStore(port);
  expect(await waiting).toBe(true);
  output.close();
  expect(numbers()).toEqual([0, 1, 2]);
});

test('goes on with the next host when one is down', async () => {
  const down = await startStandInStore();
  await down.close();
  const { output } = open(1, [down.url, store.url]);
  await output.send(batchOf(2), never);
  output.close();
  expect(numbers()).toEqual([0, 1]);
});
