import { afterAll, expect, test } from 'vitest';
import {
  callJson,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';

const folder = temporaryFolder('ism-kill');
let store: LongshoreProcess | undefined;
afterAll(async () => {
  await store?.end('SIGKILL');
  folder.remove();
});

const start = async (): Promise<string> => {
  const settings = { 'path.data': folder.path, 'path.logs': folder.path, 'http.port': 0 };
  store = await startLongshore('store', settings);
  return store.addresses[0] ?? '';
};

test('policies, and where indices are in them, are there after kill -9', async () => {
  const first = await start();
  const policy = {
    description: 'd',
    default_state: 'hot',
    states: [{ name: 'hot', actions: [{ rollover: { min_doc_count: 9 } }] }, { name: 'warm' }],
    ism_template: { index_patterns: ['kept-*'] },
  };
  await callJson(`${first}/_plugins/_ism/policies/p`, { policy }, 'PUT');
  await callJson(`${first}/kept-1`, {}, 'PUT');
  await callJson(`${first}/kept-2`, {}, 'PUT');
  const change = { policy_id: 'p', state: 'warm' };
  await callJson(`${first}/_plugins/_ism/change_policy/kept-2`, change);
  const state = async (address: string) => [
    await callJson(`${address}/_plugins/_ism/policies`),
    await callJson(`${address}/_plugins/_ism/explain/kept-*?show_policy=true`),
  ];
  const before = await state(first);
  await store?.end('SIGKILL');
  const after = await state(await start());
  expect(after).toEqual(before);
  expect(after[1]).toMatchObject({
    'kept-1': { state: { name: 'hot' } },
    'kept-2': { state: { name: 'warm' } },
    total_managed_indices: 2,
  });
});
