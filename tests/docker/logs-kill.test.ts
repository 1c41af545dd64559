import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasDocker, startDocker, type TestDocker } from '../support/docker.ts';
import { type LongshoreProcess, startLongshore, temporaryFolder } from '../support/longshore.ts';
import { freePort, LoggedLines } from './logged-lines.ts';

const LINES = 4_000;
const KILLS = 5;

/** Counts up to the number of lines within some ten seconds. */
const COUNTER = `i=0; while [ $i -lt ${LINES} ]; do i=$((i+1)); echo "line $i"; [ $((i%40)) = 0 ] && sleep 0.1; done; sleep 1000`;
const expected = Array.from({ length: LINES }, (_, i) => `line ${i + 1}`);

describe.runIf(hasDocker())('logs when processes die', () => {
  const folder = temporaryFolder('logs-kill');
  let docker: TestDocker;
  let store: LongshoreProcess;
  let agent: LongshoreProcess | undefined;
  let lines: LoggedLines;
  let port: number;

  const startStore = () => startLongshore('store', { 'path.data': folder.path, 'http.port': port });
  const startAgent = () =>
    startLongshore('agent', {
      'path.data': folder.path,
      'docker.host': docker.host,
      'output.elasticsearch.hosts': lines.url,
    });

  beforeAll(async () => {
    docker = await startDocker();
    port = await freePort();
    lines = new LoggedLines(`http://127.0.0.1:${port}`);
    store = await startStore();
  });
  afterAll(async () => {
    await agent?.end('SIGTERM');
    await store?.end('SIGTERM');
    await docker?.stop();
    folder.remove();
  });

  test('every line is there at least once after the agent was killed again and again', async () => {
    agent = await startAgent();
    await docker.run('killed', {
      command: ['sh', '-c', COUNTER],
      logOptions: { 'max-size': '100k', 'max-file': '5' },
    });
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(1_200);
      await agent.end('SIGKILL');
      agent = await startAgent();
    }
    const seen = new Set(await lines.messages('killed', LINES));
    expect(expected.filter((line) => !seen.has(line))).toEqual([]);
  });

  test('nothing is lost while the store is away, and it comes once when the store is back', async () => {
    agent ??= await startAgent();
    await docker.run('waiting', { command: ['sh', '-c', COUNTER] });
    await sleep(1_000);
    await store.end('SIGTERM');
    await sleep(4_000);
    store = await startStore();
    const seen = await lines.messages('waiting', LINES);
    const distinct = new Set(seen);
    expect(expected.filter((line) => !distinct.has(line))).toEqual([]);
    expect(seen).toHaveLength(LINES);
  });
});
