import { describe, expect, it } from 'vitest';
import { EncodedRecords } from './encoded-records.ts';
import {
  PlacedRecord,
  recordLengths,
  type TranslogRecord,
  writeRecord,
} from './translog-record.ts';

const record = (seqNo: number, source: string): TranslogRecord => ({
  uuid: 'u',
  kind: source === '' ? 'delete' : 'index',
  seqNo,
  version: seqNo + 1,
  id: `id-${seqNo}`,
  isGeneratedId: seqNo % 2 === 0,
  source: Buffer.from(source),
  ...(seqNo % 3 === 0 ? { routing: `r${seqNo}` } : {}),
});

/** A record behind something else. */
function placed(one: TranslogRecord): PlacedRecord {
  const lengths = recordLengths(one);
  const bytes = Buffer.alloc(5 + lengths.total);
  writeRecord(bytes, 5, { record: one, lengths });
  return new PlacedRecord(one.uuid, bytes, 5, bytes.length);
}

describe('EncodedRecords', () => {
  it('gives back what was added, in order, again and again', () => {
    const records = Array.from({ length: 500 }, (_, i) => record(i + 7, 'x'.repeat(i % 300)));
    const encoded = new EncodedRecords();
    for (const one of records) {
      encoded.add(placed(one));
    }
    expect([...encoded]).toEqual(records);
    expect([...encoded]).toEqual(records);
    expect(encoded.length).toBe(500);
    expect(encoded.firstSeqNo).toBe(7);
  });

  it('keeps a copy, since the segment that it came from is read over', () => {
    const one = placed(record(1, '{"a":1}'));
    const encoded = new EncodedRecords();
    encoded.add(one);
    one.bytes.fill(0);
    expect([...encoded][0]?.source.toString()).toBe('{"a":1}');
  });

  it('takes an operation that is larger than a chunk', () => {
    const large = 'y'.repeat(3 * 1024 * 1024);
    const encoded = new EncodedRecords();
    encoded.add(placed(record(1, 'small')));
    encoded.add(placed(record(2, large)));
    encoded.add(placed(record(3, 'small')));
    expect([...encoded].map(({ source }) => source.length)).toEqual([5, large.length, 5]);
  });

  it('has nothing when nothing was added', () => {
    expect([...new EncodedRecords()]).toEqual([]);
    expect(new EncodedRecords().firstSeqNo).toBe(Number.POSITIVE_INFINITY);
  });
});
