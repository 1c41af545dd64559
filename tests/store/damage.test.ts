import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  callJson,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';

const folder = temporaryFolder('damage');
const SETTINGS = { 'path.data': folder.path, 'path.logs': folder.path, 'http.port': 0 };
let store: LongshoreProcess;

beforeAll(async () => {
  store = await startLongshore('store', SETTINGS);
});
afterAll(async () => {
  await store?.end('SIGKILL');
  folder.remove();
});

const url = (path: string) => `${store.addresses[0]}${path}`;

async function restart(signal: 'SIGKILL' | 'SIGTERM', whileDown: () => void = () => {}) {
  await store.end(signal);
  whileDown();
  store = await startLongshore('store', SETTINGS);
}

/** An index that keeps what it gets in the translog until it is refreshed. */
async function make(index: string, documents: number): Promise<void> {
  const settings = { refresh_interval: '-1', number_of_replicas: 0 };
  await callJson(url(`/${index}`), { settings }, 'PUT');
  for (let n = 0; n < documents; n += 1) {
    await callJson(url(`/${index}/_doc/${n}`), { marker: `${index}-${n}` });
  }
}

async function count(index: string): Promise<number> {
  await callJson(url(`/${index}/_refresh`), {});
  return (await callJson<{ count: number }>(url(`/${index}/_count`))).count;
}

async function health(index: string) {
  const { indices } = await callJson<{
    indices: Record<string, { status: string; missing_data?: string[] }>;
  }>(url('/_cluster/health?level=indices'));
  return indices[index];
}

/** The file with the columns of the only part of an index. */
async function dataOf(index: string): Promise<string> {
  const { indices } = await callJson<{ indices: Record<string, { uuid: string }> }>(
    url(`/${index}/_stats`),
  );
  const table = `i_${Buffer.from(indices[index]?.uuid ?? '', 'base64url').toString('hex')}`;
  const [path = ''] = globSync(`store/engine/data/ls/${table}/*/data.bin`, {
    cwd: folder.path,
    absolute: true,
    followSymbolicLinks: true,
  });
  return path;
}

const accept = (index: string) =>
  callJson(url('/_cluster/reroute'), {
    commands: [
      { allocate_stale_primary: { index, shard: 0, node: 'any', accept_data_loss: true } },
    ],
  });

test('a damaged translog: good indices are whole, the damaged one is red and names what is missing, until it is accepted', async () => {
  await make('good', 3);
  await make('bad', 3);
  await restart('SIGKILL', () => {
    const [path = ''] = globSync('store/translog/*.log', { cwd: folder.path, absolute: true });
    const bytes = readFileSync(path);
    const at = bytes.indexOf('bad-1');
    bytes.writeUInt8(0x58, at);
    writeFileSync(path, bytes);
  });
  expect(await count('good')).toBe(3);
  expect(await count('bad')).toBe(2);
  expect(await health('good')).toMatchObject({ status: 'green' });
  const missing =
    /sequence number 1 cannot be read: the translog file \[.+\] is damaged at offset \d+/;
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    expect(await health('bad')).toMatchObject({
      status: 'red',
      missing_data: [expect.stringMatching(missing)],
    });
    await restart(signal);
  }
  const table = await (await fetch(url('/_cat/indices/bad?h=health,index'))).text();
  expect(table).toMatch(/^red +bad/);
  expect(globSync('store/translog/damaged/*', { cwd: folder.path })).toHaveLength(1);
  await accept('bad');
  expect(await health('bad')).not.toHaveProperty('missing_data');
  await restart('SIGTERM');
  expect(await health('bad')).toMatchObject({ status: 'green' });
});

test('a part of which a file was cut off: the engine goes on without it, and the index is red and names it', async () => {
  await make('parted', 3);
  expect(await count('parted')).toBe(3);
  const data = await dataOf('parted');
  await restart('SIGTERM', () => {
    truncateSync(data, 10);
  });
  expect(await health('parted')).toMatchObject({
    status: 'red',
    missing_data: [expect.stringMatching(/documents of .+ the part \[.+\] aside/)],
  });
  expect(store.output()).toContain('data of an index is missing');
  await accept('parted');
  await restart('SIGTERM');
  expect(await health('parted')).toMatchObject({ status: 'green' });
});

test('a part whose file is damaged while the store runs: the search that meets it says so, and the index is red', async () => {
  await make('running', 3);
  expect(await count('running')).toBe(3);
  truncateSync(await dataOf('running'), 10);
  const reply = await fetch(url('/running/_search?q=marker:running'));
  expect(reply.status).toBe(503);
  expect(await reply.text()).toContain('cannot be read');
  const missing = /documents of .+ cannot be read: files of the part \[.+\] in \[.+\] are damaged/;
  expect(await health('running')).toMatchObject({
    status: 'red',
    missing_data: [expect.stringMatching(missing)],
  });
  expect((await fetch(url('/good/_search'))).status).toBe(200);
  await accept('running');
  expect(await health('running')).toMatchObject({ status: 'green' });
});
