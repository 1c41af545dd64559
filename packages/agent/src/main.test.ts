import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '@longshore/common/settings/load';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from './main.ts';
import { type StandInStore, startStandInStore } from './outputs/elasticsearch/stand-in-store.ts';

let folder: string;
let store: StandInStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'longshore-agent-'));
  store = await startStandInStore();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const settings = (...overrides: string[]) =>
  loadSettings({
    files: [],
    overrides: [
      `path.data=${folder}`,
      `docker.host=unix://${folder}/no-docker.sock`,
      `output.elasticsearch.hosts=${store.url}`,
      'logging.level=silent',
      ...overrides,
    ],
    env: {},
  });

const received = (index: string) => store.accepted.filter((item) => item.index === index);

test('without a Docker Engine the host is measured, and the data says what is missing', async () => {
  const agent = await run(settings());
  await expect
    .poll(() => received('metrics-system.cpu-default').length, { timeout: 15_000 })
    .toBeGreaterThan(0);
  await expect
    .poll(() => received('metrics-docker.container-default')[0]?.source, { timeout: 15_000 })
    .toMatchObject({ error: { type: 'missing' } });
  await agent.stop();
  expect(received('metrics-system.cpu-default')[0]?.source).toMatchObject({
    agent: { type: 'metricbeat', version: expect.any(String) },
    event: { module: 'system', dataset: 'system.cpu' },
    host: { name: expect.any(String) },
  });
}, 40_000);

test('starts and stops when nothing is there, twice in a row, and stop may be called again', async () => {
  await store.close();
  const first = await run(settings());
  await Promise.all([first.stop(), first.stop()]);
  const path = join(folder, 'agent', 'meta.json');
  const id = readFileSync(path, 'utf8');
  const second = await run(settings('docker.enabled=false'));
  await second.stop();
  await second.stop();
  expect(readFileSync(path, 'utf8')).toBe(id);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  store = await startStandInStore();
}, 40_000);

test('a host that is no address is refused before anything starts', async () => {
  await expect(run(settings('output.elasticsearch.hosts=ftp://somewhere'))).rejects.toThrow(
    '[output.elasticsearch.hosts] has [ftp://somewhere]; give http://host:port or host:port',
  );
});
