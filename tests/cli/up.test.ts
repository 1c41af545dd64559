import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startLongshore, temporaryFolder } from '../support/longshore.ts';
import { childOf, hasEnded, runCommand } from './command.ts';

const WAIT = { timeout: 60_000, interval: 100 };

let folder: ReturnType<typeof temporaryFolder>;
const ends: (() => Promise<unknown> | unknown)[] = [];

beforeEach(() => {
  folder = temporaryFolder('up');
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
  folder.remove();
});

const settings = () => ({
  'path.data': join(folder.path, 'data'),
  'path.logs': join(folder.path, 'logs'),
  'http.port': 0,
  'server.port': 0,
  'agent.enabled': false,
});

const words = (more: Readonly<Record<string, string | number>> = {}) => [
  'up',
  ...Object.entries({ ...settings(), ...more }).flatMap(([key, value]) => [
    '-E',
    `${key}=${value}`,
  ]),
];

async function start() {
  const up = await startLongshore('up', settings());
  ends.push(() => up.end('SIGTERM'));
  const store = /store +(http:\S+)/.exec(up.output())?.[1] ?? '';
  return { up, pid: up.child.pid ?? 0, store, page: up.addresses[0] ?? '' };
}

async function takePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('says what runs where, serves both ports, and ends with status 0', async () => {
  const { up, store, page } = await start();
  expect(up.output()).toMatch(/Longshore is ready: http:\/\/localhost:\d+/);
  expect((await fetch(store)).status).toBe(200);
  expect((await fetch(page)).status).toBe(200);
  expect(await up.end('SIGTERM')).toBe(0);
  await expect(fetch(store)).rejects.toThrow();
  await expect(fetch(page)).rejects.toThrow();
});

test.each(['http', 'server'])('a taken port is told with its setting %s.port', async (setting) => {
  const port = await takePort();
  const { status, stderr } = await runCommand(words({ [`${setting}.port`]: port }));
  expect(stderr).toMatch(
    new RegExp(
      `^longshore: port ${port} .*\\[${setting}\\.port\\] is taken.*-E ${setting}\\.port=`,
    ),
  );
  expect(stderr.trim().split('\n').length).toBe(1);
  expect(status).toBe(1);
});

test.each(['http', 'server'])('listening elsewhere is refused at %s.host', async (setting) => {
  const { status, stderr } = await runCommand(words({ [`${setting}.host`]: '0.0.0.0' }));
  expect(stderr).toMatch(
    new RegExp(`^longshore: \\[${setting}\\.host\\] is \\[0\\.0\\.0\\.0\\].*authentication`),
  );
  expect(status).toBe(1);
});

test('a second installation on the same data is refused, and leaves the first alone', async () => {
  const { store } = await start();
  const { status, stderr } = await runCommand(words());
  expect(stderr).toContain('[path.data] is in use by another Longshore');
  expect(status).toBe(1);
  expect((await fetch(store)).status).toBe(200);
});

test.each(['store', 'server'])('a killed %s is started again, and that is said', async (name) => {
  const { up, pid, store, page } = await start();
  process.kill(childOf(pid, name) ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(up.output()).toContain(`${name} is running again`), WAIT);
  expect(up.output()).toContain(`${name} was killed (SIGKILL); starting it again in 1 s`);
  expect((await fetch(store)).status).toBe(200);
  expect((await fetch(page)).status).toBe(200);
});

test('when the supervisor is killed, its processes end, and a new start finds all free', async () => {
  const { up, pid, store } = await start();
  const children = ['store', 'server'].map((name) => childOf(pid, name) ?? 0);
  await up.end('SIGKILL');
  const again = await start();
  expect(again.store).not.toBe('');
  for (const child of children) {
    await vi.waitFor(() => expect(hasEnded(child)).toBe(true), WAIT);
  }
  await expect(fetch(store)).rejects.toThrow();
});

test('what a person types in a terminal ends with Ctrl-C', async () => {
  const { up } = await start();
  expect(await up.end('SIGINT')).toBe(0);
});

test('npm start ends with its signal and leaves nothing behind', async () => {
  const child = spawn('npm', ['start', '--', ...words().slice(1)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  ends.push(() => child.kill('SIGKILL'));
  const isReady = vi.waitFor(() => expect(output).toContain('Longshore is ready'), WAIT);
  await Promise.race([isReady, ended.then((status) => expect([status, output]).toEqual([]))]);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  const store = /store +(http:\S+)/.exec(output)?.[1] ?? '';
  await vi.waitFor(() => expect(fetch(store)).rejects.toThrow(), WAIT);
});

test('after nohup, the end of the terminal changes nothing', async () => {
  const program = fileURLToPath(new URL('../../bin/longshore', import.meta.url));
  const child = spawn('nohup', [program, ...words()], { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  ends.push(() => child.kill('SIGKILL'));
  await vi.waitFor(() => expect(output).toContain('Longshore is ready'), WAIT);
  const store = /store +(http:\S+)/.exec(output)?.[1] ?? '';
  child.kill('SIGHUP');
  child.stdout.destroy();
  expect((await fetch(store)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});
