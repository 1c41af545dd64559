import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { takeLock } from './lock.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longshore-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, 'data', 'up.lock');

function startedTicks(pid: number | undefined): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

test('a lock is taken, and gone when released', async () => {
  const lock = await takeLock(path(), 0);
  expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ pid: process.pid });
  lock.release();
  expect(existsSync(path())).toBe(false);
  expect(readdirSync(join(folder, 'data'))).toEqual([]);
});

test('a lock of a living process is respected until that process ends', async () => {
  (await takeLock(path(), 0)).release();
  const other = spawn('sleep', ['60']);
  const ended = new Promise((resolve) => other.once('exit', resolve));
  writeFileSync(path(), JSON.stringify({ pid: other.pid, startedTicks: startedTicks(other.pid) }));
  await expect(takeLock(path(), 0)).rejects.toThrow(
    `[path.data] is in use by another Longshore (process ${other.pid})`,
  );
  const waiting = takeLock(path(), 10_000);
  other.kill();
  await ended;
  (await waiting).release();
});

test.each([
  ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, startedTicks: '1' })],
  ['a process whose number is in use again', JSON.stringify({ pid: 1, startedTicks: '-1' })],
  ['a half written lock', '{"pid":'],
])('%s does not keep the folder', async (_, text) => {
  (await takeLock(path(), 0)).release();
  writeFileSync(path(), text);
  (await takeLock(path(), 0)).release();
});

test('a folder that cannot be made is refused with the name of the setting', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(takeLock(join(folder, 'file', 'data', 'up.lock'), 0)).rejects.toThrow(
    '[path.data] cannot be made',
  );
});
