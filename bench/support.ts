import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const READY_TIMEOUT_MS = 60_000;
const CLOCK_TICKS_PER_S = 100;

/** The machine that a figure was measured on; figures of different machines are not compared. */
export function machine(): Record<string, unknown> {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
  };
}

/** Prints a result as one JSON line and keeps it in `bench/results/<name>.ndjson`. */
export function report(name: string, figures: Readonly<Record<string, unknown>>): void {
  const line = JSON.stringify({
    bench: name,
    at: new Date().toISOString(),
    machine: machine(),
    ...figures,
  });
  console.log(line);
  mkdirSync(join(ROOT, 'bench/results'), { recursive: true });
  appendFileSync(join(ROOT, `bench/results/${name}.ndjson`), `${line}\n`);
}

/** The value below which `share` (0 to 1) of the sorted values lie; NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** Resolves when `probe` gives something else than undefined; rejects after the deadline. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  timeoutMs = READY_TIMEOUT_MS,
  everyMs = 50,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const value = await probe().catch(() => undefined);
    if (value !== undefined) {
      return value;
    }
    await sleep(everyMs);
  }
  throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
}

/** True when the address answers with a status below 500. */
export const answers = async (url: string): Promise<true | undefined> =>
  (await fetch(url)).status < 500 ? true : undefined;

export interface Installation {
  readonly process: ChildProcess;
  readonly dataPath: string;
  readonly storeUrl: string;
  readonly uiUrl: string;
  stop(): Promise<void>;
}

/** Starts `longshore <command>` with data in a temporary folder and ports of its own; `stop` removes the data. */
export function startLongshore(
  command: 'up' | 'store',
  settings: Readonly<Record<string, string | number | boolean>> = {},
  dataPath = mkdtempSync(join(tmpdir(), 'longshore-bench-')),
): Installation {
  const storePort = 19_000 + (process.pid % 500);
  const all = {
    'path.data': join(dataPath, 'data'),
    'path.logs': join(dataPath, 'logs'),
    'http.port': storePort,
    'server.port': storePort + 500,
    ...settings,
  };
  const args = Object.entries(all).flatMap(([key, value]) => ['-E', `${key}=${value}`]);
  const child = spawn(process.execPath, [join(ROOT, 'bin/longshore'), command, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    process: child,
    dataPath,
    storeUrl: `http://127.0.0.1:${storePort}`,
    uiUrl: `http://127.0.0.1:${storePort + 500}`,
    async stop() {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await exited;
      }
      rmSync(dataPath, { recursive: true, force: true });
    },
  };
}

export interface ProcessUsage {
  readonly pid: number;
  readonly name: string;
  readonly rssMiB: number;
  readonly cpuSeconds: number;
}

/** A process and all below it, with a name from the command line (`store`, `engine`, `server`, `agent`, `up`). */
export function processTree(rootPid: number): ProcessUsage[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    const fields = Number.isInteger(pid) ? readStat(pid) : undefined;
    if (fields !== undefined) {
      const parent = Number(fields[1]);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    }
  }
  const found: ProcessUsage[] = [];
  const pending = [rootPid];
  for (let pid = pending.pop(); pid !== undefined; pid = pending.pop()) {
    const usage = processUsage(pid);
    if (usage !== undefined) {
      found.push(usage);
    }
    pending.push(...(children.get(pid) ?? []));
  }
  return found;
}

/** CPU time and resident memory of one process; undefined when it is gone. */
export function processUsage(pid: number): ProcessUsage | undefined {
  const stat = readStat(pid);
  if (stat === undefined) {
    return undefined;
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  const rssKiB = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  return {
    pid,
    name: nameOf(command),
    rssMiB: round(rssKiB / 1024),
    cpuSeconds: (Number(stat[11]) + Number(stat[12])) / CLOCK_TICKS_PER_S,
  };
}

function nameOf(command: readonly string[]): string {
  const known = ['store', 'server', 'agent', 'up'].find((name) => command.includes(name));
  return (
    known ?? (command.some((part) => /engine[/\\]host\.[jt]s/.test(part)) ? 'engine' : 'other')
  );
}

/** Fields of /proc/PID/stat from the state on (proc(5) field 3 is index 0). */
function readStat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    // The process ended between listing and reading.
    return undefined;
  }
}
