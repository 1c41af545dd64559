import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from '@longshore/common/errors';
import { isObject } from '@longshore/common/json';

const RETRY_MS = 100;
/** When two processes find the same dead lock, the slower one may take it from the quicker: look again. */
const SETTLE_MS = 20;

interface Holder {
  readonly pid: number;
  /** When the process began, in the kernel's ticks: a process number is used again, this pair is not. */
  readonly startedTicks: string | undefined;
}

/** A lock that this process holds. */
export interface Lock {
  release(): void;
}

/**
 * Takes the lock file, so that two processes never share a data folder. A lock whose process is gone is taken
 * over. `waitMs` is how long to wait for a holder that is about to end.
 */
export async function takeLock(path: string, waitMs: number): Promise<Lock> {
  makeFolder(dirname(path));
  const deadline = Date.now() + waitMs;
  for (;;) {
    const holder = tryToTake(path);
    await sleep(holder === undefined ? SETTLE_MS : 0);
    if (holder === undefined && readHolder(path)?.pid === process.pid) {
      return { release: () => rmSync(path, { force: true }) };
    }
    if (holder !== undefined && Date.now() >= deadline) {
      throw errors.settings(
        `the folder ${dirname(path)} [path.data] is in use by another Longshore (process ${holder.pid}); stop ` +
          'it, or run a second one beside it: -E path.data=FOLDER -E http.port=9201 -E server.port=5602',
      );
    }
    await sleep(RETRY_MS);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw errors.settings(
      `the folder ${folder} [path.data] cannot be made (${reason}); choose another: -E path.data=FOLDER`,
    );
  }
}

/** Gives the process that holds the lock, or `undefined` when it is ours now. */
function tryToTake(path: string): Holder | undefined {
  const ours = `${path}.${process.pid}`;
  try {
    writeFileSync(ours, JSON.stringify(describe(process.pid)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw errors.settings(
      `the folder ${dirname(path)} [path.data] cannot be written (${reason}); make it writable, or choose ` +
        'another: -E path.data=FOLDER',
    );
  }
  try {
    const holder = readHolder(path);
    if (holder !== undefined && isAlive(holder)) {
      return holder;
    }
    rmSync(path, { force: true });
    // A link appears whole or not at all, and fails when another process was quicker.
    linkSync(ours, path);
    return undefined;
  } catch (error) {
    const quicker = readHolder(path);
    if (quicker === undefined) {
      throw error;
    }
    return quicker;
  } finally {
    rmSync(ours, { force: true });
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isObject(holder) && typeof holder.pid === 'number') {
      const { pid, startedTicks } = holder;
      return { pid, startedTicks: typeof startedTicks === 'string' ? startedTicks : undefined };
    }
  } catch {
    // No lock, or one that a power failure left half written: nobody holds it.
  }
  return undefined;
}

function isAlive({ pid, startedTicks }: Holder): boolean {
  if (pid === process.pid || !exists(pid)) {
    return false;
  }
  const now = readStat(pid);
  // What has ended stays in the table as a zombie until its parent asks for it, which may be never.
  return now?.state !== 'Z' && now?.startedTicks === startedTicks;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const describe = (pid: number): Holder => ({ pid, startedTicks: readStat(pid)?.startedTicks });

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: fields 3 and 22, counted after the name in brackets. */
function readStat(pid: number) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], startedTicks: fields[19] };
  } catch {
    // No /proc (macOS), or the process has just ended: the number must do.
    return undefined;
  }
}
