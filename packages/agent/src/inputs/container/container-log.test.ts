import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCounters } from '../../publisher/counters.ts';
import { Lane } from '../../publisher/lane.ts';
import { Registry } from '../../registry/registry.ts';
import { ContainerLog } from './container-log.ts';

const ID = 'c'.repeat(64);
const TIME = '2026-11-22T11:00:00.000000001Z';
const never = new AbortController().signal;
const silent = pino({ level: 'silent' });

let folder: string;
let path: string;
let registry: Registry;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'longshore-container-log-'));
  mkdirSync(join(folder, ID));
  path = join(folder, ID, `${ID}-json.log`);
  registry = new Registry(join(folder, 'registry'), silent);
  await registry.open();
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

const encode = (log: string, { stream = 'stdout', time = TIME } = {}) =>
  `${JSON.stringify({ log, stream, time })}\n`;
const say = (...texts: string[]) => {
  appendFileSync(path, texts.map((text) => encode(`${text}\n`)).join(''));
};

interface LogEvent {
  readonly message: string;
  readonly log: { readonly offset: number; readonly level?: string; readonly flags?: string[] };
}

/** One reader, with the messages that came out of it; `isDelivered` says whether batches are acknowledged. */
function open({ backlogMaxBytes = Number.POSITIVE_INFINITY, eventsMax = 100_000 } = {}) {
  const counters = createCounters().logs;
  const lane = new Lane({
    eventsMax,
    bytesMax: 1e9,
    batchEventsMax: 1e6,
    flushTimeoutMs: 60_000,
  });
  const prefix = Buffer.from('{"create":{}}\n{"log":{"offset":');
  const log = new ContainerLog({
    id: ID,
    path,
    lane,
    registry,
    counters,
    backlogMaxBytes,
    prefix: () => prefix,
  });
  let nowMs = 0;

  const readAll = async (bufferBytes: number) => {
    const buffer = Buffer.alloc(bufferBytes);
    for (let n = 0; n < 10_000 && log.isReady && !lane.isFull; n++) {
      const result = await log.readChunk(buffer, nowMs);
      if (result === 'line-too-long-for-buffer') {
        await log.readChunk(Buffer.alloc(bufferBytes * 1_000), nowMs);
      }
    }
  };

  const take = async (isDelivered: boolean) => {
    const events: LogEvent[] = [];
    for (let left = lane.depth.events; left > 0; ) {
      lane.flush();
      const batch = await lane.take(never);
      left -= batch?.events ?? left;
      const lines = batch?.body().toString().split('\n').slice(0, -1) ?? [];
      events.push(...lines.filter((_, i) => i % 2 === 1).map((text) => JSON.parse(text)));
      if (batch && isDelivered) {
        batch.acknowledge();
        lane.release(batch);
      }
    }
    return events;
  };

  return {
    log,
    counters,
    events: async ({ isDelivered = true, bufferBytes = 4_096, afterMs = 0 } = {}) => {
      nowMs += afterMs;
      log.poll(nowMs);
      await readAll(bufferBytes);
      return await take(isDelivered);
    },
    close: () => {
      log.close();
      lane.close();
    },
  };
}

const messages = (events: readonly { message: string }[]) => events.map(({ message }) => message);

test('lines come once, with offset, stream, time and level', async () => {
  const reader = open();
  expect(await reader.events()).toEqual([]);
  say('INFO first', 'second');
  const [first, second] = await reader.events();
  expect(first).toEqual({
    log: { offset: 0, level: 'info' },
    '@timestamp': '2026-11-22T11:00:00.000Z',
    stream: 'stdout',
    message: 'INFO first',
  });
  expect(second?.log.offset).toBe(Buffer.byteLength(encode('INFO first\n')));
  expect(await reader.events()).toEqual([]);
  say('third');
  expect(messages(await reader.events())).toEqual(['third']);
  reader.close();
});

test('a file that is written byte by byte gives each line once it is whole', async () => {
  const reader = open();
  const bytes = Buffer.from(encode('값 one\n') + encode('two\n'));
  const seen: string[] = [];
  writeFileSync(path, '');
  for (const byte of bytes) {
    appendFileSync(path, Buffer.of(byte));
    seen.push(...messages(await reader.events()));
  }
  expect(seen).toEqual(['값 one', 'two']);
  reader.close();
});

test('after a restart, reading goes on behind what was delivered', async () => {
  say('a', 'b');
  const first = open();
  await first.events();
  say('c');
  await first.events({ isDelivered: false });
  first.close();
  say('d');
  const second = open();
  expect(messages(await second.events())).toEqual(['c', 'd']);
  second.close();
});

test('split lines are joined within their stream; the time decides where a line ends', async () => {
  const reader = open();
  const other = { time: '2026-11-22T11:00:00.000000009Z' };
  appendFileSync(
    path,
    encode('x'.repeat(100)) +
      encode('err ', { stream: 'stderr' }) +
      encode('yy\n') +
      encode('or\n', { stream: 'stderr' }) +
      encode('no line end, then the container ended') +
      encode('next run\n', other),
  );
  expect(messages(await reader.events())).toEqual([
    `${'x'.repeat(100)}yy`,
    'err or',
    'no line end, then the container ended',
    'next run',
  ]);
  reader.close();
});

test('a last line without line end comes after a moment', async () => {
  const reader = open();
  appendFileSync(path, encode('hello'));
  expect(await reader.events()).toEqual([]);
  expect(await reader.events({ afterMs: 100 })).toEqual([]);
  expect(messages(await reader.events({ afterMs: 1_000 }))).toEqual(['hello']);
  reader.close();
});

test('a split line that is not whole yet is read again after a restart', async () => {
  appendFileSync(
    path,
    encode('first\n') + encode('part one ') + encode('e\n', { stream: 'stderr' }),
  );
  const first = open();
  expect(messages(await first.events())).toEqual(['first', 'e']);
  first.close();
  appendFileSync(path, encode('part two\n'));
  const second = open();
  expect(messages(await second.events()).sort()).toEqual(['e', 'part one part two']);
  second.close();
});

test('a line that is longer than the limit is cut, flagged and counted', async () => {
  const reader = open();
  const part = encode('z'.repeat(1_000_000));
  appendFileSync(path, part.repeat(12) + encode('end\n') + encode('next\n'));
  const [long, next] = await reader.events({ bufferBytes: 2 * 1024 * 1024 });
  expect(long?.message.length).toBe(10_000_000);
  expect(long?.message.endsWith('z')).toBe(true);
  expect(long?.log.flags).toEqual(['truncated']);
  expect(next?.message).toBe('next');
  expect(reader.counters.cut).toBe(1);
  reader.close();
});

test('rotation by rename loses nothing and repeats nothing, several between two looks too', async () => {
  const reader = open();
  say('1');
  expect(messages(await reader.events())).toEqual(['1']);
  say('2');
  renameSync(path, `${path}.1`);
  say('3');
  renameSync(`${path}.1`, `${path}.2`);
  renameSync(path, `${path}.1`);
  say('4');
  expect(messages(await reader.events())).toEqual(['2', '3', '4']);
  say('5');
  expect(messages(await reader.events())).toEqual(['5']);
  reader.close();
});

test('a line that goes on in the next file is joined', async () => {
  const reader = open();
  appendFileSync(path, encode('before ') + encode('s\n', { stream: 'stderr' }));
  await reader.events();
  renameSync(path, `${path}.1`);
  appendFileSync(path, encode('after\n'));
  expect(messages(await reader.events())).toEqual(['before after']);
  reader.close();
});

test('files that were rotated while the agent was away are read from where it stopped', async () => {
  say('1');
  renameSync(path, `${path}.1`);
  say('2', '3');
  const first = open();
  await first.events();
  first.close();
  say('4');
  renameSync(`${path}.1`, `${path}.2`);
  renameSync(path, `${path}.1`);
  say('5');
  const second = open();
  expect(messages(await second.events())).toEqual(['4', '5']);
  second.close();
});

test('a file that was deleted behind our back is read to its end', async () => {
  const reader = open();
  say('1');
  await reader.events();
  say('2');
  unlinkSync(path);
  say('3');
  expect(messages(await reader.events())).toEqual(['2', '3']);
  reader.close();
});

test('the last lines of a removed container come, and its files leave the registry', async () => {
  const reader = open();
  say('1');
  await reader.events();
  expect(registry.hasContainer(ID)).toBe(true);
  say('2');
  appendFileSync(path, encode('last, without line end'));
  rmSync(join(folder, ID), { recursive: true });
  expect(messages(await reader.events())).toEqual(['2', 'last, without line end']);
  expect(reader.log.isFinished).toBe(true);
  expect(registry.hasContainer(ID)).toBe(false);
  reader.close();
});

test('a file that became shorter is read from its beginning', async () => {
  const reader = open();
  say('a long first line', 'another');
  await reader.events();
  truncateSync(path, 0);
  say('new');
  expect(messages(await reader.events())).toEqual(['new']);
  expect(reader.counters.truncatedFiles).toBe(1);
  reader.close();
});

test('a file that is cut in the middle of a read gives no line of the old content at a wrong place', async () => {
  const reader = open();
  say('a long first line', 'another long line');
  await reader.events();
  say('unread');
  reader.log.poll(0);
  const reading = reader.log.readChunk(Buffer.alloc(4_096), 0);
  truncateSync(path, 0);
  say('new');
  reader.log.poll(0);
  expect(await reading).toBe('more');
  expect(messages(await reader.events())).toEqual(['new']);
  reader.close();
});

test('another file on the same inode is not taken for the old one', async () => {
  say('old 1', 'old 2');
  const first = open();
  await first.events();
  first.close();
  // Same inode, other content, and longer than before.
  writeFileSync(path, encode('new 1\n', { time: '2026-11-23T00:00:00.1Z' }));
  say('new 2', 'new 3');
  const second = open();
  expect(messages(await second.events())).toEqual(['new 1', 'new 2', 'new 3']);
  second.close();
});

test('lines that cannot be decoded are passed over, counted, and not read again', async () => {
  say('good');
  appendFileSync(path, 'rubbish\n{"log":"torn\n');
  const reader = open();
  expect(messages(await reader.events())).toEqual(['good']);
  expect(reader.counters.undecodable).toBe(2);
  reader.close();
  await open().events();
  const again = open();
  expect(await again.events()).toEqual([]);
  expect(again.counters.undecodable).toBe(0);
  again.close();
});

test('of old logs only the newest part is read, from the beginning of a line', async () => {
  for (let n = 0; n < 100; n++) {
    say(`line ${n}`);
  }
  const reader = open({ backlogMaxBytes: 300 });
  expect(messages(await reader.events())).toEqual(['line 97', 'line 98', 'line 99']);
  expect(reader.counters.skippedBytes).toBeGreaterThan(5_000);
  reader.close();
});

test('reading stops at the line where the queue is full, and goes on there', async () => {
  const reader = open({ eventsMax: 3 });
  say('1', '2', '3', '4', '5');
  expect(messages(await reader.events())).toEqual(['1', '2', '3']);
  expect(messages(await reader.events())).toEqual(['4', '5']);
  reader.close();
});
