import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
import { readScenarios, runScenario } from '../rest/scenario.ts';
import { callJson, startStore, type TestStore } from '../support/longshore.ts';

const SCENARIOS = fileURLToPath(new URL('../rest/', import.meta.url));

interface IsmPolicies {
  readonly policies: readonly { readonly _id: string }[];
}

let store: TestStore;
let url: string;

beforeAll(async () => {
  store = await startStore('rest');
  url = store.url;
});
afterAll(() => store?.stop());
beforeEach(async () => {
  await fetch(`${url}/_data_stream/*`, { method: 'DELETE' });
  await fetch(`${url}/_all`, { method: 'DELETE' });
  await fetch(`${url}/_index_template/*`, { method: 'DELETE' });
  const { policies } = await callJson<IsmPolicies>(`${url}/_plugins/_ism/policies`);
  for (const { _id } of policies) {
    await fetch(`${url}/_plugins/_ism/policies/${_id}`, { method: 'DELETE' });
  }
});

for (const file of readdirSync(SCENARIOS).filter((name) => name.endsWith('.yml'))) {
  describe(file, () => {
    for (const scenario of readScenarios(SCENARIOS + file)) {
      test(scenario.name, () => runScenario(url, scenario));
    }
  });
}
