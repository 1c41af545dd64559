import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

test('hundreds of documents of several indices come in the order asked, with errors where they belong', async () => {
  const count = 500;
  await store.bulk(
    Array.from({ length: count }, (_, n) => [
      { index: { _index: n % 2 === 0 ? 'even' : 'odd', _id: String(n) } },
      { n },
    ]).flat(),
    '?refresh=true',
  );
  // What waits for the next refresh comes with the rest.
  await store.bulk([{ index: { _index: 'odd', _id: '1' } }, { n: -1 }]);
  const docs = Array.from({ length: count }, (_, i) => {
    const n = (i * 7) % count;
    return { _index: n % 2 === 0 ? 'even' : 'odd', _id: String(n), version: n === 1 ? 2 : 1 };
  });
  const wanted = [
    ...docs,
    { _index: 'even', _id: '1' },
    { _index: 'nowhere', _id: '1' },
    { _index: 'even', _id: '0', version: 2 },
    { _index: 'even', _id: '0' },
  ];
  const { body } = await store.call('POST', '/_mget?refresh=false', { docs: wanted });
  const answered = body.docs.map((doc: { _source?: { n: number }; error?: { type: string } }) =>
    doc.error === undefined ? doc._source?.n : doc.error.type,
  );
  expect(answered).toEqual([
    ...docs.map(({ _id }) => (_id === '1' ? -1 : Number(_id))),
    undefined,
    'index_not_found_exception',
    'version_conflict_engine_exception',
    0,
  ]);
});
