import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Column, columnName } from '../index/column.ts';
import { columnText } from '../sql/indexed-text.ts';
import { raw, sql } from '../sql/sql.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { addColumns, createTable, deleteRows } from './table-sql.ts';
import { updateTables } from './update-tables.ts';

const SECONDS_10 = { timeoutMs: 10_000 };
const text = (path: string): Column => ({
  ...{ name: columnName(path), type: 'String', list: false, required: false, skipIndex: 'words' },
});

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

async function fill(table: string): Promise<void> {
  for (let seq = 0; seq < 3; seq += 1) {
    await engine.run(
      `INSERT INTO ${table} (_id, _seq, _ver, _source, ts) VALUES ('${seq}', ${seq}, 1, '{}', 0)`,
    );
  }
}

async function merge(table: string): Promise<unknown> {
  await engine.run(`OPTIMIZE TABLE ${table} FINAL`);
  const active = `active AND database || '.' || table = '${table}'`;
  return engine.query(raw(`SELECT count() AS parts FROM system.parts WHERE ${active}`), SECONDS_10);
}

async function syncedFiles(): Promise<number> {
  const count = raw("SELECT sum(value) AS files FROM system.events WHERE event = 'FileSync'");
  const [row] = await engine.query(count, SECONDS_10);
  return Number(row?.files);
}

test('a merge is on disk before the parts that it was made of are removed', async () => {
  await engine.engine.execute(createTable('ls.synced', []), SECONDS_10);
  await fill('ls.synced');
  const before = await syncedFiles();
  await merge('ls.synced');
  expect(await syncedFiles()).toBeGreaterThan(before);
});

test('so are the marks of deleted rows, and what is left of their parts', async () => {
  await engine.engine.execute(createTable('ls.marked', []), SECONDS_10);
  await fill('ls.marked');
  const before = await syncedFiles();
  await engine.engine.execute(deleteRows('ls.marked', [1]), SECONDS_10);
  const marked = await syncedFiles();
  expect(marked).toBeGreaterThan(before);
  await merge('ls.marked');
  expect(await syncedFiles()).toBeGreaterThan(marked);
});

test('parts that are older than a text field are merged', async () => {
  await engine.engine.execute(createTable('ls.young', [text('a')]), SECONDS_10);
  await fill('ls.young');
  await engine.engine.execute(addColumns('ls.young', [text('b')]), SECONDS_10);
  expect(await merge('ls.young')).toEqual([{ parts: 1 }]);
});

test.each([
  ['String', 'a'],
  ['LowCardinality(String)', 'b'],
  ['IPv6', 'c'],
  ['DateTime64(3)', 'd'],
] as const)(
  'and parts that are older than a field that became a list, of %s',
  async (type, path) => {
    const one = { name: columnName(path), type, list: false, required: false } as const;
    const list = { ...one, name: columnName(path, 'fa'), list: true, promotedFrom: one.name };
    const table = `ls.promoted_${path}`;
    await engine.engine.execute(createTable(table, []), SECONDS_10);
    await fill(table);
    await engine.engine.execute(addColumns(table, [one]), SECONDS_10);
    await engine.engine.execute(addColumns(table, [list]), SECONDS_10);
    expect(await merge(table)).toEqual([{ parts: 1 }]);
  },
);

test('so are those of a table that an older store made', async () => {
  await engine.engine.execute(createTable('ls.old', []), SECONDS_10);
  await fill('ls.old');
  const index = "ADD INDEX ix_f_a lower(ifNull(f_a, '')) TYPE text(tokenizer = 'splitByNonAlpha')";
  await engine.run(`ALTER TABLE ls.old ADD COLUMN f_a Nullable(String) CODEC(ZSTD(1)), ${index}`);
  await expect(merge('ls.old')).rejects.toThrow('code 36');
  await updateTables(engine.engine);
  expect(await merge('ls.old')).toEqual([{ parts: 1 }]);
});

test('an index of words that an older store made stays, and the table is searched without it', async () => {
  const old = "INDEX ix_f_a lower(ifNull(f_a, '')) TYPE text(tokenizer = 'splitByNonAlpha')";
  await engine.engine.execute(createTable('ls.words', []), SECONDS_10);
  await engine.run(`ALTER TABLE ls.words ADD COLUMN f_a Nullable(String) DEFAULT NULL, ADD ${old}`);
  const insert = (seq: number, text: string) =>
    engine.run(
      `INSERT INTO ls.words (_id, _seq, _ver, _source, ts, f_a) VALUES ('${seq}', ${seq}, 1, '{}', 0, '${text}')`,
    );
  await insert(1, '“Word”');
  await updateTables(engine.engine);
  await engine.engine.execute(addColumns('ls.words', [text('b')]), SECONDS_10);
  await insert(2, 'another word');
  expect(await merge('ls.words')).toEqual([{ parts: 1 }]);
  const { spaced } = columnText('f_a');
  const found = sql`SELECT _seq FROM ls.words WHERE hasAnyTokens(${spaced}, ['word']) ORDER BY _seq`;
  expect(await engine.query(found, SECONDS_10)).toEqual([{ _seq: 1 }, { _seq: 2 }]);
});
