import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
import { readScenarios, runScenario } from '../rest/scenario.ts';
import { type LongshoreProcess, startLongshore, temporaryFolder } from '../support/longshore.ts';

const SCENARIOS = fileURLToPath(new URL('../rest/', import.meta.url));

const folder = temporaryFolder('rest');
let store: LongshoreProcess;
let url: string;

beforeAll(async () => {
  store = await startLongshore('store', {
    'path.data': folder.path,
    'path.logs': folder.path,
    'http.port': 0,
  });
  url = store.addresses[0] ?? '';
});
afterAll(async () => {
  await store?.end('SIGTERM');
  folder.remove();
});
beforeEach(async () => {
  await fetch(`${url}/_data_stream/*`, { method: 'DELETE' });
  await fetch(`${url}/_all`, { method: 'DELETE' });
  await fetch(`${url}/_index_template/*`, { method: 'DELETE' });
});

for (const file of readdirSync(SCENARIOS).filter((name) => name.endsWith('.yml'))) {
  describe(file, () => {
    for (const scenario of readScenarios(SCENARIOS + file)) {
      test(scenario.name, () => runScenario(url, scenario));
    }
  });
}
