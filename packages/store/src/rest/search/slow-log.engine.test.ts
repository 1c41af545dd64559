import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

const SEARCH = { query: { term: { name: 'tug' } }, sort: 'name' };

let store: TestStore;
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  store = await openTestStore();
  for (const level of ['warn', 'info', 'debug', 'trace'] as const) {
    vi.spyOn(store.store.log, level).mockImplementation((fields: unknown, message?: string) => {
      if (message === 'slow search') {
        lines.push({ level, ...(fields as object) });
      }
    });
  }
  const mappings = { properties: { name: { type: 'keyword' } } };
  await store.call('PUT', '/slow', { mappings });
  await store.call('PUT', '/fast', { mappings });
  await store.bulk([{ index: { _index: 'slow' } }, { name: 'tug' }], '?refresh=true');
});
beforeEach(async () => {
  await put({ 'index.search.slowlog.*': null });
  lines.length = 0;
});
afterAll(() => store.close());

const put = (settings: object) => store.call('PUT', '/slow/_settings', settings);
const threshold = 'index.search.slowlog.threshold';

test('nothing is written unless an index asks for it', async () => {
  await store.call('POST', '/slow,fast/_search', SEARCH);
  await put({ [`${threshold}.query.warn`]: '1h', [`${threshold}.fetch.warn`]: -1 });
  await store.call('POST', '/slow,fast/_search', SEARCH);
  expect(lines).toEqual([]);
});

test('a phase that takes as long as a threshold is written at the most urgent level, at once', async () => {
  await put({
    [`${threshold}.query.warn`]: '1h',
    [`${threshold}.query.info`]: '0s',
    [`${threshold}.query.trace`]: '0s',
    [`${threshold}.fetch.debug`]: '0ms',
  });
  const { body } = await store.call('POST', '/slow,fast/_search', SEARCH);
  const common = {
    'slowlog.total_took_ms': body.took,
    'slowlog.indices': ['slow'],
    'slowlog.indices_total': 1,
    'slowlog.shards_total': 2,
    'slowlog.hits_total': 1,
    'slowlog.timed_out': false,
    'slowlog.source': JSON.stringify(SEARCH),
    'slowlog.took_ms': expect.any(Number),
    'task.id': expect.stringMatching(/^.+:\d+$/),
  };
  expect(lines).toEqual([
    { level: 'info', 'slowlog.phase': 'query', ...common },
    { level: 'debug', 'slowlog.phase': 'fetch', ...common },
  ]);
});

test('less urgent than index.search.slowlog.level is not written', async () => {
  await put({ [`${threshold}.query.debug`]: '0s', 'index.search.slowlog.level': 'info' });
  await store.call('POST', '/slow/_search', SEARCH);
  expect(lines).toEqual([]);
});

test('searches of _msearch and pages of a scroll are written with their own requests, cut when long', async () => {
  await put({ [`${threshold}.query.info`]: '0s' });
  const long = JSON.stringify({ query: { terms: { name: Array(500).fill('boat') } } });
  await store.call('POST', '/slow/_msearch', `{}\n${long}\n`);
  const { body } = await store.call('POST', '/slow/_search?scroll=1m', { size: 1 });
  const next = JSON.stringify({ scroll_id: body._scroll_id });
  await store.call('POST', '/_search/scroll', next);
  expect(lines.map((line) => line['slowlog.source'])).toEqual([
    `${long.slice(0, 1_000)}…`,
    '{"size":1}',
    next,
  ]);
});

test.each([
  [{ [`${threshold}.query.warn`]: 'soon' }, /\[soon\] as a time value/],
  [{ 'index.search.slowlog.level': 'loud' }, /\[index\.search\.slowlog\.level\]: \[loud\]/],
  [{ [`${threshold}.query.loud`]: '1s' }, /unknown setting \[index\.search\.slowlog/],
])('%j is refused', async (settings, reason) => {
  const { status, body } = await put(settings);
  expect([status, body.error.reason]).toEqual([400, expect.stringMatching(reason)]);
});
