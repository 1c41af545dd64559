import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const LOG_CHARS = 4_000;

/** A dockerd of our own. */
export interface Engine {
  readonly host: string;
  readonly dataRoot: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and removes all that it left. */
  remove(): Promise<void>;
}

/** Starts a dockerd with everything private: socket, folders, bridge, cgroups; resolves when it answers. */
export async function startEngine(): Promise<Engine> {
  const id = randomBytes(3).toString('hex');
  const folder = mkdtempSync(join(tmpdir(), `longshore-docker-${id}-`));
  const socket = join(folder, 'docker.sock');
  const bridge = `lsb${id}`;
  const cgroup = `longshore-test-${id}`;
  let child: ChildProcess | undefined;

  const start = async () => {
    child = spawn('dockerd', dockerdArguments({ folder, socket, bridge, cgroup }), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
    const log = createWriteStream(join(folder, 'log'), { flags: 'a' });
    child.stdout?.pipe(log);
    child.stderr?.pipe(log);
    await untilReady(child, { socket, folder });
  };
  const stop = async () => {
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await Promise.race([exited, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
      child.kill('SIGKILL');
      await exited;
    }
  };
  const remove = async () => {
    await stop();
    await killLeftovers(folder);
    unmountAll(folder);
    removeCgroup(cgroup);
    run('ip', ['link', 'del', bridge]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };

  writeFileSync(join(folder, 'daemon.json'), '{}');
  mkdirSync(join(folder, 'data'));
  try {
    makeBridge(bridge);
    await start();
  } catch (error) {
    await remove();
    throw error;
  }
  return { host: `unix://${socket}`, dataRoot: join(folder, 'data'), start, stop, remove };
}

interface Places {
  readonly folder: string;
  readonly socket: string;
  readonly bridge: string;
  readonly cgroup: string;
}

function dockerdArguments({ folder, socket, bridge, cgroup }: Places): string[] {
  return [
    `--config-file=${join(folder, 'daemon.json')}`,
    `--host=unix://${socket}`,
    `--data-root=${join(folder, 'data')}`,
    `--exec-root=${join(folder, 'exec')}`,
    `--pidfile=${join(folder, 'pid')}`,
    `--bridge=${bridge}`,
    `--cgroup-parent=/${cgroup}`,
    `--containerd-namespace=${cgroup}`,
    `--containerd-plugins-namespace=${cgroup}-plugins`,
    // No rule of the machine's firewall is touched: the test reaches containers through the bridge.
    '--iptables=false',
    '--ip-masq=false',
    '--ip-forward=false',
  ];
}

/** With `ip` of busybox, which the image needs anyway. */
function makeBridge(name: string): void {
  const used = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const free = Array.from({ length: 50 }, () => `10.${randomInt(128, 255)}.${randomInt(0, 255)}.`);
  const net = free.find((start) => !used.some(({ address }) => address.startsWith(start)));
  run('ip', ['link', 'add', 'name', name, 'type', 'bridge'], true);
  run('ip', ['addr', 'add', `${net}1/24`, 'dev', name], true);
  run('ip', ['link', 'set', name, 'up'], true);
}

function run(applet: string, args: readonly string[], mustWork = false): void {
  const { status, stderr } = spawnSync('busybox', [applet, ...args]);
  if (mustWork && status !== 0) {
    throw new Error(`${applet} ${args.join(' ')} failed: ${stderr}`);
  }
}

async function untilReady(
  child: ChildProcess,
  { socket, folder }: Pick<Places, 'socket' | 'folder'>,
): Promise<void> {
  let failure: string | undefined;
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('exit', (status) => {
    failure = `it ended with status ${status}`;
  });
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (failure === undefined && Date.now() < deadline) {
    if (await answers(socket)) {
      return;
    }
    await sleep(100);
  }
  const log = readFileSync(join(folder, 'log'), 'utf8').slice(-LOG_CHARS);
  throw new Error(`dockerd did not start: ${failure ?? 'no answer in time'}\n${log}`);
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    request({ socketPath, path: '/_ping' })
      .on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      })
      .on('error', () => resolve(false))
      .end();
  });
}

/** Shims, containerd and proxies that outlived dockerd: they name our folder, which nobody else knows. */
async function killLeftovers(folder: string): Promise<void> {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (/^\S*(containerd|docker)/.test(command) && command.includes(folder)) {
        process.kill(Number(pid), 'SIGKILL');
        await sleep(50);
      }
    } catch {
      // It has ended by itself.
    }
  }
}

function unmountAll(folder: string): void {
  const points = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((point) => point.startsWith(`${folder}/`));
  // The innermost first.
  for (const point of points.toReversed()) {
    run('umount', ['-l', point]);
  }
}

function removeCgroup(name: string): void {
  const root = '/sys/fs/cgroup';
  for (const path of [join(root, name), ...readdirSync(root).map((one) => join(root, one, name))]) {
    try {
      rmdirSync(path);
    } catch {
      // Not one of the hierarchies that the engine used.
    }
  }
}
