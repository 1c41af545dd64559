import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StateStore } from './state-store.ts';

let folder: string;
let opened: StateStore[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-state-'));
});
afterEach(async () => {
  await Promise.all(opened.map((state) => state.close()));
  opened = [];
  await rm(folder, { recursive: true, force: true });
});

/** The one before is not closed: a killed process does not close. */
async function open(): Promise<StateStore> {
  const state = await StateStore.open(folder);
  opened.push(state);
  return state;
}

const journal = () => join(folder, 'journal.ndjson');

test('what was synced is there after a restart; what was removed is not', async () => {
  const state = await open();
  state.put('a', { n: 1 });
  state.put('b', 2);
  await state.sync();
  state.remove('b');
  state.put('a', { n: 3 });
  await state.sync();
  const again = await open();
  expect(again.entries('')).toEqual([['a', { n: 3 }]]);
});

test('changes between two syncs are one line, so they are there together or not at all', async () => {
  const state = await open();
  state.put('index', 1);
  state.put('stream', 2);
  await state.sync();
  const text = await readFile(journal(), 'utf8');
  expect(text.split('\n')).toHaveLength(2);
  await writeFile(journal(), text.slice(0, -5));
  const again = await open();
  expect(again.entries('')).toEqual([]);
});

test('a line that a crash cut off is dropped, and the next one is whole', async () => {
  const state = await open();
  state.put('a', 1);
  await state.sync();
  await appendFile(journal(), '{"put":{"b":');
  const again = await open();
  again.put('c', 3);
  await again.sync();
  const third = await open();
  expect(third.entries('')).toEqual([
    ['a', 1],
    ['c', 3],
  ]);
});

test('a journal that is damaged in the middle stops the start with its name', async () => {
  await writeFile(journal(), 'garbage\n{"put":{"a":1}}\n');
  await expect(StateStore.open(folder)).rejects.toThrow(/journal\.ndjson.*is damaged/);
});

test('whichever byte of the journal is flipped, nothing is taken for what it was not, and the start says where', async () => {
  const state = await open();
  for (const key of ['a', 'b', 'c']) {
    state.put(key, `value of ${key}`);
    await state.sync();
  }
  const bytes = await readFile(journal());
  for (let at = 0; at < bytes.length; at += 1) {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    await writeFile(journal(), flipped);
    const outcome = await StateStore.open(folder).then(
      async (again) => {
        await again.close();
        return again.entries('').map(([key]) => key);
      },
      (error: Error) => error.message,
    );
    expect([
      ['a', 'b', 'c'],
      expect.stringMatching(/journal\.ndjson.* at offset \d+/),
    ]).toContainEqual(outcome);
  }
  await writeFile(journal(), bytes);
});

test('a line of which a power cut left out a page was never acknowledged', async () => {
  const state = await open();
  state.put('a', 1);
  await state.sync();
  await appendFile(journal(), `${'\u0000'.repeat(4096)}"b":2}}\n`);
  const again = await open();
  expect(again.entries('')).toEqual([['a', 1]]);
});

test('files of an older store, without checksums, are read and go on', async () => {
  await writeFile(join(folder, 'snapshot.json'), '{"a":1}');
  await writeFile(journal(), '{"put":{"b":2}}\n');
  const state = await open();
  state.put('c', 3);
  await state.sync();
  const again = await open();
  expect(again.entries('').map(([key]) => key)).toEqual(['a', 'b', 'c']);
});

test('a long journal is folded into a snapshot, and nothing is lost', async () => {
  const state = await open();
  const long = 'x'.repeat(6 * 1024 * 1024);
  for (const key of ['a', 'b', 'c', 'd']) {
    state.put(key, `${key}${long}`);
    await state.sync();
  }
  expect((await readFile(journal())).length).toBeLessThan(16 * 1024 * 1024);
  const again = await open();
  expect(again.entries('').map(([key]) => key)).toEqual(['a', 'b', 'c', 'd']);
  expect(again.get('c')).toBe(`c${long}`);
});

test('syncs at the same time all wait for their own changes', async () => {
  const state = await open();
  await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      state.put(`k${i}`, i);
      await state.sync();
      const text = await readFile(journal(), 'utf8');
      expect(text).toContain(`"k${i}":${i}`);
    }),
  );
});
