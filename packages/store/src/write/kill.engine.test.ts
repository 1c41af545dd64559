import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { openEngine } from '../engine/chdb-engine.ts';
import { ROUTING_COLUMN } from '../index/column.ts';
import { raw } from '../sql/sql.ts';
import { LIST_ID_TABLES } from './id-table-sql.ts';
import { openWriter } from './store-writer.ts';
import { rowOf, testIndex } from './testdata/test-index.ts';

const ROUNDS = 10;
/** Each round starts a process with an engine, which takes seconds where much else goes on. */
const ROUNDS_MS_MAX = 300_000;
const OVERWRITTEN_IDS = 15;
const PROGRAM = fileURLToPath(new URL('./testdata/write-until-killed.ts', import.meta.url));
const SECONDS_10 = { timeoutMs: 10_000 };

const dataPath = await mkdtemp(join(tmpdir(), 'longshore-kill-'));
afterAll(() => rm(dataPath, { recursive: true, force: true }));

interface Acknowledged {
  readonly numbers: Set<number>;
  readonly overwrites: Map<string, number>;
  next: number;
}

/** Runs the program, kills it when it has acknowledged so many documents, and notes which. */
async function runAndKill(acknowledged: Acknowledged, documents: number): Promise<void> {
  const flags = ['--import', 'tsx', '--conditions=longshore-source'];
  const child = spawn(process.execPath, [...flags, PROGRAM, dataPath, String(acknowledged.next)], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const goal = acknowledged.numbers.size + documents;
  for await (const line of createInterface({ input: child.stdout })) {
    const { numbers, overwrites } = JSON.parse(line) as { numbers: number[]; overwrites: number[] };
    for (const number of numbers) {
      acknowledged.numbers.add(number);
    }
    for (const number of overwrites) {
      const id = `id-${number % OVERWRITTEN_IDS}`;
      acknowledged.overwrites.set(id, Math.max(number, acknowledged.overwrites.get(id) ?? 0));
    }
    if (acknowledged.numbers.size >= goal) {
      child.kill('SIGKILL');
    }
  }
  if (child.exitCode === null && child.signalCode === null) {
    await once(child, 'exit');
  }
  expect(child.signalCode).toBe('SIGKILL');
  // Numbers that were under way may or may not be there; they are not used again.
  acknowledged.next = Math.max(-1, ...acknowledged.numbers) + 1_000;
}

test(
  'killed in the middle of writes ten times over, every acknowledged document is there exactly once',
  async () => {
    const acknowledged: Acknowledged = { numbers: new Set(), overwrites: new Map(), next: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      // From a few writes to several refreshes.
      await runAndKill(acknowledged, 100 + 700 * round);
    }
    const log = pino({ level: 'silent' });
    const engine = openEngine({ dataPath, memoryBytes: 400 * 1024 * 1024, log });
    await engine.start();
    const writer = openWriter({ dataPath, engine, log, now: Date.now, idTableOperationsMin: 0 });
    const index = testIndex('kill');
    index.added.push(ROUTING_COLUMN);
    await writer.start([index], rowOf);
    await writer.refresh([index.uuid]);
    const rows = await engine.query(
      raw(
        `SELECT f_number AS n, count() AS times FROM ${index.table} WHERE f_number IS NOT NULL GROUP BY n`,
      ),
      SECONDS_10,
    );
    const overwritten = await engine.query(
      raw(
        `SELECT _id AS id, count() AS times, toUInt64(any(f_message)) AS number, any(_routing) AS routing FROM ${index.table} WHERE f_number IS NULL GROUP BY id`,
      ),
      SECONDS_10,
    );
    const idTables = await engine.query(LIST_ID_TABLES, SECONDS_10);
    const byId = await writer.get(
      index.uuid,
      overwritten.map(({ id }) => String(id)),
    );
    const { documents } = await writer.counts(index.uuid);
    await writer.stop();
    await engine.stop();

    const times = new Map(rows.map(({ n, times: count }) => [Number(n), Number(count)]));
    expect(acknowledged.numbers.size).toBeGreaterThan(ROUNDS * 100);
    expect([...acknowledged.numbers].filter((number) => !times.has(number))).toEqual([]);
    expect([...times].filter(([, count]) => count !== 1)).toEqual([]);
    expect(overwritten.filter(({ times: count }) => count !== 1)).toEqual([]);
    expect(
      overwritten.filter(
        ({ id, number }) => Number(number) < (acknowledged.overwrites.get(String(id)) ?? 0),
      ),
    ).toEqual([]);
    expect(overwritten.filter(({ number, routing }) => routing !== `for-${number}`)).toEqual([]);
    expect(overwritten).toHaveLength(OVERWRITTEN_IDS);
    expect(idTables).toMatchObject([{ is_whole: 1 }]);
    expect(byId.map((found) => JSON.parse(String(found?.indexed)).message)).toEqual(
      overwritten.map(({ number }) => String(number)),
    );
    expect(documents).toBe(times.size + overwritten.length);
  },
  ROUNDS_MS_MAX,
);
