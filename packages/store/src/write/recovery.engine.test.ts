import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { raw } from '../sql/sql.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import type { IndexDamage } from './index-damage.ts';
import { openWriter } from './store-writer.ts';
import { put, rowOf, testIndex } from './testdata/test-index.ts';
import { encodeSegmentHeader, FrameBuilder } from './translog-format.ts';
import type { TranslogRecord } from './translog-record.ts';
import type { Writer } from './writer.ts';

const SECONDS_10 = { timeoutMs: 10_000 };
const DOCUMENTS = 20;

let engine: TestEngine;
let writer: Writer | undefined;
let count = 0;

beforeAll(async () => {
  engine = await openTestEngine();
});
afterEach(async () => {
  await writer?.stop();
  writer = undefined;
});
afterAll(() => engine.close());

const newIndex = () => {
  count += 1;
  return testIndex(`r${count}`);
};
type TestIndex = ReturnType<typeof newIndex>;

/** The engine, whose inserts go through `gate` first. */
function withInserts(gate: (table: string) => Promise<void>): Engine {
  const { engine: real } = engine;
  return Object.create(real, {
    start: { value: () => real.start() },
    stop: { value: () => real.stop() },
    query: { value: (...args: Parameters<Engine['query']>) => real.query(...args) },
    execute: { value: (...args: Parameters<Engine['execute']>) => real.execute(...args) },
    insert: {
      value: async (...args: Parameters<Engine['insert']>) => {
        await gate(args[0].table);
        await real.insert(...args);
      },
    },
    onRestart: { value: () => undefined },
    onDamagedPart: { value: () => undefined },
  });
}

const open = (
  used: Engine = engine.engine,
  recoveryWaitMs = 60_000,
  onDamage: (damages: readonly IndexDamage[]) => Promise<void> = async () => undefined,
): Writer => {
  writer = openWriter({
    onDamage,
    dataPath: engine.dataPath,
    engine: used,
    log: pino({ level: 'silent' }),
    now: Date.now,
    recoveryWaitMs,
  });
  return writer;
};

const record = (
  index: TestIndex,
  seqNo: number,
  rest: Partial<TranslogRecord> = {},
): TranslogRecord => ({
  uuid: index.uuid,
  kind: 'index',
  seqNo,
  version: 1,
  id: `id-${seqNo}`,
  isGeneratedId: false,
  source: Buffer.from(JSON.stringify({ number: seqNo })),
  ...rest,
});

const many = (index: TestIndex, length = DOCUMENTS) =>
  Array.from({ length }, (_, seqNo) => record(index, seqNo));

/** Makes the tables and leaves a translog, as a store that was killed does. */
async function crashed(indices: readonly TestIndex[], records: readonly TranslogRecord[]) {
  const before = open();
  await before.start([], rowOf);
  for (const index of indices) {
    await before.addIndex(index);
  }
  await before.stop();
  const folder = join(engine.dataPath, 'store', 'translog');
  await mkdir(folder, { recursive: true });
  const frame = new FrameBuilder();
  for (const one of records) {
    frame.add(one);
  }
  const bytes = Buffer.concat([encodeSegmentHeader(), frame.finish()]);
  await writeFile(join(folder, 'translog-0000000001.log'), bytes);
}

const segments = async () =>
  (await readdir(join(engine.dataPath, 'store', 'translog'))).filter((name) =>
    name.endsWith('.log'),
  );

const rows = async ({ table }: TestIndex) =>
  (await engine.query(raw(`SELECT _id, _seq FROM ${table} ORDER BY _seq`), SECONDS_10)).map(
    ({ _id, _seq }) => [String(_id), Number(_seq)],
  );

const expected = (length = DOCUMENTS) =>
  Array.from({ length }, (_, seqNo) => [`id-${seqNo}`, seqNo]);

/** Something that is waited for, and what ends the waiting. */
function latch() {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { released, release: () => release() };
}

test('an index without its part of the translog takes nothing and shows nothing, others do; then it has all', async () => {
  const [late, other] = [newIndex(), newIndex()];
  await crashed([late, other], many(late));
  const inserts = latch();
  const held = withInserts((table) =>
    table === late.table ? inserts.released : Promise.resolve(),
  );
  const opened = open(held, 0);
  await opened.start([late, other], rowOf);

  expect(opened.recovery(late.uuid)).toMatchObject({ operations: DOCUMENTS, recovered: 0 });
  expect(opened.recovery(other.uuid)).toBeUndefined();
  const [refusal] = await opened.apply(late.uuid, [put({ number: 1 }, { id: 'id-1' })]);
  expect(refusal).toMatchObject({ type: 'unavailable_shards_exception', status: 503 });
  const away = { type: 'no_shard_available_action_exception', status: 503 };
  await expect(opened.get(late.uuid, ['id-1'])).rejects.toMatchObject(away);
  await expect(opened.refresh([late.uuid, other.uuid])).rejects.toMatchObject(away);
  await expect(opened.openSnapshot(late.uuid)).rejects.toMatchObject(away);
  await opened.settled([late.uuid]);
  expect(opened.unavailable(late)).toMatchObject(away);
  const [created] = await opened.apply(other.uuid, [put({ number: 1 }, { id: 'a' })]);
  await opened.sync(0);
  expect(created).toMatchObject({ result: 'created', seqNo: 0 });

  inserts.release();
  await opened.recovered();
  expect(opened.recovery(late.uuid)).toMatchObject({ stage: 'done', recovered: DOCUMENTS });
  expect(opened.unavailable(late)).toBeUndefined();
  const [next] = await opened.apply(late.uuid, [put({ number: 7 }, { id: 'id-7' })]);
  expect(next).toMatchObject({ result: 'updated', version: 2, seqNo: DOCUMENTS });
  await opened.refresh([late.uuid, other.uuid]);
  expect((await opened.counts(late.uuid)).documents).toBe(DOCUMENTS);
  expect(await rows(other)).toEqual([['a', 0]]);
});

test('a store that ends while it recovers keeps the translog, and the next has each document once', async () => {
  const [first, second] = [newIndex(), newIndex()];
  await crashed([first, second], [...many(first, 2), ...many(second)]);
  const inserts = latch();
  const begun = latch();
  const held = withInserts((table) => {
    if (table !== second.table) {
      return Promise.resolve();
    }
    begun.release();
    return inserts.released;
  });
  const cut = open(held, 0);
  await cut.start([first, second], rowOf);
  await begun.released;
  const stopped = cut.stop();
  inserts.release();
  await stopped;
  expect(await segments()).toEqual(['translog-0000000001.log']);

  const again = open();
  await again.start([first, second], rowOf);
  expect(await rows(first)).toEqual(expected(2));
  expect(await rows(second)).toEqual(expected());
  await again.stop();
  expect(await segments()).toEqual([]);
});

test('writes that come while others are recovered stay on top of what the translog has', async () => {
  const [busy, late] = [newIndex(), newIndex()];
  await crashed([busy, late], many(late));
  const inserts = latch();
  const held = withInserts((table) =>
    table === late.table ? inserts.released : Promise.resolve(),
  );
  const opened = open(held, 0);
  await opened.start([busy, late], rowOf);
  for (const number of [1, 2]) {
    await opened.apply(busy.uuid, [put({ number }, { id: 'a' })]);
    await opened.sync(0);
    await opened.refresh([busy.uuid]);
  }
  // As if killed here, since the insert that is held never goes on: the engine has the newest of the one index and nothing of the other.
  const files = await segments();
  expect(files.length).toBe(2);
  const again = open();
  await again.start([busy, late], rowOf);
  expect(await rows(busy)).toEqual([['a', 1]]);
  expect(await rows(late)).toEqual(expected());
});

test('a recovery that fails is tried again, and what was in the engine by then is not repeated', async () => {
  const [index, other] = [newIndex(), newIndex()];
  await crashed([index, other], [...many(index), ...many(other)]);
  let failures = 0;
  const failing = withInserts(async (table) => {
    if (table === index.table && failures < 2) {
      failures += 1;
      if (failures === 1) {
        // It is there, and the answer gets lost.
        await engine.run(
          `INSERT INTO ${table} (_id, _seq, _ver, _source, ts) VALUES ('id-0', 0, 1, '{}', 0)`,
        );
      }
      throw new Error('the engine is away');
    }
  });
  const opened = open(failing);
  await opened.start([index, other], rowOf);
  expect(failures).toBe(2);
  expect(await rows(index)).toEqual(expected());
  expect(await rows(other)).toEqual(expected());
});

test('what is damaged between the readings of the translog is told as lost, and its place is given free', async () => {
  const [index, other, tableless] = [newIndex(), newIndex(), newIndex()];
  await crashed([index, other], [...many(index), ...many(other)]);
  const path = join(engine.dataPath, 'store', 'translog', 'translog-0000000001.log');
  const told: IndexDamage[] = [];
  const opened = open(engine.engine, 60_000, async (damages) => {
    told.push(...damages);
    // This one is told after the first reading, and before the second.
    if (damages.some(({ uuid }) => uuid === tableless.uuid)) {
      const bytes = await readFile(path);
      bytes[200] = (bytes[200] ?? 0) ^ 1;
      await writeFile(path, bytes);
    }
  });
  await opened.start([index, other, tableless], rowOf);
  expect(told.map(({ uuid }) => uuid).sort()).toEqual(
    [index, other, tableless].map(({ uuid }) => uuid).sort(),
  );
  expect(told.filter(({ what }) => what.startsWith(`${DOCUMENTS} operations`))).toHaveLength(2);
  expect(await segments()).toEqual([]);
  expect(await readdir(join(path, '../damaged'))).toContain('translog-0000000001.log');
  const [written] = await opened.apply(index.uuid, [put({ number: 1 })]);
  expect(written).toMatchObject({ seqNo: DOCUMENTS });
});

test('an index can be deleted while it is recovered', async () => {
  const [gone, other] = [newIndex(), newIndex()];
  await crashed([gone, other], [...many(gone), ...many(other, 2)]);
  const inserts = latch();
  const begun = latch();
  const held = withInserts((table) => {
    if (table !== gone.table) {
      return Promise.resolve();
    }
    begun.release();
    return inserts.released;
  });
  const opened = open(held, 0);
  await opened.start([gone, other], rowOf);
  await begun.released;
  const dropped = opened.dropIndex(gone.uuid);
  inserts.release();
  await dropped;
  await opened.recovered();
  expect(await rows(other)).toEqual(expected(2));
  await opened.stop();
  expect(await segments()).toEqual([]);
});

test('a document with an id of the store that was deleted or overwritten stays so', async () => {
  const index = newIndex();
  const made = { isGeneratedId: true };
  await crashed(
    [index],
    [
      record(index, 0, { ...made, id: 'deleted' }),
      record(index, 1, { ...made, id: 'overwritten' }),
      record(index, 2, { ...made, id: 'kept' }),
      record(index, 3, { kind: 'delete', id: 'deleted', source: Buffer.alloc(0), version: 2 }),
      record(index, 4, { id: 'overwritten', version: 2 }),
    ],
  );
  await open().start([index], rowOf);
  expect(await rows(index)).toEqual([
    ['kept', 2],
    ['overwritten', 4],
  ]);
});
