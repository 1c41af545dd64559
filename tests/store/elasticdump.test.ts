import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callJson, startStore, type TestStore, temporaryFolder } from '../support/longshore.ts';

// The program that people move indices with, from npm.

const DOCUMENTS = 250;
const PAGE = 100;
const require = createRequire(import.meta.url);
const ELASTICDUMP = require.resolve('elasticdump/bin/elasticdump');
const run = promisify(execFile);

const folder = temporaryFolder('elasticdump');
let store: TestStore;

beforeAll(async () => {
  store = await startStore('elasticdump-store');
});
afterAll(async () => {
  await store?.stop();
  folder.remove();
});

/** Copies mapping or documents from one place to another, each a file or an index. */
async function dump(type: 'mapping' | 'data', input: string, output: string): Promise<void> {
  const what = [`--type=${type}`, `--limit=${PAGE}`, '--quiet'];
  await run(process.execPath, [ELASTICDUMP, `--input=${input}`, `--output=${output}`, ...what]);
}

test('elasticdump dumps an index to files and loads it as another', async () => {
  const { url } = store;
  const mappings = { properties: { name: { type: 'keyword' }, n: { type: 'integer' } } };
  await callJson(`${url}/ships`, { mappings }, 'PUT');
  const lines = Array.from({ length: DOCUMENTS }, (_, n) => [
    JSON.stringify({ index: { _index: 'ships', _id: `s${n}` } }),
    JSON.stringify({ n, name: `ship ${n}` }),
  ]).flat();
  await fetch(`${url}/_bulk?refresh=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${lines.join('\n')}\n`,
  });
  for (const type of ['mapping', 'data'] as const) {
    const file = join(folder.path, `${type}.json`);
    await dump(type, `${url}/ships`, file);
    await dump(type, file, `${url}/copy`);
  }
  await callJson(`${url}/copy/_refresh`, undefined, 'POST');
  const copied = await callJson<object>(`${url}/copy/_mapping`);
  expect(copied).toMatchObject({ copy: { mappings } });
  const { count } = await callJson<{ count: number }>(`${url}/copy/_count`);
  expect(count).toBe(DOCUMENTS);
  const { _source } = await callJson<{ _source: object }>(`${url}/copy/_doc/s17`);
  expect(_source).toEqual({ n: 17, name: 'ship 17' });
});
