import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BackgroundSync } from './background-sync.ts';
import { testIndex } from './testdata/test-index.ts';
import { Translog } from './translog.ts';

const SYNC_MS = 100;
const log = pino({ level: 'silent' });
const SYNCED_AT_ONCE = testIndex('request');
const SYNCED_LATER = { ...testIndex('async'), syncIntervalMs: SYNC_MS };

let folder: string;
let translog: Translog;
let background: BackgroundSync;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-background-'));
  translog = new Translog({ folder, log, onRefused: () => {}, beforeRemove: async () => {} });
  await translog.open({ replay: () => {}, damaged: () => {} });
  background = new BackgroundSync(translog, log);
});
afterEach(async () => {
  background.stop();
  await translog.close();
  await rm(folder, { recursive: true, force: true });
});

function append(index: typeof SYNCED_AT_ONCE): void {
  const record = { uuid: index.uuid, kind: 'index', seqNo: 0, version: 1, id: 'a' } as const;
  const source = Buffer.from('{}');
  translog.append({ ...record, isGeneratedId: false, source }, { position: 0, generation: 0 });
  background.appended(index);
}

test('an index with asynchronous durability is answered before its write is on disk, which it is after the interval', async () => {
  append(SYNCED_LATER);
  await background.sync(translog.refusals);
  expect(translog.syncedPosition).toBe(0);
  await vi.waitFor(() => expect(translog.syncedPosition).toBe(1));
});

test('any other index waits for the disk, also when an asynchronous one wrote before or after', async () => {
  append(SYNCED_LATER);
  append(SYNCED_AT_ONCE);
  append(SYNCED_LATER);
  await background.sync(translog.refusals);
  expect(translog.syncedPosition).toBeGreaterThanOrEqual(2);
});
