import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Column, type ColumnType, columnName, ROUTING_COLUMN } from '../index/column.ts';
import { raw } from '../sql/sql.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { type ColumnValue, DocumentValues } from './document-values.ts';
import { encodeNative } from './native-rows.ts';
import { type Row, RowWriter, sourceOf } from './row-block.ts';
import { createTable } from './table-sql.ts';

const SECONDS_10 = { timeoutMs: 10_000 };
const NOON = 1_793_491_200_000;

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(async () => {
  await engine.close();
});

const column = (path: string, type: ColumnType, list = false): Column => ({
  name: columnName(path, list ? 'fa' : 'f'),
  type,
  list,
  required: false,
});

const source = (seqNo: number): Buffer => Buffer.from(`{ "n" : ${seqNo}, "k":"컨\\u0000 😀" }`);

function write(writer: RowWriter, seqNo: number, values: Record<string, ColumnValue>): Row {
  const head = { id: `id${seqNo}`, seqNo, version: seqNo + 1, source: source(seqNo) };
  return writer.write(head, {
    timeMs: NOON + seqNo,
    values: DocumentValues.from(Object.entries(values)),
  });
}

async function insert(table: string, rows: readonly Row[], isBare = false): Promise<void> {
  const block = {
    table,
    rows: encodeNative(rows, isBare),
  };
  await engine.engine.insert(block, SECONDS_10);
}

const select = (what: string, table: string) =>
  engine.query(raw(`SELECT ${what} FROM ${table} ORDER BY _seq`), SECONDS_10);

test('values of every type arrive as they were mapped, and rows without one have none', async () => {
  const columns = [
    column('text', 'String'),
    column('low', 'LowCardinality(String)'),
    column('int', 'Int64'),
    column('big', 'UInt64'),
    column('float', 'Float64'),
    column('flag', 'Bool'),
    column('date', 'DateTime64(3)'),
    column('nanos', 'DateTime64(9)'),
    column('ip', 'IPv6'),
    column('tags', 'LowCardinality(String)', true),
    column('ports', 'Int64', true),
  ];
  await engine.engine.execute(createTable('ls.types', columns), SECONDS_10);
  const writer = new RowWriter(() => columns);
  const full: Record<string, ColumnValue> = {
    f_text: `half a pair \ud83d, ${'x'.repeat(200)} 컨테이너`,
    f_low: 'a',
    f_int: -9_007_199_254_740_991,
    f_big: '18446744073709551615',
    f_float: -0.1,
    f_flag: true,
    f_date: -1,
    f_nanos: '2026-11-25 10:00:00.123456789',
    f_ip: '::ffff:10.0.0.7',
    fa_tags: ['x', 'y'],
    fa_ports: [1, -2, '9223372036854775807'],
  };
  const rows = [
    write(writer, 0, {}),
    write(writer, 1, full),
    write(writer, 2, { f_unknown: 'no column', f_text: null, f_float: Number.NaN }),
    write(writer, 3, { ...full, f_flag: false, f_nanos: 5 }),
    write(writer, 4, {}),
  ];
  await insert('ls.types', rows);
  const names = columns.map(({ name }) => name);
  const found = await select(['_id', '_seq', '_ver', '_source', 'ts', ...names].join(), 'ls.types');
  const none = Object.fromEntries(columns.map(({ name, list }) => [name, list ? [] : null]));
  const all = {
    ...full,
    f_text: `half a pair \ufffd, ${'x'.repeat(200)} 컨테이너`,
    f_date: '1969-12-31 23:59:59.999',
    fa_ports: expect.arrayContaining([1, -2]),
  };
  const head = (n: number) => ({
    ...{ _id: `id${n}`, _seq: n, _ver: n + 1, _source: source(n).toString() },
    ts: `2026-11-01 00:00:00.00${n}`,
  });
  expect(found).toEqual([
    { ...head(0), ...none },
    { ...head(1), ...all },
    { ...head(2), ...none },
    { ...head(3), ...all, f_flag: false, f_nanos: '1970-01-01 00:00:00.005000000' },
    { ...head(4), ...none },
  ]);
  expect(rows.map((row) => sourceOf(row).toString())).toEqual(
    [0, 1, 2, 3, 4].map((n) => source(n).toString()),
  );
});

test('any rows of several blocks go into one insert; a bare one has no fields, but its routing', async () => {
  const columns = [
    column('a', 'String'),
    column('n', 'Int64'),
    column('l', 'String', true),
    ROUTING_COLUMN,
  ];
  await engine.engine.execute(createTable('ls.blocks', columns), SECONDS_10);
  const writer = new RowWriter(() => columns);
  const rows = Array.from({ length: 400 }, (_, i) => {
    if (i % 150 === 149) {
      writer.forget();
    }
    const lists: Record<string, ColumnValue> = i > 150 ? { fa_l: [`l${i}`, 'z'] } : {};
    const routing: Record<string, ColumnValue> = i === 0 ? { _routing: 'r' } : {};
    const values = i % 3 === 0 ? { f_n: i } : { f_a: `a${i % 7}`, ...lists };
    return write(writer, i, { ...values, ...routing });
  });
  expect(new Set(rows.map(({ block }) => block)).size).toBe(3);
  const some = rows.filter((_, i) => i % 5 !== 0);
  await insert('ls.blocks', some);
  await insert('ls.blocks', rows.slice(0, 1), true);
  const found = await select('_seq, f_a, f_n, fa_l, _routing', 'ls.blocks');
  expect(found).toEqual([
    { _seq: 0, f_a: null, f_n: null, fa_l: [], _routing: 'r' },
    ...some.map((row) => {
      const i = rows.indexOf(row);
      const isNumber = i % 3 === 0;
      return {
        _seq: i,
        f_a: isNumber ? null : `a${i % 7}`,
        f_n: isNumber ? i : null,
        fa_l: !isNumber && i > 150 ? [`l${i}`, 'z'] : [],
        _routing: null,
      };
    }),
  ]);
});

test('a value from before its field became a list is a list of one, whenever its row was written', async () => {
  const before = [column('x', 'Int64')];
  const list: Column = { ...column('x', 'Int64', true), promotedFrom: 'f_x' };
  let columns: readonly Column[] = before;
  await engine.engine.execute(createTable('ls.promoted', [...before, list]), SECONDS_10);
  const writer = new RowWriter(() => columns);
  const rows = [write(writer, 0, { f_x: 7 }), write(writer, 1, {})];
  columns = [...before, list];
  // Mapped before the change, written after it.
  rows.push(write(writer, 2, { f_x: 8 }), write(writer, 3, { fa_x: [1, 2] }), write(writer, 4, {}));
  await insert('ls.promoted', rows);
  const found = await select('fa_x', 'ls.promoted');
  expect(found.map(({ fa_x }) => fa_x)).toEqual([[7], [], [8], [1, 2], []]);
});

test('of a source only the part is stored that the row names, and all of it where the fields cannot be', async () => {
  await engine.engine.execute(createTable('ls.parts', []), SECONDS_10);
  const writer = new RowWriter(() => []);
  const rows = [0, 1].map((seqNo) =>
    writer.write(
      { id: `id${seqNo}`, seqNo, version: 1, source: source(seqNo) },
      {
        timeMs: NOON,
        values: new DocumentValues(),
        stored: { text: `${seqNo}`, needsFields: true },
      },
    ),
  );
  expect(rows.map((row) => sourceOf(row))).toEqual([source(0), source(1)]);
  await insert('ls.parts', rows.slice(0, 1));
  await insert('ls.parts', rows.slice(1), true);
  expect(await select('_source', 'ls.parts')).toEqual([
    { _source: '0' },
    { _source: source(1).toString() },
  ]);
});
