import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChdbEngine, openEngine } from '../engine/chdb-engine.ts';
import { raw } from '../sql/sql.ts';
import { openWriter } from './store-writer.ts';
import { put, rowOf, testIndex } from './testdata/test-index.ts';
import type { Writer } from './writer.ts';

/** Only root can make a small disk; elsewhere this cannot be tried. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;
const TRANSLOG_DISK_BYTES = 4 * 1024 * 1024;
const ENGINE_DISK_BYTES = 64 * 1024 * 1024;

const silent = pino({ level: 'silent' });
let dataPath: string;
let engine: ChdbEngine;
let writer: Writer;
let disk: string;
let engineDisk: string;
const index = testIndex('full');

beforeAll(async () => {
  if (!canMount) {
    return;
  }
  dataPath = await mkdtemp(join(tmpdir(), 'longshore-full-'));
  disk = join(dataPath, 'store', 'translog');
  engineDisk = join(dataPath, 'store', 'engine');
  await mount(disk, TRANSLOG_DISK_BYTES);
  await mount(engineDisk, ENGINE_DISK_BYTES);
  engine = openEngine({ dataPath, memoryBytes: 400 * 1024 * 1024, log: silent });
  await engine.start();
  writer = openWriter({
    dataPath,
    engine,
    log: silent,
    now: Date.now,
  });
  await writer.start([], rowOf);
  await writer.addIndex(index);
});
afterAll(async () => {
  if (canMount) {
    await writer.stop();
    await engine.stop();
    execFileSync('/bin/umount', [disk, engineDisk]);
    await rm(dataPath, { recursive: true, force: true });
  }
});

async function mount(path: string, bytes: number): Promise<void> {
  await mkdir(path, { recursive: true });
  execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path]);
}

async function fill(folder = disk): Promise<() => Promise<void>> {
  const path = join(folder, 'ballast');
  const { bavail, bsize } = await statfs(folder);
  await writeFile(path, Buffer.alloc(Math.max(0, bavail - 2) * bsize));
  return () => rm(path);
}

async function write(number: number, id?: string): Promise<unknown> {
  const { refusals } = writer;
  await writer.apply(index.uuid, [
    put({ number, message: 'x'.repeat(20_000) }, id === undefined ? {} : { id }),
  ]);
  return writer.sync(refusals).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const numbers = async () => {
  await writer.refresh([index.uuid]);
  const rows = await engine.query(raw(`SELECT f_number AS n FROM ${index.table} ORDER BY n`), {
    timeoutMs: 10_000,
  });
  return rows.map(({ n }) => n);
};

test.skipIf(!canMount)(
  'on a full disk a write is refused as a whole, is never seen, and the store works on when there is space (needs root)',
  async () => {
    expect(await write(1)).toBeUndefined();
    expect(await write(2, 'a')).toBeUndefined();
    const free = await fill();
    const refusal = await write(3, 'b');
    expect(refusal).toMatchObject({ type: 'cluster_block_exception', status: 429 });
    expect(String(refusal)).toContain('disk of [path.data] is full');
    expect(await write(4, 'a')).toMatchObject({ status: 429 });
    expect(await writer.get(index.uuid, ['b'])).toEqual([undefined]);
    const [kept] = await writer.get(index.uuid, ['a']);
    expect(kept?.source?.toString()).toContain('"number":2');
    expect(await numbers()).toEqual([1, 2]);
    await free();
    expect(await write(5)).toBeUndefined();
    expect(await write(6, 'a')).toBeUndefined();
    expect(await numbers()).toEqual([1, 5, 6]);
    const [latest] = await writer.get(index.uuid, ['a']);
    expect(latest?.version).toBe(2);
  },
);

test.skipIf(!canMount)(
  'a write that was refused because of the sync of another request is not acknowledged (needs root)',
  async () => {
    const { refusals } = writer;
    const free = await fill();
    await writer.apply(index.uuid, [put({ number: 100 })]);
    expect(await write(101)).toMatchObject({ status: 429 });
    await free();
    await expect(writer.sync(refusals)).rejects.toMatchObject({ status: 429 });
    expect(await numbers()).toEqual([1, 5, 6]);
  },
);

test.skipIf(!canMount)(
  'after a full disk a new start finds exactly what was acknowledged (needs root)',
  async () => {
    const free = await fill();
    await write(7);
    await free();
    await write(8);
    const again = openWriter({
      dataPath,
      engine,
      log: silent,
      now: Date.now,
    });
    await writer.stop();
    writer = again;
    await writer.start([index], rowOf);
    expect(await numbers()).toEqual([1, 5, 6, 8]);
  },
);

test.skipIf(!canMount)(
  'when only the engine has no space, writes are kept and become searchable when it has, once (needs root)',
  async () => {
    const free = await fill(engineDisk);
    expect(await write(9)).toBeUndefined();
    expect(await write(10, 'c')).toBeUndefined();
    await expect(writer.refresh([index.uuid])).rejects.toMatchObject({
      type: 'cluster_block_exception',
      status: 429,
    });
    const [kept] = await writer.get(index.uuid, ['c']);
    expect(kept?.version).toBe(1);
    await free();
    expect(await numbers()).toEqual([1, 5, 6, 8, 9, 10]);
  },
);
