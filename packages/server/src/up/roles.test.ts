import { loadSettings } from '@longshore/common/settings/load';
import { expect, test } from 'vitest';
import { addedSettings, rolesOf } from './roles.ts';

const load = (...overrides: string[]) => loadSettings({ files: [], overrides, env: {} });
const storeAddress = 'http://127.0.0.1:40001';

function added(name: string, overrides: string[], ownAddress?: string) {
  const settings = load(...overrides);
  const role = rolesOf(settings).find((candidate) => candidate.name === name);
  return role && addedSettings(role, settings, { storeAddress, ownAddress });
}

test('the store starts first, and the agent only when it is wanted', () => {
  const names = (...overrides: string[]) => rolesOf(load(...overrides)).map(({ name }) => name);
  expect(names()).toEqual(['store', 'server', 'agent']);
  expect(names('agent.enabled=false')).toEqual(['store', 'server']);
});

test('server and agent are told where the own store is, unless another one is set', () => {
  expect(added('server', [])).toEqual(['-E', `elasticsearch.hosts=${storeAddress}`]);
  expect(added('agent', [])).toEqual(['-E', `output.elasticsearch.hosts=${storeAddress}`]);
  expect(added('server', ['elasticsearch.hosts=http://cluster:9200'])).toEqual([]);
});

test('a port that was chosen freely stays the same after a restart', () => {
  expect(added('store', ['http.port=0'])).toEqual([]);
  expect(added('store', ['http.port=0'], storeAddress)).toEqual(['-E', 'http.port=40001']);
  expect(added('store', ['http.port=9201'], 'http://127.0.0.1:9201')).toEqual([]);
});
