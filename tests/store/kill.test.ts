import { afterAll, expect, test } from 'vitest';
import {
  callJson,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';
import { NumberedDocuments } from '../support/numbered-documents.ts';

const ROUNDS = 10;
const STREAM = 'logs-kill.test-default';

const folder = temporaryFolder('kill');
let store: LongshoreProcess | undefined;
afterAll(async () => {
  await store?.end('SIGKILL');
  folder.remove();
});

const start = () =>
  startLongshore('store', { 'path.data': folder.path, 'path.logs': folder.path, 'http.port': 0 });

test('a store that is killed in the middle of bulk requests, ten times over, keeps every acknowledged document once', async () => {
  const documents = new NumberedDocuments({
    target: STREAM,
    writers: 3,
    batch: 50,
    hasIds: false,
  });
  store = await start();
  await callJson(
    `${store.addresses[0]}/_index_template/kill`,
    {
      index_patterns: [STREAM],
      data_stream: {},
      template: { mappings: { properties: { number: { type: 'long' } } } },
    },
    'PUT',
  );
  for (let round = 0; round < ROUNDS; round++) {
    const gone = documents.writeUntilGone(store.addresses[0] ?? '');
    // A different moment each time: before, during and after refreshes.
    await documents.more(200 * (round + 1));
    await store.end('SIGKILL');
    await gone;
    store = await start();
  }
  expect(documents.acknowledged().size).toBeGreaterThan(ROUNDS * 200);
  await documents.expectEachOnce(store.addresses[0] ?? '');
});
