import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { type Column, columnName } from '../index/column.ts';
import { raw } from '../sql/sql.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import type { WriteOperation } from './operation.ts';
import { openWriter } from './store-writer.ts';
import { put, rowOf, testIndex } from './testdata/test-index.ts';
import type { Writer } from './writer.ts';

/** A hundred megabytes go in and are merged, on a machine that others use too. */
vi.setConfig({ testTimeout: 300_000 });

const MIB = 1024 * 1024;
const DAY_MS = 86_400_000;
const NOON = 1_793_491_200_000;
const FIELDS = 120;
const REQUEST_DOCUMENTS = 1_000;

let engine: TestEngine;
let writer: Writer;
let warnings: string[] = [];
afterEach(async () => {
  await writer.stop();
  await engine.close();
});

async function open(memoryBytes?: number): Promise<ReturnType<typeof testIndex>> {
  warnings = [];
  engine = await openTestEngine(memoryBytes);
  const log = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
  writer = openWriter({ ...engine, log, now: Date.now });
  await writer.start([], rowOf);
  const index = testIndex('burst');
  for (let i = 0; i < FIELDS; i++) {
    const column: Column = { ...COLUMN, name: columnName(`field_${i}`) };
    index.added.push(column);
  }
  await writer.addIndex(index);
  return index;
}

const COLUMN = { type: 'LowCardinality(String)', list: false, required: false } as const;

function documents(
  from: number,
  make: (number: number) => Readonly<Record<string, unknown>>,
): WriteOperation[] {
  return Array.from({ length: REQUEST_DOCUMENTS }, (_, i) =>
    put({ number: from + i, ...make(from + i) }),
  );
}

async function counts(table: string): Promise<unknown> {
  const sql = `SELECT count() AS n, uniqExact(f_number) AS numbers, uniqExact(_seq) AS seq FROM ${table}`;
  return (await engine.query(raw(sql), { timeoutMs: 10_000 }))[0];
}

test('a burst of documents with many fields goes in and is merged with the memory that is the default', async () => {
  const index = await open();
  const total = 8 * REQUEST_DOCUMENTS;
  const values = Array.from({ length: FIELDS }, (_, i) => [`field_${i}`, `value ${i}`.repeat(4)]);
  const fields = Object.fromEntries(values);
  for (let from = 0; from < total; from += REQUEST_DOCUMENTS) {
    const make = (i: number) => ({ time: NOON + i, message: `line ${i}`, ...fields });
    await writer.apply(index.uuid, documents(from, make));
  }
  await writer.sync(0);
  await writer.refresh([index.uuid]);
  await engine.run(`OPTIMIZE TABLE ${index.table} FINAL`);
  expect(await counts(index.table)).toEqual({ n: total, numbers: total, seq: total });
  expect(warnings).toEqual([]);
});

test('an insert that needs more memory than there is goes in by parts, each document once', async () => {
  const index = await open(100 * MIB);
  const total = 4 * REQUEST_DOCUMENTS;
  const words = (i: number) => Array.from({ length: 150 }, (_, at) => `w${i}x${at}`).join(' ');
  // Of four days: such an insert may be half done when it fails.
  const make = (i: number) => ({ time: NOON + (i % 4) * DAY_MS, message: words(i) });
  for (let from = 0; from < total; from += REQUEST_DOCUMENTS) {
    await writer.apply(index.uuid, documents(from, make));
  }
  await writer.sync(0);
  // Merges may need what is left of the memory for a while: then it is tried again, as the scheduler does.
  await vi.waitFor(() => writer.refresh([index.uuid]), { timeout: 40_000, interval: 500 });
  expect(await counts(index.table)).toEqual({ n: total, numbers: total, seq: total });
  expect(warnings.join()).toContain('halving');
});

test('a document whose words need more memory than there is does not hold up the others', async () => {
  const index = await open(100 * MIB);
  const message = Array.from({ length: 700_000 }, (_, i) => `w${i}`).join(' ');
  await writer.apply(index.uuid, [
    put({ time: NOON, number: 1, message: 'before' }),
    put({ time: NOON, number: 2, message }, { id: 'large' }),
    put({ time: NOON, number: 3, message: 'after' }),
  ]);
  await writer.sync(0);
  await writer.refresh([index.uuid]);
  expect(await counts(index.table)).toEqual({ n: 3, numbers: 2, seq: 3 });
  const [large] = await writer.get(index.uuid, ['large']);
  expect(large?.source?.length).toBeGreaterThan(message.length);
});

test('while the engine takes nothing, writes are refused once the buffer is full, and what was taken is kept', async () => {
  const index = await open();
  const { pid = 0 } = engine.engine;
  process.kill(pid, 'SIGSTOP');
  const message = 'x'.repeat(20_000);
  let accepted = 0;
  let refusal: unknown;
  while (refusal === undefined) {
    const results = await writer.apply(
      index.uuid,
      documents(accepted, (i) => ({ time: NOON + i, message })),
    );
    refusal = results.find((result) => result instanceof Error);
    accepted += results.filter((result) => !(result instanceof Error)).length;
  }
  await writer.sync(0);
  process.kill(pid, 'SIGCONT');
  expect(refusal).toMatchObject({ type: 'es_rejected_execution_exception', status: 429 });
  await writer.refresh([index.uuid]);
  expect(await counts(index.table)).toEqual({ n: accepted, numbers: accepted, seq: accepted });
});

test('an index that is full of what the engine does not take leaves room for the others', async () => {
  const full = await open();
  const other = testIndex('other');
  await writer.addIndex(other);
  const { pid = 0 } = engine.engine;
  process.kill(pid, 'SIGSTOP');
  const message = 'x'.repeat(20_000);
  const results: unknown[] = [];
  for (let from = 0; !results.some((result) => result instanceof Error); ) {
    const batch = documents(from, (i) => ({ time: NOON + i, message }));
    results.push(...(await writer.apply(full.uuid, batch)));
    from += batch.length;
  }
  const [refusal] = results.filter((result) => result instanceof Error);
  expect(String(refusal)).toContain(`of [${full.name}] wait`);
  const [taken] = await writer.apply(other.uuid, [put({ time: NOON, number: 1 })]);
  process.kill(pid, 'SIGCONT');
  expect(taken).toMatchObject({ result: 'created' });
});
