import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(async () => {
  await store.close();
});

const DOCUMENTS = 12;

async function fill(index: string): Promise<void> {
  const lines = Array.from({ length: DOCUMENTS }, (_, n) => [
    { index: { _index: index, _id: `d${n}` } },
    { n },
  ]).flat();
  await store.bulk(lines, '?refresh=true');
}

async function count(index: string): Promise<number> {
  return (await store.call('GET', `/${index}/_count`)).body.count;
}

describe('_delete_by_query', () => {
  it('deletes what a query finds, page by page, and nothing else', async () => {
    await fill('deleted');
    const answer = await store.call(
      'POST',
      '/deleted/_delete_by_query?scroll_size=3&refresh=true',
      { query: { range: { n: { lt: 8 } } } },
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ total: 8, deleted: 8, batches: 3, failures: [] });
    expect(answer.body).not.toHaveProperty('updated');
    expect(await count('deleted')).toBe(DOCUMENTS - 8);
  });

  it('shares the documents among slices, each in one of them', async () => {
    await fill('sliced');
    const answer = await store.call('POST', '/sliced/_delete_by_query?slices=3&refresh=true', {
      query: { match_all: {} },
    });
    expect(answer.body).toMatchObject({ total: DOCUMENTS, deleted: DOCUMENTS });
    expect(answer.body.slices).toHaveLength(3);
    expect(await count('sliced')).toBe(0);
  });

  it('wants a query', async () => {
    const answer = await store.call('POST', '/sliced/_delete_by_query', {});
    expect(answer.status).toBe(400);
    expect(answer.body.error.reason).toBe('Validation Failed: 1: query is missing;');
  });
});

describe('_update_by_query', () => {
  it('reports a document that was changed since as a conflict, and leaves its change alone', async () => {
    await store.call('PUT', '/raced', { settings: { refresh_interval: '-1' } });
    await fill('raced');
    await store.call('PUT', '/raced/_doc/d5', { n: 500 });
    const answer = await store.call('POST', '/raced/_update_by_query', {
      script: { source: 'ctx._source.n += 1000' },
    });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ version_conflicts: 1, updated: DOCUMENTS - 1 });
    expect(answer.body.failures[0]).toMatchObject({ index: 'raced', id: 'd5', status: 409 });
    expect((await store.call('GET', '/raced/_doc/d5')).body._source).toEqual({ n: 500 });
    expect((await store.call('GET', '/raced/_doc/d4')).body._source).toEqual({ n: 1004 });
  });

  it('does with a document what its script says', async () => {
    await fill('scripted');
    const source =
      "if (ctx._source.n < 3) { ctx.op = 'delete' } else if (ctx._source.n < 7) { ctx.op = 'noop' }";
    const { body } = await store.call('POST', '/scripted/_update_by_query?refresh=true', {
      script: { source },
    });
    expect(body).toMatchObject({ deleted: 3, noops: 4, updated: DOCUMENTS - 7 });
    expect(await count('scripted')).toBe(DOCUMENTS - 3);
  });
});

describe('_reindex', () => {
  it('copies documents that a query finds, with part of their source', async () => {
    await fill('origin');
    const answer = await store.call('POST', '/_reindex?refresh=true', {
      source: { index: 'origin', query: { range: { n: { gte: 10 } } }, _source: ['n'] },
      dest: { index: 'copy' },
    });
    expect(answer.body).toMatchObject({ total: 2, created: 2, updated: 0 });
    expect(await count('copy')).toBe(2);
  });

  it('does not overwrite with op_type create, and goes on if it shall', async () => {
    await fill('first');
    const request = {
      conflicts: 'proceed',
      source: { index: 'first' },
      dest: { index: 'second', op_type: 'create' },
    };
    await store.call('POST', '/_reindex?refresh=true', { ...request, max_docs: 5 });
    const again = await store.call('POST', '/_reindex?refresh=true', request);
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ created: DOCUMENTS - 5, version_conflicts: 5 });
  });

  it('does not read from what it writes', async () => {
    const answer = await store.call('POST', '/_reindex', {
      source: { index: 'first' },
      dest: { index: 'first' },
    });
    expect(answer.body.error.reason).toContain(
      'reindex cannot write into an index its reading from [first]',
    );
  });
});

describe('_tasks', () => {
  const SLOW = '?wait_for_completion=false&scroll_size=1&requests_per_second=0.001';

  it('lists a request that nobody waits for, changes its pace, and keeps its result', async () => {
    await fill('slow');
    const { body } = await store.call('POST', `/slow/_update_by_query${SLOW}`, {});
    const listed = await store.call('GET', '/_tasks?actions=*byquery&detailed&group_by=none');
    expect(listed.body.tasks[0].status.total).toBeTypeOf('number');
    await store.call('POST', `/_update_by_query/${body.task}/_rethrottle?requests_per_second=-1`);
    const done = await store.call('GET', `/_tasks/${body.task}?wait_for_completion=true`);
    expect(done.body.completed).toBe(true);
    expect(done.body.response).toMatchObject({ updated: DOCUMENTS, batches: DOCUMENTS });
    expect((await store.call('GET', '/_tasks?group_by=none')).body.tasks).toHaveLength(1);
  });

  it('cancels, between two pages', async () => {
    await fill('cancelled');
    const { body } = await store.call('POST', `/cancelled/_delete_by_query${SLOW}`, {
      query: { match_all: {} },
    });
    await store.call('POST', `/_tasks/${body.task}/_cancel?wait_for_completion=true`);
    const done = await store.call('GET', `/_tasks/${body.task}`);
    expect(done.body.response.canceled).toBe('by user request');
    expect(done.body.response.deleted).toBeLessThan(DOCUMENTS);
  });
});

describe('_reindex into what is not there', () => {
  it('is refused where no index may be made by writes', async () => {
    await fill('creating');
    const setting = (value: unknown) =>
      store.call('PUT', '/_cluster/settings', {
        persistent: { 'action.auto_create_index': value },
      });
    await setting('false');
    const answer = await store.call('POST', '/_reindex', {
      source: { index: 'creating' },
      dest: { index: 'created' },
    });
    await setting(null);
    expect(answer.status).toBe(404);
    expect(answer.body.error.reason).toBe(
      'no such index [created] and [action.auto_create_index] is [false]',
    );
  });
});
