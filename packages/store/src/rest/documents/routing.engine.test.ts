import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(async () => {
  await store.close();
});

const get = async (path: string) => (await store.call('GET', path)).body;
const put = (path: string, body: unknown = { n: 1 }) => store.call('PUT', path, body);

/** `_routing` of all documents of an index by their ids, as a search shows it. */
async function routings(index: string): Promise<Record<string, string | undefined>> {
  await store.call('POST', `/${index}/_refresh`);
  const { hits } = await get(`/${index}/_search?size=100`);
  return Object.fromEntries(
    hits.hits.map(({ _id, _routing }: Record<string, string>) => [_id, _routing]),
  );
}

describe('a document that was written with a routing', () => {
  it('shows it before and after a refresh, beside documents without one', async () => {
    await put('/shown/_doc/plain');
    expect(await routings('shown')).toEqual({ plain: undefined });
    await put('/shown/_doc/routed?routing=컨테이너');
    await put('/shown/_create/created?routing=two');
    expect(await get('/shown/_doc/routed')).toMatchObject({ found: true, _routing: '컨테이너' });
    expect(await get('/shown/_doc/plain')).not.toHaveProperty('_routing');
    const expected = { plain: undefined, routed: '컨테이너', created: 'two' };
    expect(await routings('shown')).toEqual(expected);
    expect(await get('/shown/_doc/routed?routing=other')).toMatchObject({ _routing: '컨테이너' });
    expect(await get('/shown/_doc/plain?routing=other')).not.toHaveProperty('_routing');
  });

  it('loses it when it is written again without one, and an empty one is none', async () => {
    await put('/again/_doc/1?routing=a');
    await put('/again/_doc/2?routing=');
    await put('/again/_doc/1');
    expect(await get('/again/_doc/1')).not.toHaveProperty('_routing');
    expect(await routings('again')).toEqual({ 1: undefined, 2: undefined });
  });

  it('is found by term and exists queries on _routing', async () => {
    await store.call('PUT', '/found');
    const ids = async (query: unknown) => {
      const { body } = await store.call('POST', '/found/_search', { query });
      return body.hits.hits.map(({ _id }: { _id: string }) => _id).sort();
    };
    expect(await ids({ exists: { field: '_routing' } })).toEqual([]);
    await store.bulk(
      [
        { index: { _index: 'found', _id: '1', routing: 'a' } },
        {},
        { index: { _index: 'found', _id: '2', routing: 7 } },
        {},
        { index: { _index: 'found', _id: '3' } },
        {},
      ],
      '?refresh=true',
    );
    expect(await ids({ exists: { field: '_routing' } })).toEqual(['1', '2']);
    expect(await ids({ term: { _routing: '7' } })).toEqual(['2']);
    expect(await ids({ terms: { _routing: ['a', 'b'] } })).toEqual(['1']);
  });

  it('is refused when the routing has more than 255 bytes', async () => {
    expect((await put(`/long/_doc/1?routing=${'x'.repeat(255)}`)).status).toBe(201);
    const { status, body } = await put(`/long/_doc/1?routing=${'é'.repeat(128)}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      type: 'illegal_argument_exception',
      reason: expect.stringContaining('must be no longer than 255 bytes but was: 256'),
    });
  });
});

describe('_bulk', () => {
  it('takes the routing of an item before that of the request, and shows it in _mget', async () => {
    const { body } = await store.bulk(
      [
        { index: { _index: 'items', _id: '1', routing: 'own' } },
        {},
        { create: { _index: 'items', _id: '2' } },
        {},
        { update: { _index: 'items', _id: '3', _routing: 'old' } },
        { doc: {}, doc_as_upsert: true },
      ],
      '?routing=all&refresh=true',
    );
    expect(body.errors).toBe(false);
    expect(await routings('items')).toEqual({ 1: 'own', 2: 'all', 3: 'old' });
    const docs = [{ _id: '1', routing: 'own' }, { _id: '2' }];
    const found = await store.call('POST', '/items/_mget', { docs });
    expect(found.body.docs).toMatchObject([{ _routing: 'own' }, { _routing: 'all' }]);
  });

  it('gives it to pipelines, which can change it', async () => {
    await put('/_ingest/pipeline/reroute', {
      processors: [
        { set: { field: 'was', value: '{{_routing}}' } },
        { set: { field: '_routing', value: 'by-pipeline', if: "ctx._routing == 'change'" } },
        { remove: { field: '_routing', if: "ctx._routing == 'drop'" } },
      ],
    });
    const items = ['change', 'drop', 'keep'].flatMap((routing) => [
      { index: { _index: 'piped', _id: routing, routing } },
      {},
    ]);
    await store.bulk(items, '?pipeline=reroute&routing=default');
    expect(await routings('piped')).toEqual({
      change: 'by-pipeline',
      drop: undefined,
      keep: 'keep',
    });
    expect((await get('/piped/_doc/drop'))._source).toEqual({ was: 'drop' });
  });
});

describe('_update', () => {
  it('keeps the routing of a document, and gives the one of the request to a new one', async () => {
    const body = { doc: { n: 2 }, upsert: { n: 1 } };
    await store.call('POST', '/updated/_update/1?routing=first', body);
    expect(await get('/updated/_doc/1')).toMatchObject({ _routing: 'first', _source: { n: 1 } });
    await store.call('POST', '/updated/_update/1?routing=second', body);
    expect(await get('/updated/_doc/1')).toMatchObject({ _routing: 'first', _source: { n: 2 } });
    const script = { source: 'ctx._source.routing = ctx._routing' };
    await store.call('POST', '/updated/_update/1', { script });
    expect(await get('/updated/_doc/1')).toMatchObject({
      _routing: 'first',
      _source: { n: 2, routing: 'first' },
    });
  });
});

describe('requests by query', () => {
  it('keep the routing of the documents that they write again', async () => {
    await store.bulk(
      [{ index: { _index: 'rewritten', _id: '1', routing: 'a' } }, { n: 1 }],
      '?refresh=true',
    );
    const script = { source: 'ctx._source.n += 1' };
    const { body } = await store.call('POST', '/rewritten/_update_by_query', { script });
    expect(body).toMatchObject({ updated: 1, failures: [] });
    expect(await get('/rewritten/_doc/1')).toMatchObject({ _routing: 'a', _source: { n: 2 } });
    await store.call('POST', '/rewritten/_refresh');
    const moving = { source: "ctx._routing = 'b'" };
    const refused = await store.call('POST', '/rewritten/_update_by_query', { script: moving });
    expect(refused.body.error.reason).toBe('Modifying [_routing] not allowed');
  });

  it.each([
    ['keep', undefined, { 1: 'a', 2: undefined }],
    ['discard', undefined, { 1: undefined, 2: undefined }],
    ['=b', undefined, { 1: 'b', 2: 'b' }],
    ['=b', "if (ctx._id == '1') { ctx._routing = 'c' }", { 1: 'c', 2: 'b' }],
  ])('_reindex with dest.routing [%s] and script [%s]', async (routing, source, expected) => {
    await store.bulk(
      [
        { index: { _index: 'from', _id: '1', routing: 'a' } },
        {},
        { index: { _index: 'from', _id: '2' } },
        {},
      ],
      '?refresh=true',
    );
    await store.call('DELETE', '/to?ignore_unavailable=true');
    const { body } = await store.call('POST', '/_reindex', {
      source: { index: 'from' },
      dest: { index: 'to', routing },
      ...(source === undefined ? {} : { script: { source } }),
    });
    expect(body).toMatchObject({ created: 2, failures: [] });
    expect(await routings('to')).toEqual(expected);
  });
});

describe('_routing.required', () => {
  const MISSING = {
    type: 'routing_missing_exception',
    reason: 'routing is required for [strict]/[1]',
    index_uuid: '_na_',
    index: 'strict',
  };
  beforeAll(async () => {
    await put('/strict', { mappings: { _routing: { required: true } } });
    await put('/strict/_doc/1?routing=a&refresh=true');
  });

  it.each([
    ['PUT', '/strict/_doc/1', {}],
    ['PUT', '/strict/_create/1', {}],
    ['DELETE', '/strict/_doc/1', undefined],
    ['GET', '/strict/_doc/1', undefined],
    ['GET', '/strict/_source/1', undefined],
    ['POST', '/strict/_update/1', { doc: {} }],
  ])('refuses %s %s without one', async (method, path, body) => {
    const answer = await store.call(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ ...MISSING, root_cause: [MISSING] });
    const routed = await store.call(method, `${path}?routing=a`, body);
    expect(routed.body.error?.type).not.toBe(MISSING.type);
    await put('/strict/_doc/1?routing=a&refresh=true');
  });

  it('refuses items of _bulk and _mget, and no other ones', async () => {
    const { body } = await store.bulk([
      { index: { _index: 'strict', _id: '1' } },
      {},
      { update: { _index: 'strict', _id: '1' } },
      { doc: {} },
      { delete: { _index: 'strict', _id: '1' } },
      { index: { _index: 'strict', _id: '2', routing: 'a' } },
      {},
    ]);
    const results = body.items.flatMap((item: object) => Object.values(item));
    expect(results).toMatchObject([
      { status: 400, error: MISSING },
      { status: 400, error: MISSING },
      { status: 400, error: MISSING },
      { status: 201 },
    ]);
    const docs = [{ _id: '1' }, { _id: '1', routing: 'a' }];
    const found = await store.call('POST', '/strict/_mget', { docs });
    expect(found.body.docs).toMatchObject([{ error: MISSING }, { found: true, _routing: 'a' }]);
  });

  it('lets requests by query work, which know the routing of what they find', async () => {
    const query = { match_all: {} };
    await store.call('POST', '/strict/_refresh');
    const updated = await store.call('POST', '/strict/_update_by_query?refresh=true', { query });
    expect(updated.body.failures).toEqual([]);
    const deleted = await store.call('POST', '/strict/_delete_by_query', { query });
    expect(deleted.body.failures).toEqual([]);
    expect(deleted.body.deleted).toBeGreaterThan(0);
  });

  it('is shown in the mapping and cannot be changed', async () => {
    const { strict } = await get('/strict/_mapping');
    expect(strict.mappings._routing).toEqual({ required: true });
    const changed = await put('/strict/_mapping', { _routing: { required: false } });
    expect(changed.status).toBe(400);
    expect(changed.body.error.reason).toBe(
      'Mapper for [_routing] conflicts with existing mapper:\n\tCannot update parameter [required] from [true] to [false]',
    );
    const repeated = { _routing: { required: true }, properties: { more: { type: 'keyword' } } };
    expect((await put('/strict/_mapping', repeated)).status).toBe(200);
    const unknown = await put('/unknown', { mappings: { _routing: { path: 'n' } } });
    expect(unknown.body.error.reason).toContain('unknown parameter [path]');
  });
});

describe('an alias with index_routing', () => {
  beforeAll(async () => {
    await put('/aliased', { aliases: { one: { index_routing: 'x' }, any: {} } });
  });

  it('gives it to what is written through it', async () => {
    await put('/one/_doc/1');
    await put('/one/_doc/2?routing=x');
    await store.bulk([{ index: { _index: 'one', _id: '3' } }, {}]);
    await put('/any/_doc/4?routing=y');
    expect(await routings('aliased')).toEqual({ 1: 'x', 2: 'x', 3: 'x', 4: 'y' });
  });

  it('refuses another one', async () => {
    const reason =
      'Alias [one] has index routing associated with it [x], and was provided with routing value [y], rejecting operation';
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? {} : undefined;
      const { status, body: answer } = await store.call(method, '/one/_doc/1?routing=y', body);
      expect([method, status, answer.error?.reason]).toEqual([method, 400, reason]);
    }
    const { body } = await store.bulk([{ index: { _index: 'one', _id: '1', routing: 'y' } }, {}]);
    expect(body.items[0].index).toMatchObject({ status: 400, error: { reason } });
  });

  it('has one value only', async () => {
    const { status, body } = await put('/aliased/_alias/many', { index_routing: 'a,b' });
    expect(status).toBe(400);
    expect(body.error.reason).toBe(
      'alias [many] has several index routing values associated with it',
    );
  });
});

describe('a data stream', () => {
  it.each([
    [false, 400],
    [true, 201],
  ])('with allow_custom_routing %s answers a routing by %i', async (allowed, status) => {
    const name = `routed-${allowed}`;
    await put(`/_index_template/${name}`, {
      index_patterns: [name],
      data_stream: { allow_custom_routing: allowed },
    });
    const document = { '@timestamp': '2026-11-28T00:00:00Z' };
    const answer = await store.call('POST', `/${name}/_doc?routing=a`, document);
    expect(answer.status).toBe(status);
    expect((await store.call('POST', `/${name}/_doc`, document)).status).toBe(201);
  });
});

it('an index keeps routings when its settings change, and its clone has them', async () => {
  await put('/original/_doc/1?routing=a&refresh=true');
  await put('/original/_settings', { 'index.mapping.total_fields.limit': 50 });
  await put('/original/_settings', { 'index.blocks.write': true });
  await store.call('PUT', '/original/_clone/copy');
  expect(await routings('original')).toEqual({ 1: 'a' });
  expect(await routings('copy')).toEqual({ 1: 'a' });
  expect(await get('/copy/_doc/1')).toMatchObject({ _routing: 'a' });
});

describe('a write that creates a document', () => {
  it('says in the header Location where the document can be had, routing included', async () => {
    const indexed = await put('/placed/_doc/a%2Fb?routing=x%20y');
    expect(indexed.headers.location).toBe('/placed/_doc/a%2Fb?routing=x%20y');
    const upsert = { doc: { n: 1 }, doc_as_upsert: true };
    const updated = await store.call('POST', '/placed/_update/2', upsert);
    expect(updated.headers.location).toBe('/placed/_doc/2');
    const again = await store.call('POST', '/placed/_update/2', { doc: { n: 2 } });
    expect(again.headers).not.toHaveProperty('location');
  });
});
