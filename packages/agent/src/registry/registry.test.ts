import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Registry } from './registry.ts';

const silent = pino({ level: 'silent' });
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longshore-registry-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = async () => {
  const registry = new Registry(folder, silent);
  await registry.open();
  return registry;
};
const state = (offset: number) => ({ path: '/x', container: 'c', offset });
const log = () => join(folder, 'log.json');

test('remembers the last state of each file, and forgets what was removed', async () => {
  const first = await open();
  first.set('a', state(1));
  first.set('a', state(2));
  first.set('b', state(3));
  first.set('c', state(4));
  await first.flush();
  first.remove('c');
  await first.close();
  const second = await open();
  expect([...second.entries()]).toEqual([
    ['a', state(2)],
    ['b', state(3)],
  ]);
  await second.close();
});

test('only its owner may read it', async () => {
  const registry = await open();
  registry.set('a', state(1));
  await registry.close();
  expect(statSync(log()).mode & 0o777).toBe(0o600);
});

test('a last line that was torn at any byte is ignored, and what comes after it is kept', async () => {
  const first = await open();
  first.set('a', state(1));
  await first.flush();
  const safe = readFileSync(log());
  first.set('a', state(2));
  await first.close();
  const whole = readFileSync(log());
  for (let length = safe.length; length < whole.length; length++) {
    writeFileSync(log(), whole.subarray(0, length));
    const torn = await open();
    expect(torn.get('a')).toEqual(state(length === whole.length - 1 ? 2 : 1));
    torn.set('b', state(9));
    await torn.close();
    const after = await open();
    expect(after.get('b')).toEqual(state(9));
    await after.close();
  }
});

/** Mounts a disk of 64 KiB at `folder`; false when we may not. */
const mountSmallDisk = () =>
  spawnSync('busybox', ['mount', '-t', 'tmpfs', '-o', 'size=64k', 'longshore-test', folder])
    .status === 0;

test.runIf(process.getuid?.() === 0)(
  'a full disk is said once, stops nothing, and all is there when it has room again',
  async ({ skip }) => {
    if (!mountSmallDisk()) {
      skip('no right to mount a tmpfs');
    }
    const filler = join(folder, 'filler');
    const said: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => said.push(line) });
    try {
      const first = new Registry(folder, log);
      await first.open();
      first.set('before', state(1));
      await first.flush();
      try {
        writeFileSync(filler, Buffer.alloc(64 * 1024));
      } catch {
        // It is full now, to the last page.
      }
      for (let i = 0; i < 100; i++) {
        first.set(`file ${i}`, { ...state(i), path: `/${'x'.repeat(100)}` });
      }
      await first.flush();
      await first.flush();
      expect(said.filter((line) => line.includes('registry cannot be written'))).toHaveLength(1);
      expect(said[0]).toContain('ENOSPC');
      // What is torn must not keep the agent from its start, while the disk is full and after.
      const meanwhile = await open();
      expect(meanwhile.get('before')).toEqual(state(1));
      await meanwhile.close();
      rmSync(filler);
      await first.close();
      const second = await open();
      expect([...second.entries()]).toHaveLength(101);
      await second.close();
    } finally {
      spawnSync('busybox', ['umount', '-l', folder]);
    }
  },
);

test('a log of operations that has grown becomes a checkpoint', async () => {
  const first = await open();
  first.set('a', state(1));
  await first.flush();
  appendFileSync(log(), `${JSON.stringify({ op: 'remove', k: 'x'.repeat(11 * 1024 * 1024) })}\n`);
  await first.close();
  const second = await open();
  second.set('b', state(2));
  await second.flush();
  expect(statSync(log()).size).toBe(0);
  second.set('b', state(3));
  await second.close();
  const third = await open();
  expect([...third.entries()]).toEqual([
    ['a', state(1)],
    ['b', state(3)],
  ]);
  await third.close();
});
