import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningProcess } from '@longshore/common/process';
import { loadSettings } from '@longshore/common/settings/load';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from './up.ts';

/** A stand-in for the processes: it says where it listens, notes its life, and behaves as its role is told to. */
const PROGRAM = `
const { appendFileSync } = require('node:fs');
const [name, ...args] = process.argv.slice(2);
const note = (text) => appendFileSync(__dirname + '/life', name + ' ' + text + '\\n');
note('starts ' + args.join(' '));
process.on('disconnect', () => process.exit(9));
require(__dirname + '/behavior.cjs')({ name, note, args });
`;

const READY = `process.send({ kind: 'ready', addresses: ['http://127.0.0.1:4000' + name.length] });`;
const STAY = `
setInterval(() => {}, 1000);
process.on('SIGTERM', () => { note('ends'); process.exit(0); });
`;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const WAIT = { timeout: 20_000, interval: 20 };

let home = '';
let printed: string[] = [];
let running: RunningProcess | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'longshore-up-'));
  mkdirSync(join(home, 'bin'));
  writeFileSync(join(home, 'bin', 'longshore'), PROGRAM);
  printed = [];
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(home, { recursive: true, force: true });
});

/** A zombie has ended; who inherited it may never ask for it. */
function hasEnded(pid: number): boolean {
  try {
    return / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\)/, ''));
  } catch {
    return true;
  }
}

const life = () => readFileSync(join(home, 'bin', 'life'), 'utf8');
const log = (name: string) => readFileSync(join(home, 'logs', `${name}.log`), 'utf8');

function start(behavior: string, signal = new AbortController().signal) {
  const source = `module.exports = ({ name, note, args }) => { ${behavior} };`;
  writeFileSync(join(home, 'bin', 'behavior.cjs'), source);
  const paths = [`path.home=${home}`, `path.data=${home}/data`, `path.logs=${home}/logs`];
  const settings = loadSettings({ files: [], overrides: [...paths, 'http.port=0'], env: {} });
  return run(settings, { args: ['-E', 'own=1'], signal, print: (line) => printed.push(line) });
}

test('starts the store, then the others with its address, and ends them in the other order', async () => {
  running = await start(STAY + READY);
  expect(printed.join('\n')).toContain('Longshore is ready: http://localhost:40006');
  await running.stop();
  const [store, ...rest] = life().trim().split('\n');
  expect(store).toBe('store starts -E own=1');
  expect(rest.slice(0, 2).sort()).toEqual([
    'agent starts -E own=1 -E output.elasticsearch.hosts=http://127.0.0.1:40005',
    'server starts -E own=1 -E elasticsearch.hosts=http://127.0.0.1:40005',
  ]);
  expect(rest.slice(2)).toEqual(['agent ends', 'server ends', 'store ends']);
  expect(existsSync(join(home, 'data', 'up.lock'))).toBe(false);
});

test('a process that is killed is started again, with the port that it had, and that is said', async () => {
  running = await start(`
    note('pid=' + process.pid);
    ${STAY}${READY}`);
  process.kill(Number(/store pid=(\d+)/.exec(life())?.[1]), 'SIGKILL');
  await vi.waitFor(() => expect(printed.join('\n')).toContain('store is running again'), WAIT);
  expect(printed.join('\n')).toContain('store was killed (SIGKILL); starting it again in 1 s');
  expect(life()).toContain('store starts -E own=1 -E http.port=40005');
});

test('what a process started itself does not outlive it', async () => {
  running = await start(`
    if (name === 'store') {
      const child = require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit' });
      note('pid=' + process.pid + ' child=' + child.pid + '.');
    }
    ${STAY}${READY}`);
  const [, store, child] = /pid=(\d+) child=(\d+)/.exec(life()) ?? [];
  process.kill(Number(store), 'SIGKILL');
  await vi.waitFor(() => expect(hasEnded(Number(child))).toBe(true), WAIT);
});

test('a refused setting ends everything with the reason of the process', async () => {
  const refuse = `if (name === 'server') { process.send({ kind: 'refused', reason: 'port taken' }, () => process.exit(1)); }`;
  await expect(start(`${refuse} else { ${STAY}${READY} }`)).rejects.toMatchObject({
    name: 'LongshoreError',
    message: 'port taken',
  });
  expect(life()).toContain('store ends');
});

test('a process that never works ends the start after three tries, with its last words', async () => {
  await expect(start(`console.error('no such library'); process.exit(7);`)).rejects.toThrow(
    /store ended by itself \(status 7\) 3 times before it was ready; see store\.log.*\n {2}no such library/,
  );
});

test('a start that is interrupted ends what it had started', async () => {
  const controller = new AbortController();
  const starting = start(`note('waits'); ${STAY}`, controller.signal);
  starting.catch(() => undefined);
  await vi.waitFor(() => expect(life()).toContain('store waits'), WAIT);
  controller.abort(new Error('stopped'));
  await expect(starting).rejects.toThrow('stopped');
  expect(life()).toContain('store ends');
});

test('a process that does not end is killed', async () => {
  running = await start(`note('pid=' + process.pid + '.');
    setInterval(() => {}, 1000); process.on('SIGTERM', () => {}); ${READY}`);
  const pids = [...life().matchAll(/pid=(\d+)/g)].map(([, pid]) => Number(pid));
  await running.stop();
  expect(pids.length).toBe(3);
  for (const pid of pids) {
    expect(hasEnded(pid)).toBe(true);
  }
});

test('the output of a process goes to its log, and warnings to the terminal', async () => {
  running = await start(`
    console.log(JSON.stringify({ 'log.level': 'info', message: 'quiet' }));
    console.log(JSON.stringify({ 'log.level': 'warn', message: 'disk is nearly full' }));
    ${STAY}${READY}`);
  await vi.waitFor(() => expect(printed.join('\n')).toContain('agent: disk is nearly full'), WAIT);
  expect(log('store')).toContain('"quiet"');
  expect(printed.join('\n')).not.toContain('quiet');
});
