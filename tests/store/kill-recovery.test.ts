import { afterAll, expect, test } from 'vitest';
import type { TranslogRecord } from '../../packages/store/src/write/translog-record.ts';
import {
  callJson,
  eventually,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';
import { filler, writeTranslog } from '../support/translog.ts';

const INDICES = 6;
/** Each is larger than the one before, so that they are recovered one after the other. */
const DOCUMENTS_STEP = 12_000;
/** Of the first index the documents have ids of their own, which are written again and again. */
const IDS = 700;
const ROUNDS = 4;

const folder = temporaryFolder('kill-recovery');
let store: LongshoreProcess | undefined;
afterAll(async () => {
  await store?.end('SIGKILL');
  folder.remove();
});

const start = async (): Promise<string> => {
  const settings = { 'path.data': folder.path, 'path.logs': folder.path, 'http.port': 0 };
  store = await startLongshore('store', settings);
  return store.addresses[0] ?? '';
};

const name = (index: number): string => `recovered-${index}`;
const documentsOf = (index: number): number => (index + 1) * DOCUMENTS_STEP;
/** Each index has one document before. */
const nextSeqNo = (index: number): number => documentsOf(index) + 1;

/** Operations of all indices in turn, each with as many as it shall have. */
function* operations(uuids: readonly string[]): Iterable<TranslogRecord> {
  for (let number = 0; number < documentsOf(INDICES - 1); number += 1) {
    for (const [index, uuid] of uuids.entries()) {
      if (number < documentsOf(index)) {
        const isGeneratedId = index > 0;
        yield {
          uuid,
          kind: 'index',
          seqNo: number + 1,
          version: isGeneratedId ? 1 : Math.floor(number / IDS) + 1,
          id: isGeneratedId ? `made${String(number).padStart(16, '0')}` : `id-${number % IDS}`,
          isGeneratedId,
          source: Buffer.from(JSON.stringify({ number, filler: filler(number) })),
        };
      }
    }
  }
}

interface Accepted {
  readonly index: number;
  readonly seqNo: number;
}

/** One document for each of some indices; an index that is not recovered refuses it. */
async function write(url: string, indices: readonly number[]): Promise<readonly Accepted[]> {
  const body = indices
    .map((index) => `{"create":{"_index":"${name(index)}"}}\n{"number":0,"late":1}\n`)
    .join('');
  const reply = await fetch(`${url}/_bulk`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  });
  const { items } = (await reply.json()) as {
    items: { create: { status: number; _seq_no: number } }[];
  };
  return items.flatMap(({ create: { status, _seq_no } }, at) => {
    expect([201, 503]).toContain(status);
    return status === 201 ? [{ index: indices[at] ?? 0, seqNo: _seq_no }] : [];
  });
}

const isInitializing = async (url: string): Promise<boolean> => {
  const health = await callJson<{ initializing_shards: number }>(`${url}/_cluster/health`);
  return health.initializing_shards > 0;
};

/** Waits until so many of the indices that are recovered have all, or all have; gives those. */
const untilRecovered = (url: string, count: number): Promise<readonly number[]> =>
  eventually('recovered indices', async () => {
    const all = await callJson<Record<string, { shards: { stage: string }[] }>>(`${url}/_recovery`);
    const stageOf = (index: number) => all[name(index)]?.shards[0]?.stage;
    const isDone = (index: number) => [undefined, 'DONE'].includes(stageOf(index));
    const done = Array.from({ length: INDICES }, (_, index) => index).filter(isDone);
    return done.length >= count ? done : undefined;
  });

interface Figures {
  readonly aggregations: Readonly<Record<'count' | 'sum' | 'max', { readonly value: number }>>;
}

async function figuresOf(url: string, index: number) {
  const field = { field: 'number' };
  const { aggregations } = await callJson<Figures>(`${url}/${name(index)}/_search`, {
    size: 0,
    query: { exists: { field: 'filler' } },
    aggs: { count: { value_count: field }, sum: { sum: field }, max: { max: field } },
  });
  return [aggregations.count.value, aggregations.sum.value, aggregations.max.value];
}

/** Count, sum and largest of the numbers that must be there: any document that is missing or there twice changes them. */
function expectedOf(index: number) {
  const last = documentsOf(index);
  const count = index === 0 ? IDS : last;
  const first = last - count;
  return [count, ((first + last - 1) * count) / 2, last - 1];
}

test('a store that is killed while it recovers, again and again, has every document once and uses no number twice', async () => {
  let url = await start();
  await callJson(`${url}/_index_template/recovered`, {
    index_patterns: ['recovered-*'],
    template: {
      settings: { number_of_replicas: 0 },
      mappings: { properties: { number: { type: 'long' }, filler: { type: 'text' } } },
    },
  });
  for (let index = 0; index < INDICES; index += 1) {
    await callJson(`${url}/${name(index)}/_doc`, { number: 0 });
  }
  const settings = await callJson<Record<string, { settings: { index: { uuid: string } } }>>(
    `${url}/recovered-*/_settings`,
  );
  const uuids = Array.from(
    { length: INDICES },
    (_, index) => settings[name(index)]?.settings.index.uuid ?? '',
  );
  await store?.end('SIGTERM');
  const total = writeTranslog(folder.path, operations(uuids));

  const accepted: Accepted[] = [];
  let killedEarly = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    url = await start();
    accepted.push(...(await write(url, await untilRecovered(url, round + 1))));
    killedEarly += (await isInitializing(url)) ? 1 : 0;
    await store?.end('SIGKILL');
  }
  url = await start();
  const health = '_cluster/health?wait_for_status=green&timeout=120s';
  expect(await callJson(`${url}/${health}`)).toMatchObject({ status: 'green' });
  await callJson(`${url}/_refresh`, {});

  expect(total).toBeGreaterThan(100_000);
  expect(killedEarly).toBeGreaterThan(0);
  for (let index = 0; index < INDICES; index += 1) {
    expect(await figuresOf(url, index)).toEqual(expectedOf(index));
    const late = accepted.filter((one) => one.index === index).map(({ seqNo }) => seqNo);
    expect(new Set(late).size).toBe(late.length);
    expect(late.filter((seqNo) => seqNo < nextSeqNo(index))).toEqual([]);
    const { count } = await callJson<{ count: number }>(`${url}/${name(index)}/_count`, {
      query: { term: { late: 1 } },
    });
    expect(count).toBe(late.length);
  }
});
