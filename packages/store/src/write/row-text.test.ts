import { expect, test } from 'vitest';
import type { Column } from '../index/column.ts';
import type { ColumnValue } from './operation.ts';
import { joinRows, type RowSpan, RowWriter, sourceOf } from './row-text.ts';

const column = (name: string, type: Column['type'] = 'String'): Column => ({
  name,
  type,
  list: false,
  required: false,
});
const COLUMNS = [column('f_a'), column('f_n', 'Int64'), column('f_d', 'DateTime64(9)')];

const write = (writer: RowWriter, seqNo: number, values: Record<string, ColumnValue>): RowSpan =>
  writer.write(
    { id: `id${seqNo}`, seqNo, version: 1, source: Buffer.from(`{"n":${seqNo},"k":"컨"}`) },
    { timeMs: 1_700_000_000_000, values: new Map(Object.entries(values)) },
  );

const parse = (rows: Buffer): unknown[] =>
  rows
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a row names the columns that the document has, and only those that the table can have', () => {
  const writer = new RowWriter(() => COLUMNS);
  const span = write(writer, 7, { f_a: 'x', f_n: null, f_unknown: 1, f_d: 5 });
  expect(parse(joinRows([span], new Set()))).toEqual([
    {
      ...{ _id: 'id7', _seq: 7, _ver: 1, ts: 1_700_000_000_000, _source: '{"n":7,"k":"컨"}' },
      ...{ f_a: 'x', f_d: 5_000_000 },
    },
  ]);
  expect([...writer.used]).toEqual(['f_a', 'f_d']);
});

test('rows of many chunks are joined in order, and a bare row keeps what is not of its fields', () => {
  const writer = new RowWriter(() => COLUMNS);
  const text = 'x'.repeat(3_000);
  const spans = Array.from({ length: 300 }, (_, i) => write(writer, i, { f_a: text, f_n: i }));
  expect(new Set(spans.map(({ chunk }) => chunk)).size).toBeGreaterThan(3);
  const rows = parse(joinRows(spans, new Set([0, 150, 299]))) as Record<string, unknown>[];
  expect(rows.map(({ _seq }) => _seq)).toEqual(spans.map((_, i) => i));
  expect(rows.flatMap(({ f_a }, i) => (f_a === undefined ? [i] : []))).toEqual([0, 150, 299]);
});

test('half a surrogate pair becomes U+FFFD, as it is in the source', () => {
  const span = write(new RowWriter(() => COLUMNS), 1, { f_a: 'a\ud83db' });
  expect(parse(joinRows([span], new Set()))).toMatchObject([{ f_a: 'a\ufffdb' }]);
});

test('the source is given back byte by byte, blanks between its values too', () => {
  const source = '{\r\n\t"n" : 3,\n"k":"컨 \\"quoted\\" \\\\ \\u0000 😀"}';
  JSON.parse(source);
  const head = { id: 'a', seqNo: 3, version: 1, source: Buffer.from(source) };
  const row = { timeMs: 0, values: new Map([['f_a', 'x']]) };
  const span = new RowWriter(() => COLUMNS).write(head, row);
  expect(sourceOf(span).toString()).toBe(source);
  expect(parse(joinRows([span], new Set()))).toMatchObject([{ _source: source, f_a: 'x' }]);
});
