import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(async () => {
  await store.close();
});

const DOCUMENTS = 25;

async function fill(index: string): Promise<void> {
  const lines = Array.from({ length: DOCUMENTS }, (_, i) => [
    { index: { _index: index, _id: `d${i}` } },
    { n: i, group: i % 3 },
  ]).flat();
  await store.bulk(lines, '?refresh=true');
}

/** Changes what a snapshot must not show: documents that are deleted, overwritten and new. */
async function change(index: string): Promise<void> {
  await store.bulk(
    [
      { delete: { _index: index, _id: 'd3' } },
      { index: { _index: index, _id: 'd20' } },
      { n: -20 },
      { index: { _index: index, _id: 'new' } },
      { n: 7 },
    ],
    '?refresh=true',
  );
}

async function drain(first: { body: { _scroll_id: string; hits: { hits: unknown[] } } }) {
  const hits = [...first.body.hits.hits];
  for (;;) {
    const page = await store.call('POST', '/_search/scroll', { scroll_id: first.body._scroll_id });
    expect(page.status).toBe(200);
    if (page.body.hits.hits.length === 0) {
      return hits as { _id: string; _source: { n: number } }[];
    }
    hits.push(...page.body.hits.hits);
  }
}

describe('a scroll', () => {
  it.each(['', '&sort=n:desc', '&sort=group', '&q=n:>=0'])(
    'gives every document of its first moment once, whatever is changed meanwhile (%s)',
    async (query) => {
      const index = `scroll-${query.replaceAll(/\W+/g, '')}`;
      await fill(index);
      const url = `/${index}/_search?scroll=1m&size=4${query}`;
      const first = await store.call('POST', url);
      expect(first.body.hits.total).toEqual({ value: DOCUMENTS, relation: 'eq' });
      await change(index);
      const hits = await drain(first);
      expect(hits.map(({ _id }) => _id).sort()).toEqual(
        Array.from({ length: DOCUMENTS }, (_, i) => `d${i}`).sort(),
      );
      expect(hits.map(({ _source }) => _source.n)).not.toContain(-20);
      const closed = await store.call('DELETE', '/_search/scroll', {
        scroll_id: first.body._scroll_id,
      });
      expect(closed.body).toEqual({ succeeded: true, num_freed: 1 });
      expect(await keptTables()).toEqual([]);
    },
  );

  it('passes documents without a value of the sort field, each once', async () => {
    await fill('sparse');
    await store.bulk(
      Array.from({ length: 9 }, (_, i) => [
        { index: { _index: 'sparse', _id: `x${i}` } },
        {},
      ]).flat(),
      '?refresh=true',
    );
    const hits = await drain(await store.call('POST', '/sparse/_search?scroll=1m&size=4&sort=n'));
    expect(new Set(hits.map(({ _id }) => _id)).size).toBe(DOCUMENTS + 9);
    expect(hits).toHaveLength(DOCUMENTS + 9);
  });

  it('has the scores of its first moment on every page, best first', async () => {
    const words = ['a', 'a b', 'a a a', 'b', 'a b b', 'a a'];
    await store.bulk(
      words.flatMap((text, i) => [{ index: { _index: 'scored', _id: `w${i}` } }, { text }]),
      '?refresh=true',
    );
    const query = { match: { text: 'a' } };
    const whole = await store.call('POST', '/scored/_search', { query });
    const first = await store.call('POST', '/scored/_search?scroll=1m&size=2', { query });
    // Without these the word would be rarer, and score more.
    await store.bulk(
      [{ delete: { _index: 'scored', _id: 'w0' } }, { index: { _index: 'scored', _id: 'w5' } }, {}],
      '?refresh=true',
    );
    const scores = (hits: readonly unknown[]) =>
      (hits as { _id: string; _score: number }[]).map(({ _id, _score }) => [_id, _score]);
    const expected = scores(whole.body.hits.hits);
    expect(expected.map(([id]) => id)).toEqual(['w2', 'w5', 'w0', 'w1', 'w4']);
    expect(scores(await drain(first))).toEqual(expected);
  });

  it('goes over several indices in slices that have no document in common', async () => {
    await fill('many-a');
    await fill('many-b');
    const found: string[] = [];
    for (const id of [0, 1, 2]) {
      const first = await store.call('POST', '/many-*/_search?scroll=1m&size=3', {
        slice: { id, max: 3 },
      });
      const hits = (await drain(first)) as unknown as { _index: string; _id: string }[];
      found.push(...hits.map(({ _index, _id }) => `${_index}/${_id}`));
    }
    expect(found).toHaveLength(2 * DOCUMENTS);
    expect(new Set(found).size).toBe(2 * DOCUMENTS);
  });

  it('is unknown after it was closed, and after its index was deleted', async () => {
    await fill('gone');
    const { body } = await store.call('POST', '/gone/_search?scroll=1m&size=1');
    await store.call('DELETE', '/gone');
    const next = await store.call('GET', `/_search/scroll?scroll_id=${body._scroll_id}`);
    expect(next.status).toBe(404);
    expect(next.body.error.root_cause[0].type).toBe('search_context_missing_exception');
  });

  it('refuses what makes no sense in it', async () => {
    await fill('checked');
    const answer = await store.call('POST', '/checked/_search?scroll=1m&from=3&size=0');
    expect(answer.body.error.reason).toBe(
      'Validation Failed: 1: using [from] is not allowed in a scroll context;2: [size] cannot be [0] in a scroll context;',
    );
    const long = await store.call('POST', '/checked/_search?scroll=25h');
    expect(long.body.error.reason).toContain('Keep alive for request (25h) is too large');
  });
});

describe('a point in time', () => {
  it('counts, searches and aggregates what was there when it was opened', async () => {
    await fill('pit');
    const { body: opened } = await store.call('POST', '/pit/_pit?keep_alive=1m');
    await change('pit');
    const { body } = await store.call('POST', '/_search', {
      pit: { id: opened.id, keep_alive: '1m' },
      size: 30,
      sort: [{ n: 'asc' }],
      aggs: { sum: { sum: { field: 'n' } } },
    });
    expect(body.pit_id).toBe(opened.id);
    expect(body.hits.total.value).toBe(DOCUMENTS);
    expect(body._shards.total).toBe(1);
    expect(body.aggregations.sum.value).toBe((DOCUMENTS * (DOCUMENTS - 1)) / 2);
    expect(body.hits.hits.map((hit: { _source: { n: number } }) => hit._source.n)).toEqual(
      Array.from({ length: DOCUMENTS }, (_, i) => i),
    );
  });

  it('tells equal hits apart, so that search_after passes each once', async () => {
    await fill('ties');
    const { body: opened } = await store.call('POST', '/ties/_search/point_in_time?keep_alive=1m');
    const seen: string[] = [];
    let after: unknown;
    for (;;) {
      const { body } = await store.call('POST', '/_search', {
        pit: { id: opened.pit_id },
        size: 4,
        sort: [{ group: 'desc' }],
        ...(after === undefined ? {} : { search_after: after }),
      });
      if (body.hits.hits.length === 0) {
        break;
      }
      seen.push(...body.hits.hits.map((hit: { _id: string }) => hit._id));
      after = body.hits.hits.at(-1).sort;
    }
    expect(seen).toHaveLength(DOCUMENTS);
    expect(new Set(seen).size).toBe(DOCUMENTS);
    const list = await store.call('GET', '/_search/point_in_time/_all');
    expect(list.body.pits.map((pit: { pit_id: string }) => pit.pit_id)).toContain(opened.pit_id);
    const closed = await store.call('DELETE', '/_search/point_in_time', {
      pit_id: [opened.pit_id],
    });
    expect(closed.body).toEqual({ pits: [{ pit_id: opened.pit_id, successful: true }] });
  });

  it('is not searched together with an index', async () => {
    const answer = await store.call('POST', '/pit/_search', { pit: { id: 'x' } });
    expect(answer.status).toBe(400);
    expect(answer.body.error.reason).toContain('[indices] cannot be used with point in time');
  });
});

async function keptTables(): Promise<readonly unknown[]> {
  const { sql } = await import('../../sql/sql.ts');
  return store.store.engine.query(
    sql`SELECT name FROM system.tables WHERE database = 'ls' AND startsWith(name, 's_')`,
    { timeoutMs: 10_000 },
  );
}

it('stored fields stand for the source, unless that is asked for, too', async () => {
  await fill('stored');
  const hit = async (body: object) =>
    (await store.call('POST', '/stored/_search', { size: 1, ...body })).body.hits.hits[0];
  expect(await hit({ stored_fields: ['*'] })).not.toHaveProperty('_source');
  expect(await hit({ stored_fields: ['*'], _source: true })).toHaveProperty('_source');
  const ofOther = await hit({ stored_fields: ['n'] });
  expect(ofOther).not.toHaveProperty('_source');
  expect(ofOther).not.toHaveProperty('fields');
});
