import { isDeepStrictEqual } from 'node:util';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeSegmentHeader, FrameBuilder } from './translog-format.ts';
import type { TranslogRecord } from './translog-record.ts';
import { decodeSegment } from './translog-segment.ts';

const record = (uuid: string, seqNo: number): TranslogRecord => ({
  uuid,
  kind: seqNo % 4 === 3 ? 'delete' : 'index',
  seqNo,
  version: 1,
  id: `id-${seqNo}`,
  isGeneratedId: false,
  ...(seqNo === 2 ? { routing: `서울-${uuid}` } : {}),
  source:
    seqNo % 4 === 3 ? Buffer.alloc(0) : Buffer.from(`{"n":${seqNo},"LSTF":"${'x'.repeat(300)}"}`),
});

function frame(records: readonly TranslogRecord[]): Buffer {
  const builder = new FrameBuilder();
  for (const one of records) {
    builder.add(one);
  }
  return builder.finish();
}

const FRAMES = [
  [record('logs', 0), record('metrics', 0), record('logs', 1)],
  [record('metrics', 1)],
  [record('logs', 2), record('logs', 3), record('logs', 4)],
];
const SEGMENT = Buffer.concat([encodeSegmentHeader(), ...FRAMES.map(frame)]);
const ALL = FRAMES.flat();
const keyOf = ({ uuid, seqNo }: { uuid: string; seqNo: number }) => `${uuid}/${seqNo}`;

/** What a reader gets of a segment: operations, those that are named as lost, and whether any damage was told. */
function read(bytes: Buffer, uuids?: ReadonlySet<string>) {
  const { parts, cutOffAt } = decodeSegment(bytes, uuids);
  const damages = parts.flatMap((part) => ('offset' in part ? [part] : []));
  const lost = damages.flatMap(({ lost: spans = [] }) =>
    spans.flatMap(({ uuid, firstSeqNo, lastSeqNo }) =>
      Array.from({ length: lastSeqNo - firstSeqNo + 1 }, (_, i) => `${uuid}/${firstSeqNo + i}`),
    ),
  );
  const records = parts.flatMap((part) =>
    'records' in part ? part.records.map((placed) => placed.decode()) : [],
  );
  return { records, damages, lost, cutOffAt };
}

test('a whole segment is read without damage', () => {
  expect(read(SEGMENT)).toEqual({ records: ALL, damages: [], lost: [], cutOffAt: undefined });
});

test('a frame is looked at when its directory has what is wanted, and only proved payloads are used', () => {
  const metrics = new Set(['metrics']);
  const ofMetrics = ALL.filter(({ uuid }) => uuid === 'metrics');
  const others = FRAMES.findIndex((records) => records.every(({ uuid }) => uuid !== 'metrics'));
  const damaged = (frameAt: number) => {
    const bytes = Buffer.from(SEGMENT);
    const before = FRAMES.slice(0, frameAt).map(frame);
    const at = Buffer.concat([encodeSegmentHeader(), ...before]).length;
    bytes.fill(0xff, at + 60, at + 62);
    return read(bytes, metrics);
  };
  expect(read(SEGMENT, metrics)).toMatchObject({ records: ofMetrics, damages: [] });
  expect(damaged(others)).toMatchObject({ records: ofMetrics, damages: [] });
  for (const [place, records] of FRAMES.entries()) {
    if (records.some(({ uuid }) => uuid === 'metrics')) {
      expect(damaged(place)).toMatchObject({
        records: ofMetrics.filter((one) => !records.includes(one)),
        damages: [{}],
      });
    }
  }
});

test('whichever byte is flipped, damage is told at or before it, and each operation is read as it was or named as lost', () => {
  const wanted = ALL.map(keyOf).sort().join();
  const originals = new Map(ALL.map((one) => [keyOf(one), one]));
  const isRight = (at: number, mask: number): boolean => {
    const bytes = Buffer.from(SEGMENT);
    bytes[at] = (bytes[at] ?? 0) ^ mask;
    const { records, damages, lost, cutOffAt } = read(bytes);
    const [{ offset, bytes: length } = { offset: at + 1, bytes: 0 }, more] = damages;
    const isTold = more === undefined && offset <= at && offset + length > at;
    const isComplete = [...records.map(keyOf), ...lost].sort().join() === wanted;
    const isTrue = records.every((one) => isDeepStrictEqual(one, originals.get(keyOf(one))));
    return isTold && isComplete && isTrue && cutOffAt === undefined;
  };
  const positions = Array.from({ length: SEGMENT.length }, (_, at) => at);
  expect([1, 0x80, 0xff].flatMap((mask) => positions.filter((at) => !isRight(at, mask)))).toEqual(
    [],
  );
});

test('a segment that ends at any byte is a write that was cut off, and all frames before it are read', () => {
  for (let length = 0; length < SEGMENT.length; length += 1) {
    const { records, damages, cutOffAt } = read(SEGMENT.subarray(0, length));
    expect(damages).toEqual([]);
    expect(ALL.slice(0, records.length)).toEqual(records);
    expect(cutOffAt === undefined || cutOffAt <= length).toBe(true);
  }
});

test('a last frame with a sector that never came was not acknowledged; one before others was', () => {
  const sector = (from: number) => {
    const bytes = Buffer.from(SEGMENT);
    bytes.fill(0, from, from + 512);
    return read(bytes);
  };
  const last = Math.floor((SEGMENT.length - 600) / 512) * 512;
  expect(sector(last)).toMatchObject({ damages: [], records: ALL.slice(0, 4) });
  expect(sector(last).cutOffAt).toBeGreaterThan(0);
  expect(sector(512).damages).toHaveLength(1);
});

test('a segment of the first version is read, and of its damage only the place is known', () => {
  const header = Buffer.alloc(16);
  header.write('LONGTLOG', 'latin1');
  header.writeUInt32LE(1, 8);
  const old = FRAMES.map((records) => {
    const whole = frame(records);
    const payload = whole.subarray(20, 20 + whole.readUInt32LE(4));
    return Buffer.concat([whole.subarray(0, 12), payload]);
  });
  const segment = Buffer.concat([header, ...old]);
  expect(read(segment)).toMatchObject({ records: ALL, damages: [] });
  segment[60] = (segment[60] ?? 0) ^ 1;
  const { records, damages } = read(segment);
  expect(records).toEqual(ALL.slice(3));
  expect(damages).toMatchObject([{ offset: 16, lost: undefined }]);
});

test('a segment of the second version is read, whose records have no routing', () => {
  const header = encodeSegmentHeader();
  header.writeUInt32LE(2, 8);
  header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
  const records = [record('logs', 0), record('logs', 1)];
  const segment = Buffer.concat([header, frame(records)]);
  expect(read(segment)).toEqual({ records, damages: [], lost: [], cutOffAt: undefined });
});

test('a segment of a later version is not read; a number that only looks later is damage', () => {
  const header = encodeSegmentHeader();
  header.writeUInt32LE(4, 8);
  expect(decodeSegment(header)).toMatchObject({ isNewer: false, parts: [{ offset: 0 }] });
  header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
  expect(decodeSegment(header)).toMatchObject({ isNewer: true, parts: [] });
});
