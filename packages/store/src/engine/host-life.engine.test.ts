import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { raw } from '../sql/sql.ts';
import { openEngine } from './chdb-engine.ts';

const PROGRAM = fileURLToPath(new URL('./testdata/hold-engine.ts', import.meta.url));
const SECONDS_10 = { timeoutMs: 10_000 };
const MEMORY_BYTES = 400 * 1024 * 1024;

let dataPath: string;
beforeEach(async () => {
  dataPath = await mkdtemp(join(tmpdir(), 'longshore-host-'));
});
afterEach(() => rm(dataPath, { recursive: true, force: true }));

const open = () =>
  openEngine({ dataPath, memoryBytes: MEMORY_BYTES, log: pino({ level: 'silent' }) });

/** Whether a process is there and no zombie. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) Z /.test(stat);
}

/** Another process with an engine on the same folder; resolves with the pid of its engine. */
async function holdElsewhere() {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=longshore-source', PROGRAM, dataPath],
    { cwd: fileURLToPath(new URL('.', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, enginePid: Number(line) };
}

test('when the store is killed, its engine ends at once and the next store opens the folder', async () => {
  const { child, enginePid } = await holdElsewhere();
  expect(await isAlive(enginePid)).toBe(true);
  child.kill('SIGKILL');
  const engine = open();
  await engine.start();
  expect(await isAlive(enginePid)).toBe(false);
  await expect(engine.query(raw('SELECT 1 AS one'), SECONDS_10)).resolves.toEqual([{ one: 1 }]);
  await engine.stop();
});

test('a folder that a living store holds is refused with a reason to act on', async () => {
  const { child, enginePid } = await holdElsewhere();
  try {
    await expect(open().start()).rejects.toThrow('a store is already running on this [path.data]');
    expect(await isAlive(enginePid)).toBe(true);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

test('stopped, nothing is left, whether idle, busy, starting, or stopped before', async () => {
  const engine = open();
  await engine.start();
  const pid = engine.pid ?? 0;
  const busy = engine.query(
    raw('SELECT sum(sleepEachRow(1)) FROM numbers(60) SETTINGS max_block_size = 1'),
    { timeoutMs: 60_000 },
  );
  busy.catch(() => undefined);
  await sleep(100);
  await engine.stop();
  await expect(busy).rejects.toMatchObject({ status: 503 });
  expect(await isAlive(pid)).toBe(false);
  await engine.stop();
  const early = open();
  const starting = early.start().catch((error: Error) => error);
  await sleep(20);
  await early.stop();
  await starting;
  expect(early.pid === undefined || !(await isAlive(early.pid))).toBe(true);
});

test('Ctrl-C reaches the engine too, which leaves the end to the store', async () => {
  const engine = open();
  await engine.start();
  const pid = engine.pid ?? 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.kill(pid, signal);
  }
  await expect(engine.query(raw('SELECT 1 AS one'), SECONDS_10)).resolves.toEqual([{ one: 1 }]);
  expect(engine.pid).toBe(pid);
  await engine.stop();
});
