import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { columnName, ROUTING_COLUMN } from '../index/column.ts';
import { columnText } from '../sql/indexed-text.ts';
import { print, raw } from '../sql/sql.ts';
import { createIdMaker } from './document-id.ts';
import { put, testIndex } from './testdata/test-index.ts';
import { useTestWriter } from './testdata/test-writer.ts';

const DAY_MS = 86_400_000;
const NOON = 1_793_491_200_000;
const SECONDS_10 = { timeoutMs: 10_000 };

const at = useTestWriter({ prefix: 't' });
const { write, refresh, restart } = at;

const rows = (columns = '_id, _source', order = '_seq') =>
  at.engine.query(raw(`SELECT ${columns} FROM ${at.index.table} ORDER BY ${order}`), SECONDS_10);

test('a document is there for get at once, and for searches after a refresh', async () => {
  const [result] = await write(put({ time: NOON, message: 'Hello' }, { id: 'a' }));
  expect(result).toEqual({ id: 'a', result: 'created', version: 1, seqNo: 0, primaryTerm: 1 });
  const [document] = await at.writer.get(at.index.uuid, ['a']);
  expect(document?.source?.toString()).toBe(`{"time":${NOON},"message":"Hello"}`);
  expect(await rows()).toEqual([]);
  await refresh();
  expect(await rows('_id, f_message, toUnixTimestamp64Milli(ts) AS ms')).toEqual([
    { _id: 'a', f_message: 'Hello', ms: NOON },
  ]);
  const [flushed] = await at.writer.get(at.index.uuid, ['a']);
  expect(flushed).toEqual(document);
});

test('documents without an id get one of their own', async () => {
  const results = await write(put({ number: 1 }), put({ number: 2 }));
  const ids = results.map((result) => ('id' in result ? result.id : ''));
  expect(ids.every((id) => /^[\w-]{20}$/.test(id))).toBe(true);
  await refresh();
  expect((await rows()).map(({ _id }) => _id)).toEqual(ids);
});

test('values come out as they went in: odd characters, big integers, lists, old and far dates', async () => {
  const odd = `NUL \u0000 quote ' back \\ tab \t line \n sep \u2028 emoji 😀 half \ud800. 컨테이너 </script>`;
  at.index.added.push(
    { name: columnName('big'), type: 'UInt64', list: false, required: false },
    { name: columnName('on'), type: 'DateTime64(3)', list: false, required: false },
    { name: columnName('exact'), type: 'DateTime64(9)', list: false, required: false },
    { name: columnName('ip'), type: 'IPv6', list: false, required: false },
    { name: columnName('share'), type: 'Float64', list: false, required: false },
  );
  await write(
    put({
      time: NOON,
      message: odd,
      number: '-9223372036854775808',
      tags: ['a', "b'"],
      big: '18446744073709551615',
      on: -DAY_MS,
      exact: NOON + 1,
      ip: '10.0.0.7',
      share: 1.5e-300,
    }),
    put({ time: 253_402_300_799_999, number: 5 }),
  );
  await refresh();
  const [row, far] = await rows(
    'f_message, f_number, fa_tags, f_big, toUnixTimestamp64Milli(f_on) AS on_ms, toUnixTimestamp64Nano(f_exact) AS exact_ns, f_ip, f_share, toUnixTimestamp64Milli(ts) AS ms',
    'ts',
  );
  expect(row).toEqual({
    f_message: odd.replace('\ud800', '\ufffd'),
    f_number: '-9223372036854775808',
    fa_tags: ['a', "b'"],
    f_big: '18446744073709551615',
    on_ms: -DAY_MS,
    exact_ns: `${NOON + 1}000000`,
    f_ip: '::ffff:10.0.0.7',
    f_share: 1.5e-300,
    ms: NOON,
  });
  expect(far).toMatchObject({ ms: 253_402_300_799_999, f_message: null, fa_tags: [] });
});

test('an overwritten document is there once, with its new content and the next version', async () => {
  await write(put({ number: 1 }, { id: 'a' }), put({ number: 1 }, { id: 'b' }));
  await refresh();
  const [updated] = await write(put({ number: 2 }, { id: 'a' }));
  expect(updated).toMatchObject({ result: 'updated', version: 2, seqNo: 2 });
  await refresh();
  expect(await rows('_id, f_number, _ver')).toEqual([
    { _id: 'b', f_number: 1, _ver: 1 },
    { _id: 'a', f_number: 2, _ver: 2 },
  ]);
  expect(await at.writer.counts(at.index.uuid)).toMatchObject({ documents: 2 });
});

test('written many times between two refreshes, a document is there once', async () => {
  for (let round = 0; round < 3; round++) {
    await write(
      ...Array.from({ length: 5 }, (_, i) => put({ number: round * 5 + i }, { id: 'a' })),
    );
    await refresh();
  }
  expect(await rows('f_number, _ver')).toEqual([{ f_number: 14, _ver: 15 }]);
});

test('an overwrite that begins while the one before is being refreshed is there once', async () => {
  const refreshes: Promise<void>[] = [];
  for (let number = 1; number <= 20; number++) {
    await write(put({ number }, { id: 'a' }));
    refreshes.push(refresh());
    await sleep(number % 4);
  }
  await Promise.all(refreshes);
  expect(await rows('f_number, _ver')).toEqual([{ f_number: 20, _ver: 20 }]);
  expect(await at.writer.counts(at.index.uuid)).toMatchObject({ documents: 1 });
});

test('a search that begins when an index is settled sees an overwritten document once', async () => {
  await write(put({ number: 0 }, { id: 'a' }));
  await refresh();
  const seen = new Set<unknown>();
  let isWriting = true;
  const search = async () => {
    while (isWriting) {
      await at.writer.settled([at.index.uuid]);
      const [row] = await rows('count() AS n', 'n');
      seen.add(row?.n);
    }
  };
  const searching = search();
  for (let number = 1; number <= 15; number++) {
    await write(put({ number }, { id: 'a' }));
    await refresh();
  }
  isWriting = false;
  await searching;
  expect([...seen]).toEqual([1]);
});

test('a search in an index that is idle sees what is older than the interval, and does not wait for the rest', async () => {
  at.index = testIndex('idle', 3_600_000, 0);
  await at.writer.addIndex(at.index);
  await write(put({ number: 1 }));
  await at.writer.settled([at.index.uuid]);
  expect(await rows('f_number')).toEqual([]);
  at.index = testIndex('idle2', 1, 0);
  await at.writer.addIndex(at.index);
  await write(put({ number: 2 }));
  await sleep(5);
  await at.writer.settled([at.index.uuid]);
  expect(await rows('f_number')).toEqual([{ f_number: 2 }]);
});

test('who waits for a refresh does not wait until somebody searches', async () => {
  at.index = testIndex('awaited', 1, 0);
  await at.writer.addIndex(at.index);
  await write(put({ number: 1 }));
  await at.writer.waitForRefresh([at.index.uuid]);
  expect(await rows('f_number')).toEqual([{ f_number: 1 }]);
});

test('a deleted document is gone for get at once and for searches after a refresh; made again, its version goes on', async () => {
  await write(put({ number: 1 }, { id: 'a' }));
  await refresh();
  const [deleted] = await write({ kind: 'delete', id: 'a' });
  expect(deleted).toMatchObject({ result: 'deleted', version: 2, seqNo: 1 });
  expect(await at.writer.get(at.index.uuid, ['a'])).toEqual([undefined]);
  await refresh();
  expect(await rows()).toEqual([]);
  expect(await at.writer.get(at.index.uuid, ['a'])).toEqual([undefined]);
  const [created] = await write(put({ number: 2 }, { id: 'a', kind: 'create' }));
  expect(created).toMatchObject({ result: 'created', version: 3, seqNo: 2 });
  const [missing] = await write({ kind: 'delete', id: 'nobody' });
  expect(missing).toMatchObject({ result: 'not_found' });
  await refresh();
  expect(await rows('_id')).toEqual([{ _id: 'a' }]);
});

test('of many creates of one id at the same time exactly one wins', async () => {
  const attempts = Array.from({ length: 20 }, (_, number) =>
    write(put({ number }, { id: 'a', kind: 'create' }), put({ number }, { id: `b${number}` })),
  );
  const results = await Promise.all(attempts);
  const outcomes = results.map(([first]) =>
    first && 'result' in first ? first.result : 'conflict',
  );
  expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(19);
  expect(results.every(([, second]) => second && 'result' in second)).toBe(true);
});

test('a create meets a document that only the engine knows', async () => {
  await write(put({ number: 1 }, { id: 'a' }));
  await restart();
  const [conflict, other] = await write(
    put({ number: 2 }, { id: 'a', kind: 'create' }),
    put({ number: 2 }, { id: 'b', kind: 'create' }),
  );
  expect(conflict).toMatchObject({ type: 'version_conflict_engine_exception', status: 409 });
  expect(other).toMatchObject({ result: 'created' });
  const [updated] = await write(put({ number: 3 }, { id: 'a', ifSeqNo: 0 }));
  expect(updated).toMatchObject({ result: 'updated', version: 2 });
  const [late] = await write(put({ number: 4 }, { id: 'a', ifSeqNo: 0 }));
  expect(late).toMatchObject({ status: 409 });
});

test('an id that another store made says nothing about the rows of this one', async () => {
  const elsewhere = createIdMaker(Date.now)(0);
  await write(put({ number: 1 }, { id: 'a' }));
  await refresh();
  expect(await at.writer.get(at.index.uuid, [elsewhere])).toEqual([undefined]);
  const [result] = await write(put({ number: 2 }, { id: elsewhere }));
  expect(result).toMatchObject({ result: 'created', version: 1 });
  await refresh();
  const found = await at.writer.get(at.index.uuid, ['a', elsewhere]);
  expect(found.map((document) => document?.seqNo)).toEqual([0, 1]);
});

test('columns that come later are added before the rows that need them', async () => {
  await write(put({ number: 1 }));
  await refresh();
  at.index.added.push(
    { name: 'f_new', type: 'Float64', list: false, required: false },
    { name: 'f_text', type: 'String', list: false, required: false, skipIndex: 'words' },
    { name: 'fa_number', type: 'Int64', list: true, required: false, promotedFrom: 'f_number' },
  );
  await write(put({ number: 2, new: 0.5, text: 'Some Words' }), put({ number: [3, 4] }));
  await refresh();
  expect(await rows('f_number, f_new, fa_number')).toEqual([
    { f_number: 1, f_new: null, fa_number: [1] },
    { f_number: 2, f_new: 0.5, fa_number: [2] },
    { f_number: null, f_new: null, fa_number: [3, 4] },
  ]);
  const [found] = await at.engine.query(
    raw(
      `SELECT count() AS n FROM ${at.index.table} WHERE hasAllTokens(${print(columnText('f_text').spaced)}, ['words'])`,
    ),
    SECONDS_10,
  );
  expect(found).toEqual({ n: 1 });
});

test('a document whose fields the engine cannot read is stored with its source, and the others whole', async () => {
  at.index.added.push({ name: 'fa_ip', type: 'IPv6', list: true, required: false });
  await write(
    put({ number: 1, ip: ['::1'] }),
    put({ number: 2, ip: ['no address'] }),
    put({ number: 'no number', ip: ['::3'] }),
  );
  await refresh();
  expect(await rows('f_number, fa_ip, _source')).toEqual([
    { f_number: 1, fa_ip: ['::1'], _source: '{"number":1,"ip":["::1"]}' },
    { f_number: null, fa_ip: [], _source: '{"number":2,"ip":["no address"]}' },
    { f_number: null, fa_ip: ['::3'], _source: '{"number":"no number","ip":["::3"]}' },
  ]);
});

test('documents of many days go in together', async () => {
  await write(
    ...Array.from({ length: 300 }, (_, i) => put({ time: NOON + i * DAY_MS, number: i })),
  );
  await refresh();
  expect(await rows('count() AS n', 'n')).toEqual([{ n: 300 }]);
  expect(at.writer.timeRange(at.index.uuid)).toEqual({ minMs: NOON, maxMs: NOON + 299 * DAY_MS });
});

test('with an interval, documents become searchable by themselves, and waiting for it ends', async () => {
  const periodic = testIndex('periodic', 1_000);
  await at.writer.addIndex(periodic);
  await at.writer.apply(periodic.uuid, [put({ number: 1 })]);
  await at.writer.sync(0);
  await at.writer.waitForRefresh([periodic.uuid]);
  const found = await at.engine.query(raw(`SELECT f_number FROM ${periodic.table}`), SECONDS_10);
  expect(found).toEqual([{ f_number: 1 }]);
  await at.writer.waitForRefresh([periodic.uuid]);
});

test('a dropped index is gone, with what was not refreshed, and holds nothing back', async () => {
  await write(put({ number: 1 }));
  await refresh();
  await write(put({ number: 2 }));
  await at.writer.dropIndex(at.index.uuid);
  await expect(rows()).rejects.toThrow(/no such index/);
});

test('when the engine is killed, what was not searchable yet is searchable after its restart, once', async () => {
  await write(...Array.from({ length: 500 }, (_, number) => put({ number })));
  const refreshing = refresh().catch(() => undefined);
  process.kill(at.engine.engine.pid ?? 0, 'SIGKILL');
  await refreshing;
  await write(...Array.from({ length: 500 }, (_, i) => put({ number: 500 + i })));
  const deadline = Date.now() + 20_000;
  for (let isDone = false; !isDone; ) {
    expect(Date.now()).toBeLessThan(deadline);
    isDone = await refresh().then(
      () => true,
      () => sleep(50).then(() => false),
    );
  }
  expect(await rows('count() AS n, uniqExact(f_number) AS u', 'n')).toEqual([{ n: 1000, u: 1000 }]);
});

test('a routing is there from the write on and after a restart, and goes with the next write', async () => {
  const routings = async () => {
    const documents = await at.writer.get(at.index.uuid, ['a', 'b', 'c']);
    return documents.map((document) => document?.routing);
  };
  await write(put({ number: 0 }, { id: 'b' }));
  await refresh();
  at.index.added.push(ROUTING_COLUMN);
  await write(put({ number: 1 }, { id: 'a', routing: 'r'.repeat(255) }));
  expect(await routings()).toEqual(['r'.repeat(255), undefined, undefined]);
  await refresh();
  expect(await routings()).toEqual(['r'.repeat(255), undefined, undefined]);
  await write(put({ number: 2 }, { id: 'a' }), put({ number: 2 }, { id: 'c', routing: '부산' }));
  expect(await routings()).toEqual([undefined, undefined, '부산']);
  await restart();
  expect(await routings()).toEqual([undefined, undefined, '부산']);
  expect(await rows('_id, _routing')).toEqual([
    { _id: 'b', _routing: null },
    { _id: 'a', _routing: null },
    { _id: 'c', _routing: '부산' },
  ]);
});

test('a table of an older version gets the settings of this one at the start', async () => {
  const settings = async () => {
    const answer = await at.engine.query(
      raw(
        `SELECT engine_full FROM system.tables WHERE '${at.index.table}' = database || '.' || name`,
      ),
      SECONDS_10,
    );
    return String(answer[0]?.engine_full).split('SETTINGS ')[1];
  };
  const current = await settings();
  await at.engine.run(`ALTER TABLE ${at.index.table} RESET SETTING min_level_for_wide_part`);
  await at.engine.run(`ALTER TABLE ${at.index.table} MODIFY SETTING fsync_after_insert = 0`);
  expect(await settings()).not.toBe(current);
  await restart();
  expect((await settings())?.split(', ').sort()).toEqual(current?.split(', ').sort());
});
