import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  callJson,
  eventually,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';
import { LONG_DOCUMENTS, leaveLongTranslog } from '../support/translog.ts';
import { childOf } from './command.ts';

const INDEX = 'long';

const folder = temporaryFolder('up-recovery');
let running: LongshoreProcess | undefined;
afterAll(async () => {
  await running?.end('SIGTERM');
  folder.remove();
});

const settings = {
  'path.data': join(folder.path, 'data'),
  'path.logs': join(folder.path, 'logs'),
  'http.port': 0,
  'server.port': 0,
  'agent.enabled': false,
};

async function start(): Promise<LongshoreProcess> {
  running = await startLongshore('up', settings);
  return running;
}

interface Progress {
  readonly operationsDone: number;
}

/** As the pages see it; null when the store has everything, undefined while it is away. */
async function recoveryOf(up: LongshoreProcess): Promise<Progress | null | undefined> {
  const response = await fetch(`${up.addresses[0]}/api/recovery`);
  return response.ok
    ? ((await response.json()) as { recovery: Progress | null }).recovery
    : undefined;
}

const until = (what: string, isSo: () => Promise<boolean> | boolean) =>
  eventually(what, async () => (await isSo()) || undefined, 120_000);

const underWay = (up: LongshoreProcess) =>
  until('a recovery under way', async () => ((await recoveryOf(up))?.operationsDone ?? 0) > 0);

const storePid = (up: LongshoreProcess) => childOf(up.child.pid ?? 0, 'store') ?? 0;

test('the supervisor leaves a store alone that recovers for long, starts it once when it is killed, and ends it in between', async () => {
  await leaveLongTranslog(settings, INDEX);

  const first = await start();
  await underWay(first);
  await until('a word about it', () => first.output().includes('still being read back'));
  expect(await first.end('SIGTERM')).toBe(0);

  const up = await start();
  await underWay(up);
  process.kill(storePid(up), 'SIGKILL');
  await until('the second store', () => up.output().includes('store is running again'));
  const pid = storePid(up);
  await until('all documents', async () => (await recoveryOf(up)) === null);

  expect(storePid(up)).toBe(pid);
  expect(up.output().match(/starting it again/g)).toHaveLength(1);
  const url = /store +(http:\S+)/.exec(up.output())?.[1];
  expect(await callJson(`${url}/${INDEX}/_count`)).toMatchObject({ count: LONG_DOCUMENTS + 1 });
  expect(await up.end('SIGTERM')).toBe(0);
});
