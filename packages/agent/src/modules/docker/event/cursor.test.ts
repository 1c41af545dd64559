import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EventCursor } from './cursor.ts';

const HOUR_MS = 3_600_000;
let folder: string;
let path: string;
let nowMs = 0;

beforeEach(() => {
  nowMs = 1_000_000_000_000;
  folder = mkdtempSync(join(tmpdir(), 'longshore-cursor-'));
  path = join(folder, 'docker-events.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (address = 'unix:///a.sock', log = pino({ level: 'silent' })) =>
  EventCursor.open({ path, address, log, now: () => nowMs });

test('goes on from the newest delivered event, also when it was the last thing before a stop', async () => {
  const first = await open();
  first.acknowledge(nowMs + 10);
  first.acknowledge(nowMs + 20);
  await first.close();
  nowMs += 60_000;
  const second = await open();
  expect(second.sinceMs()).toBe(1_000_000_000_020);
  await second.close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('begins at the first start, so that a host where nothing happened misses nothing either', async () => {
  await (await open()).close();
  nowMs += 60_000;
  const second = await open();
  expect(second.sinceMs()).toBe(1_000_000_000_000);
  await second.close();
});

test('is written within a moment, without a stop', async () => {
  const cursor = await open();
  cursor.acknowledge(nowMs + 5);
  await expect
    .poll(() => JSON.parse(readFileSync(path, 'utf8')).timeMs, { timeout: 5_000 })
    .toBe(nowMs + 5);
  await cursor.close();
});

test('asks for one hour at most, and never for the future', async () => {
  const cursor = await open();
  nowMs += 3 * HOUR_MS;
  expect(cursor.sinceMs()).toBe(nowMs - HOUR_MS);
  nowMs -= 5 * HOUR_MS;
  expect(cursor.sinceMs()).toBe(nowMs);
  await cursor.close();
});

test('the time of another engine, or a broken file, means nothing', async () => {
  const first = await open();
  await first.close();
  nowMs += 60_000;
  const other = await open('unix:///b.sock');
  expect(other.sinceMs()).toBe(nowMs);
  await other.close();
  writeFileSync(path, '{"timeMs":');
  nowMs += 60_000;
  const broken = await open();
  expect(broken.sinceMs()).toBe(nowMs);
  await broken.close();
});

test('a disk that takes nothing is told once, and the next event tries again', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line) => lines.push(line) });
  const cursor = await open();
  rmSync(folder, { recursive: true });
  const failing = await open('unix:///a.sock', log);
  failing.acknowledge(nowMs + 1);
  await failing.close();
  await cursor.close();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('docker-events.json');
});
