import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Logged, Translog, type TranslogDamage, type TranslogReader } from './translog.ts';
import type { TranslogRecord } from './translog-record.ts';

let folder: string;
const logged: Record<string, unknown>[] = [];
const log = pino(
  { level: 'info' },
  { write: (line: string) => void logged.push(JSON.parse(line)) },
);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-translog-'));
  logged.length = 0;
});
afterEach(async () => {
  for (const translog of opened.splice(0)) {
    await translog.close();
  }
  await rm(folder, { recursive: true, force: true });
});

const NOBODY: TranslogReader = { replay: () => {}, damaged: () => {} };
const opened: Translog[] = [];
/** As after a crash: what was opened before is just left. */
function make(): Translog {
  const translog = new Translog({ folder, log, onRefused: () => {}, beforeRemove: async () => {} });
  opened.push(translog);
  return translog;
}
const record = (seqNo: number, size = 20): TranslogRecord => ({
  uuid: 'u1',
  kind: seqNo % 5 === 4 ? 'delete' : 'index',
  seqNo,
  version: seqNo + 2 ** 40,
  id: `id ${seqNo} 컨테이너`,
  isGeneratedId: seqNo % 2 === 0,
  ...(seqNo % 3 === 0 ? { routing: '컨'.repeat(85) } : {}),
  source: seqNo % 5 === 4 ? Buffer.alloc(0) : Buffer.from(`{"n":"${'x'.repeat(size)}"}`),
});
const entry = (): Logged => ({ position: 0, generation: 0 });

async function append(translog: Translog, ...records: TranslogRecord[]): Promise<Logged[]> {
  const entries = records.map((item) => {
    const position = entry();
    translog.append(item, position);
    return position;
  });
  await translog.sync();
  return entries;
}

async function readAll(): Promise<{
  records: TranslogRecord[];
  entries: Logged[];
  damages: TranslogDamage[];
  translog: Translog;
}> {
  const translog = make();
  const records: TranslogRecord[] = [];
  const entries: Logged[] = [];
  const damages: TranslogDamage[] = [];
  await translog.open({
    replay: (item, position) => {
      const decoded = item.decode();
      records.push({ ...decoded, source: Buffer.from(decoded.source) });
      entries.push(position);
    },
    damaged: (damage) => damages.push(damage),
  });
  return { records, entries, damages, translog };
}

const segments = async () => (await readdir(folder)).sort();
const segmentPath = async () => join(folder, (await segments())[0] ?? '');

test('what was synced is read again, in order and unchanged', async () => {
  const translog = make();
  await translog.open(NOBODY);
  const records = Array.from({ length: 100 }, (_, i) => record(i));
  await Promise.all(records.map((item) => append(translog, item)));
  expect((await readAll()).records).toEqual(records);
});

test('a write that was cut off at any byte is removed with a line in the log, and all before it is kept', async () => {
  const translog = make();
  await translog.open(NOBODY);
  await append(translog, record(0), record(1));
  const path = await segmentPath();
  const whole = (await readFile(path)).length;
  await append(translog, record(2));
  const bytes = await readFile(path);
  for (let cut = whole; cut < bytes.length; cut += 7) {
    await writeFile(path, bytes.subarray(0, cut));
    expect((await readAll()).records.map(({ seqNo }) => seqNo)).toEqual([0, 1]);
    expect((await readFile(path)).length).toBe(whole);
  }
  expect(logged.some(({ offset }) => offset === whole)).toBe(true);
});

test('a page that never reached the disk at the end is cut off too', async () => {
  const translog = make();
  await translog.open(NOBODY);
  await append(translog, record(0));
  await appendFile(await segmentPath(), Buffer.alloc(4096));
  expect((await readAll()).records).toHaveLength(1);
});

test('a damaged frame is reported with file, offset and operations; all others are read, and a copy is kept', async () => {
  const translog = make();
  await translog.open(NOBODY);
  await append(translog, record(0));
  const path = await segmentPath();
  const damagedAt = (await readFile(path)).length;
  await append(translog, record(1), record(2));
  await append(translog, record(3));
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(damagedAt + 40) ^ 1, damagedAt + 40);
  await writeFile(path, bytes);
  const { records, damages } = await readAll();
  expect(records.map(({ seqNo }) => seqNo)).toEqual([0, 3]);
  expect(damages).toMatchObject([
    {
      path,
      offset: damagedAt,
      position: 1,
      lost: [{ uuid: 'u1', firstSeqNo: 1, lastSeqNo: 2, count: 2 }],
    },
  ]);
  expect(await readFile(join(folder, 'damaged', 'translog-0000000001.log'))).toEqual(bytes);
});

test('a segment that is missing between others is damage without a known content', async () => {
  const translog = make();
  await translog.open(NOBODY);
  for (let i = 0; i < 15; i += 5) {
    await append(translog, record(i, 17_000_000));
  }
  expect(await segments()).toHaveLength(3);
  const missing = join(folder, (await segments())[1] ?? '');
  await rm(missing);
  const { records, damages } = await readAll();
  expect(records.map(({ seqNo }) => seqNo)).toEqual([0, 10]);
  expect(damages).toEqual([{ path: missing, offset: 0, bytes: 0, lost: undefined, position: 1 }]);
});

test('the end of an older segment is damage when it is cut off: it was whole once', async () => {
  const translog = make();
  await translog.open(NOBODY);
  await append(translog, record(0, 17_000_000));
  await append(translog, record(1));
  const path = await segmentPath();
  await truncate(path, 17_000_000);
  const { records, damages } = await readAll();
  expect(records.map(({ seqNo }) => seqNo)).toEqual([1]);
  expect(damages).toMatchObject([{ path, offset: 16, lost: undefined }]);
});

test('operations of some indices are read again, by segment, as long as the engine lacks any of it', async () => {
  const translog = make();
  await translog.open(NOBODY);
  const [first] = await append(translog, record(0, 17_000_000));
  await append(translog, { ...record(1), uuid: 'other' }, record(2));
  await append(translog, record(3, 17_000_000));
  await append(translog, record(4));
  const { translog: opened } = await readAll();
  const readAgain = async (uuid: string) => {
    const found: string[] = [];
    for await (const { generation, records } of opened.readAgain(new Set([uuid]))) {
      found.push(...records.map(({ seqNo, id }) => `${generation} ${seqNo} ${id}`));
    }
    return found;
  };
  const { uuid } = record(0);
  const ofMany = [0, 2, 3, 4].map(
    (seqNo) => `${seqNo === 0 ? 1 : seqNo === 4 ? 3 : 2} ${seqNo} ${record(seqNo).id}`,
  );
  expect(await readAgain(uuid)).toEqual(ofMany);
  expect(await readAgain('other')).toEqual([`2 1 ${record(1).id}`]);
  expect(await readAgain('nobody')).toEqual([]);
  await opened.releaseCounts(new Map([[first?.generation ?? 0, 1]]));
  expect(await readAgain(uuid)).toEqual(ofMany.slice(1));
});

test('segments are removed when all in them is in the engine, oldest first', async () => {
  const translog = make();
  await translog.open(NOBODY);
  const [first] = await append(translog, record(0, 17_000_000));
  const [second] = await append(translog, record(1, 17_000_000));
  const [third] = await append(translog, record(2));
  expect([first, second, third].map((item) => item?.generation)).toEqual([1, 2, 3]);
  await translog.release([second ?? entry()]);
  expect(await segments()).toHaveLength(3);
  await translog.release([first ?? entry()]);
  expect(await segments()).toEqual(['translog-0000000003.log']);
  await translog.release([third ?? entry()]);
  await translog.close();
  expect(await segments()).toEqual([]);
});

test('after a restart the numbering goes on and what is not released stays', async () => {
  const translog = make();
  await translog.open(NOBODY);
  await append(translog, record(0));
  const again = await readAll();
  await append(again.translog, record(1));
  expect((await readAll()).records.map(({ seqNo }) => seqNo)).toEqual([0, 1]);
  await again.translog.release(again.entries);
  expect((await readAll()).records.map(({ seqNo }) => seqNo)).toEqual([1]);
});

test('a segment that was cut off within its header is empty', async () => {
  const translog = make();
  await translog.open(NOBODY);
  await append(translog, record(0));
  await truncate(await segmentPath(), 5);
  expect((await readAll()).records).toEqual([]);
});
