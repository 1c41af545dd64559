import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_TIMEOUT_MS = 60_000;

/** A `longshore` command that runs as a real process, from the build. */
export interface LongshoreProcess {
  readonly child: ChildProcess;
  /** Where it listens, in the order that it said. */
  readonly addresses: readonly string[];
  /** What it wrote so far, both streams. */
  output(): string;
  /** Ends it with a signal; resolves with its exit status, or null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A new temporary folder with a function that removes it. */
export function temporaryFolder(name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `longshore-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** `-E` arguments of settings. */
export const settingArgs = (settings: Readonly<Record<string, string | number | boolean>>) =>
  Object.entries(settings).flatMap(([key, value]) => ['-E', `${key}=${value}`]);

/** Starts a command and resolves when it says that it works; rejects with what it wrote when it ends before. */
export async function startLongshore(
  command: 'up' | 'store' | 'server' | 'agent',
  settings: Readonly<Record<string, string | number | boolean>>,
  nodeFlags: readonly string[] = [],
  { readyTimeoutMs = READY_TIMEOUT_MS }: { readonly readyTimeoutMs?: number } = {},
): Promise<LongshoreProcess> {
  const child = spawn(
    process.execPath,
    [...nodeFlags, join(ROOT, 'bin/longshore'), command, ...settingArgs(settings)],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const exited = once(child, 'exit');
  const ready = new Promise<readonly string[]>((resolve, reject) => {
    child.on('message', (message: { kind?: string; addresses?: readonly string[] }) => {
      if (message.kind === 'ready') {
        resolve(message.addresses ?? []);
      }
    });
    void exited.then(([status]) => reject(new Error(`${command} ended (${status}): ${output}`)));
    void sleep(readyTimeoutMs, undefined, { ref: false }).then(() =>
      reject(new Error(`${command} was not ready after ${readyTimeoutMs} ms: ${output}`)),
    );
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await exited;
    }
    return child.exitCode;
  };
  try {
    return { child, addresses: await ready, output: () => output, end };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
}

/** A store with data of its own, at a free port. */
export interface TestStore {
  readonly url: string;
  readonly pid: number;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Starts a store with its data in a temporary folder. */
export async function startStore(
  name: string,
  nodeFlags: readonly string[] = [],
): Promise<TestStore> {
  const folder = temporaryFolder(name);
  const settings = { 'path.data': folder.path, 'path.logs': folder.path, 'http.port': 0 };
  const store = await startLongshore('store', settings, nodeFlags);
  return {
    url: store.addresses[0] ?? '',
    pid: store.child.pid ?? 0,
    stop: async () => {
      await store.end('SIGTERM');
      folder.remove();
    },
  };
}

/** Resolves with what `probe` gives once it is not undefined; a probe that throws is tried again. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 60_000,
  everyMs = 100,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const value = await probe();
      if (value !== undefined) {
        return value;
      }
    } catch (error) {
      last = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause: last });
}

/** Calls a JSON API; a status of 400 or more rejects with the answer's text. */
export async function callJson<T>(url: string, body?: unknown, method?: string): Promise<T> {
  const reply = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (reply.status >= 400) {
    throw new Error(`${url} answered ${reply.status}: ${text}`);
  }
  return JSON.parse(text) as T;
}

/** The one process that a process has started and that still runs; of a store it is the engine's. */
export function childOf(pid: number | undefined): number | undefined {
  return readdirSync('/proc')
    .map(Number)
    .find((child) => Number.isInteger(child) && parentOf(child) === pid);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It has just ended.
    return undefined;
  }
}
