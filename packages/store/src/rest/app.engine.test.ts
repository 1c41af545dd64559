import { once } from 'node:events';
import { connect } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { decode, encode } from 'cborg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, TEST_CONTENT_BYTES_MAX, type TestStore } from './testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store.close());

test('every answer says that it is from Elasticsearch, errors too', async () => {
  for (const url of ['/', '/_nothing', '/missing', '/?foo']) {
    const { headers } = await store.call('GET', url);
    expect(headers['x-elastic-product']).toBe('Elasticsearch');
  }
});

test('GET / names a version of 8, and HEAD / has no body', async () => {
  const { body } = await store.call('GET', '/');
  expect(body).toMatchObject({
    cluster_name: 'longshore',
    tagline: 'You Know, for Search',
    version: { number: expect.stringMatching(/^8\./), build_flavor: 'default' },
  });
  expect(body.cluster_uuid).toMatch(/^[\w-]{22}$/);
  const head = await store.call('HEAD', '/');
  expect([head.status, head.text]).toEqual([200, '']);
});

test.each([
  ['a foreign name in Host, as after DNS rebinding', { host: 'evil.example:9200' }],
  ['a foreign Origin', { origin: 'http://evil.example' }],
  ['a request of another site', { 'sec-fetch-site': 'cross-site' }],
  ['a link on another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
])('%s is refused, for reading and for writing', async (_name, headers) => {
  for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
    const answer = await store.call(method, '/guarded', undefined, headers);
    expect(answer.status).toBe(403);
    expect(answer.body.error.type).toBe('security_exception');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
  expect((await store.call('HEAD', '/guarded')).status).toBe(404);
});

test('a path that we do not have is 400, and a method that a path does not have is 405', async () => {
  expect((await store.call('GET', '/_nothing?x=1')).body).toEqual({
    error: 'no handler found for uri [/_nothing?x=1] and method [GET]',
    status: 400,
  });
  const wrong = await store.call('DELETE', '/_cat/indices');
  expect(wrong.status).toBe(405);
  expect(wrong.headers.allow).toBe('GET');
  expect(wrong.body.error).toBe(
    'Incorrect HTTP method for uri [/_cat/indices] and method [DELETE], allowed: [GET]',
  );
});

test('a query parameter that we do not know is refused, with the nearest one we do', async () => {
  const { status, body } = await store.call('GET', '/_cluster/health?levle=indices');
  expect(status).toBe(400);
  expect(body.error).toMatchObject({
    type: 'illegal_argument_exception',
    reason:
      'request [/_cluster/health] contains unrecognized parameter: [levle] -> did you mean [level]?',
  });
});

test('answers are compact, and pretty when asked', async () => {
  expect((await store.call('GET', '/_ilm/policy')).text).toBe('{}');
  const { text } = await store.call('GET', '/_cluster/health?pretty&filter_path=status,timed_out');
  expect(text).toBe('{\n  "status" : "green",\n  "timed_out" : false\n}\n');
});

test('filter_path keeps and drops, in errors too', async () => {
  const { body } = await store.call('GET', '/nix?filter_path=error.type,-error.root_cause');
  expect(body).toEqual({ error: { type: 'index_not_found_exception' } });
});

test('X-Opaque-Id comes back', async () => {
  const { headers } = await store.call('GET', '/', undefined, { 'x-opaque-id': 'job 7' });
  expect(headers['x-opaque-id']).toBe('job 7');
});

test.each([
  'application/json; charset=UTF-8',
  'application/x-ndjson',
  'application/vnd.elasticsearch+json; compatible-with=8',
  'application/vnd.elasticsearch+x-ndjson; compatible-with=9',
  'application/vnd.opensearch+json; compatible-with=7',
])('a body of type %s is read', async (type) => {
  const { status } = await store.call('PUT', '/types/_doc/1', '{"a":1}', { 'content-type': type });
  expect(status).toBeLessThan(202);
});

test('a body of another type is 406', async () => {
  const { status, body } = await store.call('PUT', '/types/_doc/1', '{}', {
    'content-type': 'text/html',
  });
  expect(status).toBe(406);
  expect(body).toEqual({ error: 'Content-Type header [text/html] is not supported', status: 406 });
});

test('answers are YAML and CBOR when asked, errors too, and JSON beside lists of types', async () => {
  const header = await store.call('GET', '/_cluster/health?filter_path=timed_out', undefined, {
    accept: 'application/yaml',
  });
  expect(header.headers['content-type']).toBe('application/yaml');
  expect(header.text).toBe('---\ntimed_out: false\n');
  const missing = await store.call('GET', '/nix?format=yaml&filter_path=status');
  expect([missing.status, missing.text]).toEqual([404, '---\nstatus: 404\n']);
  const cbor = await store.call('GET', '/_cluster/health?format=cbor&filter_path=timed_out');
  expect(cbor.headers['content-type']).toBe('application/cbor');
  expect(decode(cbor.raw)).toEqual({ timed_out: false });
  const head = await store.call('HEAD', '/?format=yaml');
  expect([head.headers['content-type'], head.text]).toEqual(['application/yaml', '']);
  const browser = { accept: 'text/html,application/yaml' };
  expect((await store.call('GET', '/', undefined, browser)).body.tagline).toContain('You Know');
});

test('tables are objects where the format says so; programs that accept JSON with each request get text', async () => {
  const url = '/_cat/health?h=cluster';
  expect((await store.call('GET', url)).text).toBe('longshore\n');
  for (const accept of ['*/*', 'text/plain', 'application/json, text/plain', 'application/json']) {
    expect((await store.call('GET', url, undefined, { accept })).text).toBe('longshore\n');
  }
  expect((await store.call('GET', `${url}&format=json`)).body).toEqual([{ cluster: 'longshore' }]);
  const yaml = await store.call('GET', url, undefined, { accept: 'application/yaml' });
  expect(yaml.text).toBe('---\n- cluster: "longshore"\n');
  expect((await store.call('GET', `${url}&format=yaml`)).text).toBe(
    '---\n- cluster: "longshore"\n',
  );
});

test('a format that cannot be written is refused in JSON', async () => {
  const format = await store.call('GET', '/?format=smile');
  expect(format).toMatchObject({ status: 400, body: { error: { type: expect.any(String) } } });
  const header = await store.call('GET', '/', undefined, { accept: 'application/smile' });
  expect(header.status).toBe(406);
  expect(header.body.error).toBe('Accept header [application/smile] is not supported');
});

test('bodies in YAML and CBOR are read, but no lines of them', async () => {
  const yaml = await store.call('PUT', '/types/_doc/yaml', 'a: 1\nlist: [1.0]\n', {
    'content-type': 'application/yaml',
  });
  expect(yaml.status).toBe(201);
  expect((await store.call('GET', '/types/_source/yaml')).text).toBe('{"a":1,"list":[1.0]}');
  const cbor = await store.call('PUT', '/types/_doc/cbor', Buffer.from(encode({ a: 2 })), {
    'content-type': 'application/cbor',
  });
  expect(cbor.status).toBe(201);
  expect((await store.call('GET', '/types/_source/cbor')).text).toBe('{"a":2}');
  const bulk = await store.call('POST', '/_bulk', 'index: {}\n', {
    'content-type': 'application/yaml',
  });
  expect(bulk).toMatchObject({
    status: 406,
    body: { error: 'Content-Type header [application/yaml] is not supported' },
  });
});

test('a body on GET is read', async () => {
  await store.call('PUT', '/types/_doc/get', { a: 1 });
  const { body } = await store.call('GET', '/types/_mget', { ids: ['get'] });
  expect(body.docs[0]).toMatchObject({ found: true, _source: { a: 1 } });
});

test('compressed requests are read, and answers are compressed when asked', async () => {
  const source = JSON.stringify({ text: 'x'.repeat(2000) });
  const put = await store.call('PUT', '/zip/_doc/1', gzipSync(source), {
    'content-encoding': 'gzip',
  });
  expect(put.status).toBe(201);
  const get = await store.call('GET', '/zip/_source/1', undefined, { 'accept-encoding': 'gzip' });
  expect(get.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(get.raw).toString()).toBe(source);
});

test('what is no gzip is refused with the reason', async () => {
  const { status, body } = await store.call('PUT', '/zip/_doc/2', 'not gzip', {
    'content-encoding': 'gzip',
  });
  expect(status).toBe(400);
  expect(body.error.reason).toContain('the request body could not be read: incorrect header check');
});

test('a body that is too large is 413, also when it is so only after decompression', async () => {
  const large = Buffer.alloc(TEST_CONTENT_BYTES_MAX + 1, ' ');
  for (const [body, headers] of [
    [large, {}],
    [gzipSync(large), { 'content-encoding': 'gzip' }],
  ] as const) {
    const answer = await store.call('POST', '/_bulk', body, headers);
    expect(answer.status).toBe(413);
    expect(answer.body.error.reason).toContain('[http.max_content_length]');
  }
});

test('a client that sends 200 MB gets to read the 413, and the next one is served', async () => {
  await store.app.listen({ host: '127.0.0.1', port: 0 });
  const address = store.app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.write(
    'POST /_bulk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n',
  );
  const piece = Buffer.alloc(1024 * 1024, 'x');
  for (let i = 0; i < 200; i += 1) {
    socket.write('100000\r\n');
    socket.write(piece);
    if (!socket.write('\r\n')) {
      await once(socket, 'drain');
    }
  }
  socket.write('0\r\n\r\n');
  await once(socket, 'close');
  expect(answer).toContain('HTTP/1.1 413');
  expect(answer).toContain('content_too_long_exception');
  const next = await fetch(`http://127.0.0.1:${port}/`);
  expect(next.status).toBe(200);
});

test('a path that cannot be decoded, and a parameter that is given twice, are answered as errors', async () => {
  const path = await store.call('GET', '/%zz?error_trace=true');
  expect(path.status).toBe(400);
  expect(path.body.error.type).toBe('illegal_argument_exception');
  const twice = await store.call('GET', '/_search?filter_path=a&filter_path=error.type&nope');
  expect(twice.body).toEqual({ error: { type: 'illegal_argument_exception' } });
});

test('what is no HTTP, or has endless headers, is answered in the usual form', async () => {
  const address = store.app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const ask = async (text: string) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.write(text);
    await once(socket, 'close');
    return answer;
  };
  expect(await ask('HELLO\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"illegal_argument_exception"/s);
  const long = `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(40_000)}\r\n\r\n`;
  expect(await ask(long)).toMatch(/^HTTP\/1\.1 400 .*too_long_http_header_exception/s);
});

test('JSON that is nested too deep is refused by every reader of bodies', async () => {
  const deep = Buffer.from(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
  for (const [method, url] of [
    ['POST', '/_search'],
    ['PUT', '/deep'],
    ['POST', '/deep/_doc'],
  ] as const) {
    const answer = await store.call(method, url, deep);
    expect(answer.status).toBe(400);
    expect(answer.body.error.reason).toContain('nesting depth');
  }
});
