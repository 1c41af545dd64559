import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { raw, sql, string } from '../sql/sql.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { EngineTimeout } from './engine.ts';

const SECONDS_10 = { timeoutMs: 10_000 };
/** Takes half a minute: one row per second. */
const LONG = raw('SELECT sum(sleepEachRow(1)) AS s FROM numbers(30) SETTINGS max_block_size = 1');

let test1: TestEngine;
beforeAll(async () => {
  test1 = await openTestEngine();
});
afterAll(() => test1.close());

/** How many statements run that sleep. */
async function running(): Promise<unknown> {
  const rows = await test1.engine.query(
    sql`SELECT count() AS n FROM system.processes WHERE query LIKE ${string('%sleepEachRow(%')} AND query NOT LIKE ${string('%system.processes%')}`,
    SECONDS_10,
  );
  return rows[0]?.n;
}

async function waitUntil(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isTrue())) {
    expect(Date.now()).toBeLessThan(deadline);
    await sleep(20);
  }
}

test('64-bit integers are numbers when they are safe, and texts when they are not', async () => {
  const rows = await test1.engine.query(
    raw(
      "SELECT toInt64(9007199254740991) AS a, toUInt64(9007199254740992) AS b, [toInt64(-1)] AS c, (toUInt64(7), 'x') AS d, CAST(NULL AS Nullable(Int64)) AS e, nan AS f, map('k', toInt64(5)) AS g, '17' AS h",
    ),
    SECONDS_10,
  );
  expect(rows).toEqual([
    {
      a: 9007199254740991,
      b: '9007199254740992',
      c: [-1],
      d: [7, 'x'],
      e: null,
      f: null,
      g: { k: 5 },
      h: '17',
    },
  ]);
});

test('rows of an insert are in the columns that it names', async () => {
  await test1.run('CREATE TABLE ls.named (b String, a UInt64) ENGINE = MergeTree ORDER BY a');
  const block = {
    table: 'ls.named',
    rows: {
      columns: [
        { name: 'a', type: 'UInt8' },
        { name: 'b', type: 'String' },
      ],
      // Two columns, two rows; each column with its name, its type and its values.
      pieces: [
        Buffer.from('\x02\x02'),
        Buffer.from('\x01a\x05UInt8\x01\x02'),
        Buffer.from('\x01b\x06String\x01x\x01y'),
      ],
    },
  };
  await test1.engine.insert(block, SECONDS_10);
  const rows = await test1.engine.query(raw('SELECT a, b FROM ls.named ORDER BY a'), SECONDS_10);
  expect(rows).toEqual([
    { a: 1, b: 'x' },
    { a: 2, b: 'y' },
  ]);
});

test('a statement that takes too long ends with EngineTimeout', async () => {
  await expect(test1.engine.query(LONG, { timeoutMs: 300 })).rejects.toThrow(EngineTimeout);
});

test('an aborted statement is stopped in the engine, not only left', async () => {
  const abort = new AbortController();
  const answer = test1.engine.query(LONG, { timeoutMs: 60_000, signal: abort.signal });
  answer.catch(() => undefined);
  await waitUntil(async () => (await running()) === 1);
  abort.abort();
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  await waitUntil(async () => (await running()) === 0);
});

test('aborted while it waits for a session, a statement never starts', async () => {
  const abort = new AbortController();
  const signal = abort.signal;
  const answers = Array.from({ length: 7 }, () =>
    test1.engine.query(LONG, { timeoutMs: 60_000, signal }).catch((error: Error) => error.name),
  );
  abort.abort();
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['AbortError']));
  await expect(test1.engine.query(raw('SELECT 1 AS one'), SECONDS_10)).resolves.toEqual([
    { one: 1 },
  ]);
});

test('a statement that needs too much memory is a circuit breaker of 429, and the engine lives', async () => {
  const hungry = raw(
    'SELECT groupArray(repeat(toString(number), 100)) AS a FROM numbers(10000000)',
  );
  await expect(test1.engine.query(hungry, { timeoutMs: 30_000 })).rejects.toMatchObject({
    type: 'circuit_breaking_exception',
    status: 429,
  });
  await expect(test1.engine.query(raw('SELECT 1 AS one'), SECONDS_10)).resolves.toHaveLength(1);
});

test('what a failed statement had already answered is not in the next answer', async () => {
  const failing = raw(
    'SELECT throwIf(number = 100) AS a FROM numbers(200) SETTINGS max_block_size = 10',
  );
  await Promise.allSettled(
    Array.from({ length: 8 }, () => test1.engine.query(failing, SECONDS_10)),
  );
  const answers = Array.from({ length: 8 }, () =>
    test1.engine.query(raw('SELECT 1 AS one'), SECONDS_10),
  );
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 8 }, () => [{ one: 1 }]));
});

test('more searches than may wait are refused with 429, and all others are answered', async () => {
  const one = () => test1.engine.query(raw('SELECT 1 AS one'), { timeoutMs: 60_000 });
  const outcomes = await Promise.allSettled(Array.from({ length: 1_200 }, one));
  const refusals = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason] : [],
  );
  // Five sessions work, and a thousand wait for them.
  expect(refusals).toHaveLength(195);
  expect(test1.engine.pools.read.figures).toMatchObject({ active: 0, queue: 0, rejected: 195 });
  expect(refusals[0]).toMatchObject({ type: 'es_rejected_execution_exception', status: 429 });
  expect(await one()).toEqual([{ one: 1 }]);
});

test('short statements do not wait for long ones, which all end well', async () => {
  const { engine } = test1;
  const ended: string[] = [];
  const long = raw(
    'SELECT sum(sleepEachRow(0.5)) AS s FROM numbers(8) SETTINGS max_block_size = 1',
  );
  const longs = Array.from({ length: 6 }, async () => {
    const rows = await engine.query(long, { timeoutMs: 60_000 });
    ended.push('long');
    return rows;
  });
  // All sessions but those that long ones may not keep are taken by now.
  await waitUntil(async () => Number(await running()) >= 3);
  const shorts = Array.from({ length: 20 }, async () => {
    await engine.query(raw('SELECT 1 AS one'), SECONDS_10);
    ended.push('short');
  });
  await Promise.all(shorts);
  expect(ended).toEqual(Array.from({ length: 20 }, () => 'short'));
  expect(await Promise.all(longs)).toEqual(Array.from({ length: 6 }, () => [{ s: 0 }]));
});

test('a statement that we wrote wrongly is called a bug', async () => {
  await expect(test1.engine.query(raw('SELECT nothing'), SECONDS_10)).rejects.toThrow(/^BUG: /);
});

test('killed, the engine starts again with its data and says so; calls under way fail as unavailable', async () => {
  const { engine } = test1;
  const restarted = new Promise<void>((resolve) => {
    engine.onRestart(resolve);
  });
  const under = engine.query(LONG, { timeoutMs: 60_000 });
  under.catch(() => undefined);
  await waitUntil(async () => (await running()) === 1);
  process.kill(engine.pid ?? 0, 'SIGKILL');
  await expect(under).rejects.toMatchObject({ type: 'unavailable_shards_exception', status: 503 });
  await restarted;
  await expect(engine.query(raw('SELECT count() AS n FROM ls.named'), SECONDS_10)).resolves.toEqual(
    [{ n: 2 }],
  );
});

test('a fault inside the engine ends its process instead of hanging it', async () => {
  const { engine } = test1;
  const before = engine.pid ?? 0;
  process.kill(before, 'SIGSEGV');
  await waitUntil(async () => engine.pid !== undefined && engine.pid !== before);
  await expect(engine.query(raw('SELECT 1 AS one'), SECONDS_10)).resolves.toHaveLength(1);
});
