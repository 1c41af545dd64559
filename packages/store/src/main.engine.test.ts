import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '@longshore/common/settings/catalogue';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './main.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-main-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface NodesAnswer {
  readonly nodes: Readonly<Record<string, { http: { publish_address: string } }>>;
}

const settings = (more: Partial<Settings> = {}) =>
  ({
    'path.data': folder,
    'logging.level': 'silent',
    'cluster.name': 'longshore',
    'http.host': '127.0.0.1',
    'http.port': 0,
    'http.max_content_length': 1024 * 1024,
    'store.engine.memory': 400 * 1024 * 1024,
    'reindex.remote.whitelist': [],
    ...more,
  }) as Settings;

test('a store that was stopped finds everything again, and may be stopped twice', async () => {
  const first = await run(settings());
  const put = await fetch(`${first.addresses[0]}/ships/_doc/1`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"Halcyon"}',
  });
  expect(put.status).toBe(201);
  await Promise.all([first.stop(), first.stop()]);
  const second = await run(settings());
  const got = await fetch(`${second.addresses[0]}/ships/_source/1`);
  expect(await got.text()).toBe('{"name":"Halcyon"}');
  const reply = await fetch(`${second.addresses[0]}/_nodes/http`);
  const { nodes } = (await reply.json()) as NodesAnswer;
  const [node] = Object.values(nodes);
  expect(`http://${node?.http.publish_address}`).toBe(second.addresses[0]);
  await second.stop();
});

test('an address that others can reach is refused, with the setting and the way out', async () => {
  await expect(run(settings({ 'http.host': '0.0.0.0' }))).rejects.toThrow(
    /\[http\.host\] is \[0\.0\.0\.0\].*authentication/,
  );
});

test('a port that is taken is an error that names the setting', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(run(settings({ 'http.port': port }))).rejects.toThrow(
    new RegExp(`port ${port} .*\\[http\\.port\\] is taken`),
  );
  other.close();
});
