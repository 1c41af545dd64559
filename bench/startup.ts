import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../tests/support/available.ts';
import { containers } from '../tests/support/containers.ts';
import { startDocker, type TestDocker } from '../tests/support/docker.ts';
import { eventually, settingArgs, temporaryFolder } from '../tests/support/longshore.ts';
import { answers, processTree, ROOT, readOptions, report, round } from './support.ts';

// How long from a warm `npm start` to the first answer of each port and to the first container on the home page,
// and how much memory does everything take after some minutes of real work?

const HELP = `npm run bench -- startup [--containers 20] [--minutes 5]
Starts a Docker Engine of its own with idle containers and one that logs ten lines a second.`;
const STORE_PORT = 19_700;
const UI_PORT = 19_701;

const values = readOptions(HELP, { containers: '20', minutes: '5' });

await main();

async function main(): Promise<void> {
  const docker = await startDocker();
  const folder = temporaryFolder('bench-startup');
  try {
    await docker.run('logger', containers.logger);
    for (let i = 1; i < Number(values.containers); i++) {
      await docker.run(`idle-${i}`, containers.idle);
    }
    // The first start builds and makes the data folder; what is measured is the second.
    await withLongshore(folder.path, docker, async () => undefined);
    await withLongshore(folder.path, docker, measure);
  } finally {
    await docker.stop();
    folder.remove();
  }
}

interface StartTimes {
  /** Of the clock of `performance.now`; the others are durations from then. */
  readonly startMs: number;
  readonly storeMs: number;
  readonly pageMs: number;
}

async function withLongshore(
  folder: string,
  docker: TestDocker,
  use: (pid: number, times: StartTimes) => Promise<void>,
): Promise<void> {
  const startMs = performance.now();
  const child = spawn(
    'npm',
    [
      ...['start', '--silent', '--'],
      ...settingArgs({
        'path.data': join(folder, 'data'),
        'path.logs': join(folder, 'logs'),
        'http.port': STORE_PORT,
        'server.port': UI_PORT,
        'docker.host': docker.host,
      }),
    ],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const exited = new Promise((resolve) => child.once('exit', resolve));
  try {
    const [storeMs, pageMs] = await Promise.all([
      firstAnswerMs(`http://127.0.0.1:${STORE_PORT}/`, startMs),
      firstAnswerMs(`http://127.0.0.1:${UI_PORT}/`, startMs),
    ]);
    await use(child.pid ?? 0, { startMs, storeMs, pageMs });
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

async function firstAnswerMs(url: string, startMs: number): Promise<number> {
  await eventually(url, () => answers(url), 120_000, 20);
  return performance.now() - startMs;
}

async function measure(npmPid: number, { startMs, storeMs, pageMs }: StartTimes): Promise<void> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${UI_PORT}/`);
  await page.getByRole('link', { name: 'logger' }).first().waitFor({ timeout: 60_000 });
  const containerMs = performance.now() - startMs;
  // The page stays open: a person looks at it all the time.
  const before = processTree(npmPid);
  await sleep(Number(values.minutes) * 60_000);
  const seconds = Number(values.minutes) * 60;
  const after = processTree(npmPid);
  await browser.close();
  const ours = after.filter(({ name }) => name !== 'other');
  const rssMiB = Object.fromEntries(ours.map(({ name, rssMiB }) => [name, rssMiB]));
  const cpuPercent = Object.fromEntries(
    ours.map(({ name, pid, cpuSeconds }) => {
      const start = before.find((usage) => usage.pid === pid)?.cpuSeconds ?? 0;
      return [name, round((100 * (cpuSeconds - start)) / seconds)];
    }),
  );
  report('startup', {
    containers: Number(values.containers),
    firstStoreAnswerMs: round(storeMs, 0),
    firstPageMs: round(pageMs, 0),
    firstContainerOnPageMs: round(containerMs, 0),
    afterMinutes: Number(values.minutes),
    rssMiB,
    rssAllMiB: round(ours.reduce((sum, usage) => sum + usage.rssMiB, 0)),
    rssNpmMiB: round(
      after.filter(({ name }) => name === 'other').reduce((sum, usage) => sum + usage.rssMiB, 0),
    ),
    cpuPercent,
  });
}
