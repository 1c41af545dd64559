import { afterEach, beforeEach, expect, test } from 'vitest';
import { SearchClient } from './search-client.ts';
import { hitsAnswer, openStandInStore, type StandInStore } from './testing/stand-in-store.ts';

let store: StandInStore;
let client: SearchClient;

beforeEach(async () => {
  store = await openStandInStore();
  client = new SearchClient([store.url]);
});
afterEach(async () => {
  client.close();
  await store.close();
});

test('a search posts its body to the index expression and gives the hits', async () => {
  store.answerWith(() => ({ body: hitsAnswer([{ message: 'ahoy' }]) }));
  const { hits } = await client.search('logs-*,-logs-docker.event-*', { size: 1 });
  expect(hits.hits[0]?._source).toEqual({ message: 'ahoy' });
  expect(store.requests).toEqual([
    {
      method: 'POST',
      path: '/logs-*%2C-logs-docker.event-*/_search',
      body: '{"size":1}',
    },
  ]);
});

test('a search for all refuses a part', async () => {
  store.answerWith(() => ({ body: hitsAnswer([]) }));
  await client.searchWhole('logs-*', {});
  expect(store.requests[0]?.path).toBe('/logs-*/_search?allow_partial_search_results=false');
});

test('several searches are one request, and their answers keep the order', async () => {
  store.answerWith(() => ({
    body: { responses: [hitsAnswer([{ n: 1 }]), hitsAnswer([{ n: 2 }])] },
  }));
  const answers = await client.msearch([
    { index: 'a', body: { size: 1 } },
    { index: 'b', body: { size: 2 } },
  ]);
  expect(answers.map(({ hits }) => hits.hits[0]?._source)).toEqual([{ n: 1 }, { n: 2 }]);
  expect(store.requests[0]?.body).toBe('{"index":"a"}\n{"size":1}\n{"index":"b"}\n{"size":2}\n');
});

test('one failed search of several is an error with its reason, not a missing answer', async () => {
  const error = { type: 'query_shard_exception', reason: 'Failed to parse query [a:(]' };
  store.answerWith(() => ({
    body: {
      responses: [hitsAnswer([]), { error: { root_cause: [error], ...error }, status: 400 }],
    },
  }));
  const searches = [
    { index: 'a', body: {} },
    { index: 'b', body: {} },
  ];
  await expect(client.msearch(searches)).rejects.toMatchObject({
    type: 'query_shard_exception',
    status: 400,
    message: 'Failed to parse query [a:(]',
  });
});

test('a search whose indices are being recovered does not take the others with it, and says what it lacks', async () => {
  const error = { type: 'no_shard_available_action_exception', reason: 'is being recovered' };
  store.answerWith(() => ({
    body: {
      responses: [
        hitsAnswer([{ n: 1 }]),
        { error: { root_cause: [error], reason: 'all shards failed' }, status: 503 },
      ],
    },
  }));
  const answers = await client.msearch([
    { index: 'a', body: {} },
    { index: 'b', body: {} },
  ]);
  expect(answers.map(({ hits }) => hits.hits.length)).toEqual([1, 0]);
  expect(answers[1]?._shards).toEqual({ failures: [{ reason: error }] });
});

test('the innermost reason of an error is told, since "all shards failed" helps nobody', async () => {
  store.answerWith(() => ({
    status: 400,
    body: {
      error: {
        root_cause: [{ type: 'parsing_exception', reason: 'unknown query [x]' }],
        type: 'search_phase_execution_exception',
        reason: 'all shards failed',
      },
      status: 400,
    },
  }));
  await expect(client.search('a', {})).rejects.toMatchObject({
    type: 'parsing_exception',
    status: 400,
    message: 'unknown query [x]',
  });
});

test('a store that is down is a 503 that names its address and the cause', async () => {
  await store.close();
  await expect(client.search('a', {})).rejects.toMatchObject({
    status: 503,
    message: expect.stringMatching(/^the store at http:\/\/127\.0\.0\.1:\d+ .*ECONNREFUSED/),
  });
});

test('a connection that is cut in the middle of an answer is an error, not half an answer', async () => {
  store.answerWith(() => 'cut');
  await expect(client.search('a', {})).rejects.toMatchObject({ status: 503 });
});

test('a kept connection that was closed meanwhile costs nothing, a new one that is closed is an error', async () => {
  const answers = ['ok', 'reset', 'ok'];
  store.answerWith(() =>
    answers.shift() === 'reset' ? 'reset' : { body: { count: store.requests.length } },
  );
  expect(await client.count('a', {})).toBe(1);
  expect(await client.count('a', {})).toBe(3);
  store.answerWith(() => 'reset');
  const fresh = new SearchClient([store.url]);
  await expect(fresh.count('a', {})).rejects.toMatchObject({ status: 503 });
  fresh.close();
});

test('what is no store is an error that shows the beginning of what it said', async () => {
  store.answerWith(() => ({ status: 200, body: '<html>login</html>' }));
  await expect(client.search('a', {})).rejects.toThrow(/answered 200 .*<html>login/);
});

test('a request that the caller gives up ends at once', async () => {
  store.answerWith(() => 'hang');
  const caller = new AbortController();
  const search = client.search('a', {}, caller.signal);
  setTimeout(() => caller.abort(), 20);
  await expect(search).rejects.toThrow('given up');
});

test('when a node cannot be reached the next one is asked, and stays the first choice', async () => {
  const down = await openStandInStore();
  await down.close();
  const both = new SearchClient([down.url, store.url]);
  store.answerWith(() => ({ body: { version: { number: '8.18.0' } } }));
  expect(await both.info()).toEqual({ version: '8.18.0' });
  expect(await both.info()).toEqual({ version: '8.18.0' });
  expect(store.requests).toHaveLength(2);
  both.close();
});

test('an address that is none is refused with the name of the setting', () => {
  expect(() => new SearchClient(['http://'])).toThrow(/\[elasticsearch\.hosts\] has \[http:\/\/\]/);
});

test('the path of an address comes before the path of the request, and credentials are sent', async () => {
  const behind = new SearchClient([`${store.url.replace('//', '//ann:s%20t@')}/es/`]);
  store.answerWith(() => ({ body: { count: 7 } }));
  expect(await behind.count('a', { match_all: {} })).toBe(7);
  expect(store.requests[0]?.path).toBe('/es/a/_count');
  behind.close();
});

test('the results of created documents tell those that were there already', async () => {
  store.answerWith(() => ({
    body: {
      errors: true,
      items: [
        { create: { status: 201 } },
        {
          create: { status: 409, error: { type: 'version_conflict_engine_exception', reason: '' } },
        },
      ],
    },
  }));
  const results = await client.create([
    { index: 's', id: '1', source: { a: 1 } },
    { index: 's', id: '2', source: { a: 2 } },
  ]);
  expect(results.map(({ status }) => status)).toEqual([201, 409]);
  expect(store.requests[0]?.body).toBe(
    '{"create":{"_index":"s","_id":"1"}}\n{"a":1}\n{"create":{"_index":"s","_id":"2"}}\n{"a":2}\n',
  );
});
