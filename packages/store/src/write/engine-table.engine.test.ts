import { errors } from '@longshore/common/errors';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { join, raw, sql } from '../sql/sql.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { EngineTable } from './engine-table.ts';
import type { Entry } from './entry.ts';
import { RowWriter } from './row-block.ts';
import { rowOf, testIndex } from './testdata/test-index.ts';

const SECONDS_10 = { timeoutMs: 10_000 };
const MIB = 1024 * 1024;
const DAY_MS = 86_400_000;
const log = pino({ level: 'silent' });

let test1: TestEngine;
beforeAll(async () => {
  test1 = await openTestEngine();
});
afterAll(() => test1.close());

/** Documents of one day each. */
function documents(count: number): readonly Entry[] {
  const rows = new RowWriter(() => testIndex('any').columns());
  return Array.from({ length: count }, (_, seqNo) => {
    const id = `id${seqNo}`;
    const source = Buffer.from(`{"time":${seqNo * DAY_MS},"number":${seqNo}}`);
    const row = rows.write({ id, seqNo, version: 1, source }, rowOf('', source));
    const place = { position: seqNo, generation: 1 };
    const known = { id, isGeneratedId: false, routing: undefined, seqNo, version: 1, ...place };
    return { ...known, timeMs: seqNo * DAY_MS, row, base: 'none' as const };
  });
}

/** An engine whose answer to the next insert is lost, after it was done or instead. */
function losing(what: 'answer' | 'insert'): Engine {
  let isLost = false;
  const { engine } = test1;
  return {
    pools: engine.pools,
    start: () => engine.start(),
    stop: () => engine.stop(),
    query: (statement, options) => engine.query(statement, options),
    execute: (statement, options) => engine.execute(statement, options),
    onRestart: (listener) => engine.onRestart(listener),
    onDamagedPart: (listener) => engine.onDamagedPart(listener),
    insert: async (block, options) => {
      if (isLost || what === 'answer') {
        await engine.insert(block, options);
      }
      if (!isLost) {
        isLost = true;
        throw errors.unavailable('the engine process ended');
      }
    },
  };
}

async function made(name: string): Promise<EngineTable> {
  const table = new EngineTable(name, test1.engine, log);
  await table.create(testIndex('any').columns());
  return table;
}

async function seqNosIn(table: string): Promise<readonly unknown[]> {
  const rows = await test1.query(raw(`SELECT _seq FROM ${table} ORDER BY _seq`), SECONDS_10);
  return rows.map(({ _seq }) => _seq);
}

test.each(['answer', 'insert'] as const)(
  'when the %s is lost, the same insert again leaves each document there once',
  async (what) => {
    const name = `ls.lost_${what}`;
    await made(name);
    const table = new EngineTable(name, losing(what), log);
    const all = documents(3);
    await expect(table.insertFirst([all])).rejects.toThrow('ended');
    expect(await seqNosIn(name)).toHaveLength(what === 'answer' ? 3 : 0);
    expect(await table.insertFirst([all])).toEqual([]);
    expect(await seqNosIn(name)).toEqual([0, 1, 2]);
  },
);

test('what an insert that failed has left of its days is not inserted again', async () => {
  const name = 'ls.lost_partly';
  const whole = await made(name);
  const all = documents(3);
  await whole.insertFirst([all.slice(1, 2)]);
  const table = new EngineTable(name, losing('insert'), log);
  await expect(table.insertFirst([all])).rejects.toThrow('ended');
  expect(await table.insertFirst([all])).toEqual([]);
  expect(await seqNosIn(name)).toEqual([0, 1, 2]);
});

test('a table takes little of the memory that the engine may have, however many there are', async () => {
  const before = await trackedBytes();
  for (let i = 0; i < 40; i += 1) {
    await made(`ls.many_${i}`);
  }
  expect((await trackedBytes()) - before).toBeLessThan(20 * MIB);
});

test('a statement over some hundred tables gets all the threads that it needs', async () => {
  const table = await made('ls.counted');
  await table.insertFirst([documents(1)]);
  const counts = Array.from(
    { length: 600 },
    () => sql`SELECT count() AS n FROM ${raw(table.name)}`,
  );
  const [row] = await test1.query(
    sql`SELECT sum(n) AS n FROM (${join(counts, ' UNION ALL ')})`,
    SECONDS_10,
  );
  expect(row).toEqual({ n: 600 });
});

/** What the engine counts against `store.engine.memory`. */
async function trackedBytes(): Promise<number> {
  const metric = raw("SELECT value FROM system.metrics WHERE metric = 'MemoryTracking'");
  const [row] = await test1.query(metric, SECONDS_10);
  return Number(row?.value);
}
