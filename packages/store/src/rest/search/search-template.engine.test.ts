import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../testing.ts';

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await store.bulk(
    ['a', 'b', 'c'].flatMap((name, i) => [
      { index: { _index: 'things', _id: name } },
      { name, n: i },
    ]),
    '?refresh=true',
  );
});
afterAll(async () => {
  await store.close();
});

const render = async (source: unknown, params: unknown) =>
  (await store.call('POST', '/_render/template', { source, params })).body;

describe('a template is filled in', () => {
  it.each([
    ['{"q":"{{x}}"}', { x: 'a "b"\n\\' }, { q: 'a "b"\n\\' }],
    ['{"n":{{x}}}', { x: 3 }, { n: 3 }],
    ['{"n":{{list.1}},"of":{{list.size}}}', { list: [4, 5] }, { n: 5, of: 2 }],
    ['{"l":{{#toJson}}x{{/toJson}}}', { x: [1, { a: 'é' }] }, { l: [1, { a: 'é' }] }],
    ['{"j":"{{#join}}x.y{{/join}}"}', { x: { y: ['a', 'b'] } }, { j: 'a,b' }],
    [`{"j":"{{#join delimiter='||'}}x{{/join delimiter='||'}}"}`, { x: [1, 2] }, { j: '1||2' }],
    ['{"u":"{{#url}}{{h}}/a b?{{/url}}"}', { h: 'http://x' }, { u: 'http%3A%2F%2Fx%2Fa+b%3F' }],
    ['{"a":[{{#l}}"{{.}}",{{/l}}0]}', { l: ['x', 'y'] }, { a: ['x', 'y', 0] }],
    ['{"s":"{{x}}{{^x}}none{{/x}}"}', {}, { s: 'none' }],
    [{ query: { term: { name: '{{x}}' } } }, { x: 'b' }, { query: { term: { name: 'b' } } }],
  ])('%j with %j', async (source, params, expected) => {
    expect(await render(source, params)).toEqual({ template_output: expected });
  });

  it('keeps numbers that JavaScript has not', async () => {
    const body = '{"source":"{\\"n\\":{{n}}}","params":{"n":9007199254740993}}';
    const { raw } = await store.call('POST', '/_render/template', body);
    expect(String(raw)).toBe('{"template_output":{"n":9007199254740993}}');
  });

  it('says what is wrong with it', async () => {
    const missing = await store.call('POST', '/_render/template', {});
    expect(missing.body.error.reason).toContain('template is missing');
    const broken = await store.call('POST', '/_render/template', { source: '{"a":"{{#x}}"}' });
    expect(broken.status).toBe(400);
    expect(broken.body.error.reason).toContain('cannot be read');
    const endless = { l: Array.from({ length: 200 }, () => '') };
    const nested = await store.call('POST', '/_render/template', {
      source: '{{#l}}{{#l}}{{#l}}{{#l}}{{.}}{{/l}}{{/l}}{{/l}}{{/l}}',
      params: endless,
    });
    expect(nested.body.error.reason).toContain('takes more than 1000000 steps');
  });
});

describe('a stored template', () => {
  beforeAll(async () => {
    const script = { lang: 'mustache', source: { query: { term: { name: '{{name}}' } } } };
    const put = await store.call('PUT', '/_scripts/by-name', { script });
    expect(put.status).toBe(200);
  });

  it('is rendered, searched, and searched several at once', async () => {
    const params = { name: 'b' };
    const rendered = await store.call('GET', '/_render/template/by-name', { params });
    expect(rendered.body.template_output).toEqual({ query: { term: { name: 'b' } } });
    const found = await store.call('POST', '/things/_search/template?rest_total_hits_as_int=true', {
      id: 'by-name',
      params,
      explain: true,
    });
    expect(found.body.hits).toMatchObject({ total: 1, hits: [{ _id: 'b', _explanation: {} }] });
    const lines = [
      { index: 'things' },
      { id: 'by-name', params },
      { index: 'things' },
      { id: 'gone' },
      {},
      { source: '{"query":{"range":{"n":{"gte":{{n}}}}}}', params: { n: 1 } },
    ];
    const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    const { body } = await store.call('POST', '/_msearch/template', text);
    expect(body.responses).toMatchObject([
      { status: 200, hits: { total: { value: 1 } } },
      { status: 404, error: { type: 'resource_not_found_exception' } },
      { status: 200, hits: { total: { value: 2 } } },
    ]);
  });

  it('is no script, and a script no template', async () => {
    await store.call('PUT', '/_scripts/script', { script: { lang: 'painless', source: '1' } });
    const answer = await store.call('POST', '/_search/template', { id: 'script' });
    expect(answer.body.error.reason).toContain('not a template');
    const shown = await store.call('GET', '/_scripts/by-name');
    expect(shown.body.script.lang).toBe('mustache');
  });
});
