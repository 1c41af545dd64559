import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { raw } from '../sql/sql.ts';
import { idTableOf, LIST_ID_TABLES } from './id-table-sql.ts';
import { put } from './testdata/test-index.ts';
import { useTestWriter } from './testdata/test-writer.ts';

const SECONDS_10 = { timeoutMs: 10_000 };
const OPERATIONS_MIN = 8;

const at = useTestWriter({ prefix: 'ids', idTableOperationsMin: OPERATIONS_MIN });
const { write, refresh, restart } = at;

/** Whether there is a table of ids, and all ids are in it. */
async function state(): Promise<'none' | 'part' | 'whole'> {
  const tables = await at.engine.query(LIST_ID_TABLES, SECONDS_10);
  const found = tables.find(({ table_name }) => table_name === idTableOf(at.index.table));
  if (found === undefined) {
    return 'none';
  }
  return found.is_whole === 1 ? 'whole' : 'part';
}

const ids = () =>
  at.engine.query(
    raw(`SELECT _id, _seq, _ver, _deleted FROM ${idTableOf(at.index.table)} FINAL ORDER BY _id`),
    SECONDS_10,
  );

/** Looks for an id that is not there, and waits until there is a table of ids. */
async function miss(): Promise<void> {
  expect(await at.writer.get(at.index.uuid, ['nobody'])).toEqual([undefined]);
  await expect.poll(state, { timeout: 20_000 }).toBe('whole');
}

async function numbers(...wanted: readonly string[]): Promise<unknown[]> {
  const documents = await at.writer.get(at.index.uuid, wanted);
  return documents.map((found) => found && JSON.parse(found.indexed.toString()).number);
}

const fill = () =>
  write(...Array.from({ length: OPERATIONS_MIN }, (_, number) => put({ number: -number })));

test('an index that is large gets a table of ids when it is asked for one that the store did not make', async () => {
  // As if it told its sequence number, but for the spaces.
  const odd = 'a b c d --------zzzz';
  await write(put({ number: 1 }, { id: odd }), put({ number: 2 }, { id: '컨테이너' }));
  await refresh();
  expect(await numbers(odd, 'nobody')).toEqual([1, undefined]);
  expect(await state()).toBe('none');
  await fill();
  await refresh();
  await miss();
  expect(await ids()).toEqual([
    { _id: odd, _seq: 0, _ver: 1, _deleted: false },
    { _id: '컨테이너', _seq: 1, _ver: 1, _deleted: false },
  ]);
  expect(await numbers('컨테이너', 'nobody', odd)).toEqual([2, undefined, 1]);
});

test('documents are found by id as they were written last, over merges and restarts', async () => {
  await fill();
  await write(
    ...['overwritten', 'deleted', 'again', 'left'].map((id) => put({ number: 1 }, { id })),
  );
  await refresh();
  await miss();
  await write(
    put({ number: 2 }, { id: 'overwritten' }),
    { kind: 'delete', id: 'deleted' },
    { kind: 'delete', id: 'again' },
  );
  await refresh();
  await write(put({ number: 3 }, { id: 'again' }), put({ number: 3 }, { id: 'new' }));
  await refresh();
  const wanted = ['overwritten', 'deleted', 'again', 'left', 'new'] as const;
  const expected = [2, undefined, 3, 1, 3];
  expect(await numbers(...wanted)).toEqual(expected);
  await at.writer.merge(at.index.uuid);
  expect(await numbers(...wanted)).toEqual(expected);
  await restart();
  expect(await state()).toBe('whole');
  expect(await numbers(...wanted)).toEqual(expected);
  const results = await write(
    put({ number: 4 }, { id: 'overwritten' }),
    put({ number: 4 }, { id: 'deleted', kind: 'create' }),
    put({ number: 4 }, { id: 'left', kind: 'create' }),
  );
  expect(results).toMatchObject([
    { result: 'updated', version: 3 },
    { result: 'created', version: 1 },
    { type: 'version_conflict_engine_exception' },
  ]);
  await refresh();
  expect(await numbers(...wanted)).toEqual([4, 4, 3, 1, 3]);
});

test('ids that the store made are in it only when their documents were written again', async () => {
  const [first, second] = await fill();
  await refresh();
  await miss();
  expect(await ids()).toEqual([]);
  await fill();
  await refresh();
  expect(await ids()).toEqual([]);
  const made = [first, second].map((result) => (result && 'id' in result ? result.id : ''));
  await restart();
  await write(put({ number: 7 }, { id: made[0] ?? '' }));
  await refresh();
  expect(await ids()).toMatchObject([{ _id: made[0], _ver: 2 }]);
  expect(await numbers(...made)).toEqual([7, -1]);
});

test('writes while it is being made are in it, and everything is as without it', async () => {
  await fill();
  const known = new Map<string, number | undefined>();
  let number = 0;
  const step = async () => {
    const id = `id-${Math.floor(Math.random() * 40)}`;
    number += 1;
    const isDelete = Math.random() < 0.3;
    known.set(id, isDelete ? undefined : number);
    await write(isDelete ? { kind: 'delete', id } : put({ number }, { id }));
    if (Math.random() < 0.2) {
      await refresh();
    }
  };
  const steps = async (times: number) => {
    for (let i = 0; i < times; i += 1) {
      await step();
    }
  };
  await steps(100);
  await Promise.all([miss(), steps(100)]);
  const found = () => numbers(...known.keys());
  expect(await found()).toEqual([...known.values()]);
  await steps(100);
  expect(await found()).toEqual([...known.values()]);
  await refresh();
  await restart();
  expect(await state()).toBe('whole');
  expect(await found()).toEqual([...known.values()]);
  const rows = await at.engine.query(raw(`SELECT count() AS n FROM ${at.index.table}`), SECONDS_10);
  const live = [...known.values()].filter((value) => value !== undefined);
  expect(rows).toEqual([{ n: OPERATIONS_MIN + live.length }]);
});

test('what it says of a row that is not there is not believed', async () => {
  await fill();
  await write(put({ number: 1 }, { id: 'a' }));
  await refresh();
  await miss();
  await at.engine.run(`INSERT INTO ${idTableOf(at.index.table)} VALUES ('a', 1000, 5, false)`);
  expect(await numbers('a')).toEqual([1]);
});

test.each([
  ['was being made', (table: string) => at.engine.run(`ALTER TABLE ${table} MODIFY COMMENT ''`)],
  [
    'lost a part',
    async (table: string) => {
      const folder = join(at.engine.dataPath, 'store/engine/data', table.replace('.', '/'));
      await mkdir(join(folder, 'detached/broken-on-start_all_1_1_0'), { recursive: true });
    },
  ],
])('one that %s is dropped at the start, and made again', async (_, harm) => {
  await fill();
  await write(put({ number: 1 }, { id: 'a' }));
  await refresh();
  await miss();
  await harm(idTableOf(at.index.table));
  await restart();
  expect(await state()).toBe('none');
  expect(await numbers('a')).toEqual([1]);
  await miss();
  expect(await ids()).toMatchObject([{ _id: 'a', _seq: OPERATIONS_MIN }]);
});

test('it goes with its index', async () => {
  await fill();
  await refresh();
  await miss();
  await at.writer.dropIndex(at.index.uuid);
  expect(await state()).toBe('none');
});

test('its bytes are those of the index, its rows and parts are not', async () => {
  await fill();
  await write(put({ number: 1 }, { id: 'a' }));
  await refresh();
  await miss();
  await write(put({ number: 2 }, { id: 'a' }));
  await refresh();
  const [sizes] = await at.engine.query(
    raw(
      `SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = 'ls' AND table LIKE '%${at.index.uuid}'`,
    ),
    SECONDS_10,
  );
  const counts = await at.writer.counts(at.index.uuid);
  expect(counts).toMatchObject({ documents: OPERATIONS_MIN + 1, deleted: 1, segments: 2 });
  expect(counts.sizeBytes).toBe(sizes?.bytes);
});
