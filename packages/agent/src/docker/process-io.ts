import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readKernelFile } from '../read-kernel-file.ts';
import type { Container } from './inspect.ts';

/** A container with more is left out: each takes some 20 microseconds. */
const PROCESSES_MAX = 1_000;
/** So many in one round, of all containers together. */
const ROUND_PROCESSES_MAX = 5_000;
/** Hierarchies of cgroup v1 that every engine puts a container into. */
const HIERARCHIES = ['pids', 'memory', 'blkio', 'cpu'];
/** A folder without folders in it has two links. */
const LINKS_OF_LEAF = 2;

/** What the processes of a container read from and wrote to disks, at least. */
export interface ProcessIo {
  readonly readBytes: number;
  readonly writeBytes: number;
  /** Since the reading before; left out at first sight. */
  readonly readBytesPerS?: number;
  readonly writeBytesPerS?: number;
}

interface IoSum {
  readonly readBytes: number;
  readonly writeBytes: number;
}

interface Known {
  readonly pid: number;
  /** Folder of its cgroup. */
  readonly folder: string;
  readonly atMs: number;
  readonly sum: IoSum;
  readonly io: ProcessIo;
}

/**
 * Reads the disk I/O of containers from `/proc/PID/io` of their processes, for kernels that count none by cgroup.
 * The kernel adds what a process did to its parent when it ends; what is lost all the same, since the parent is not
 * in the container, makes the sum smaller and is never taken for I/O: the figures are lower bounds.
 */
export class ProcessIoReader {
  readonly #hostfs: string;
  readonly #now: () => number;
  #known = new Map<string, Known>();
  #processes = 0;

  constructor(hostfs: string, now: () => number = () => performance.now()) {
    this.#hostfs = hostfs;
    this.#now = now;
  }

  /** By container id; those whose processes cannot be seen from here are left out. */
  read(containers: readonly Container[]): Readonly<Record<string, ProcessIo>> {
    const known = new Map<string, Known>();
    this.#processes = 0;
    for (const container of containers) {
      if (this.#processes > ROUND_PROCESSES_MAX) {
        break;
      }
      const one = this.#readOne(container);
      if (one) {
        known.set(container.id, one);
      }
    }
    this.#known = known;
    return Object.fromEntries([...known].map(([id, { io }]) => [id, io]));
  }

  #readOne({ id, pid }: Container): Known | undefined {
    const last = this.#known.get(id);
    const before = last?.pid === pid ? last : undefined;
    try {
      const folder = before?.folder ?? this.#findCgroup(id, pid);
      const pids = folder === undefined ? undefined : processesOf(folder);
      if (folder === undefined || pids === undefined) {
        return undefined;
      }
      this.#processes += pids.length;
      const sum = this.#sum(pids);
      const atMs = this.#now();
      return { pid, folder, atMs, sum, io: advance(before, sum, atMs) };
    } catch {
      // Ended in between, or not ours to read: nothing is known, and that is what is said.
      return undefined;
    }
  }

  /** The process may be another one here, when the engine runs elsewhere: its cgroup must be the container's. */
  #findCgroup(id: string, pid: number): string | undefined {
    if (pid === 0) {
      return undefined;
    }
    const text = readKernelFile(join(this.#hostfs, 'proc', String(pid), 'cgroup'));
    return cgroupFolders(text)
      .filter((path) => path.includes(id) && !path.includes('..'))
      .map((path) => join(this.#hostfs, 'sys/fs/cgroup', path))
      .find((folder) => statSync(join(folder, 'cgroup.procs'), { throwIfNoEntry: false }));
  }

  #sum(pids: readonly string[]): IoSum {
    const sum = { readBytes: 0, writeBytes: 0 };
    for (const pid of pids) {
      const text = readUnlessGone(join(this.#hostfs, 'proc', pid, 'io'));
      sum.readBytes += counterOf(text, 'read_bytes');
      sum.writeBytes += counterOf(text, 'write_bytes');
    }
    return sum;
  }
}

/** Places of a cgroup below `/sys/fs/cgroup`, by the text of `/proc/PID/cgroup`. */
function cgroupFolders(text: string): string[] {
  const lines = text.split('\n').map((line) => /^\d+:([^:]*):(\/.*)$/.exec(line));
  return lines.flatMap((line) => {
    const [controllers = '', path = ''] = line?.slice(1) ?? [];
    if (controllers === '') {
      return line ? [path, `unified${path}`] : [];
    }
    return controllers.split(',').some((name) => HIERARCHIES.includes(name))
      ? [`${controllers}${path}`]
      : [];
  });
}

/** Processes of a cgroup and of those in it; `undefined` when they are too many or cannot be seen from here. */
function processesOf(folder: string): string[] | undefined {
  const pids: string[] = [];
  const folders = [folder];
  for (let one = folders.pop(); one !== undefined; one = folders.pop()) {
    pids.push(...readKernelFile(join(one, 'cgroup.procs')).split('\n').filter(Boolean));
    if (pids.length > PROCESSES_MAX || pids.includes('0')) {
      return undefined;
    }
    if (statSync(one).nlink !== LINKS_OF_LEAF) {
      folders.push(...foldersIn(one));
    }
  }
  return pids;
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

/** Nothing for a process that ended since it was listed; throws when it must not be read. */
function readUnlessGone(path: string): string {
  try {
    return readKernelFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') {
      return '';
    }
    throw error;
  }
}

function counterOf(text: string, name: string): number {
  return Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

/** Counters never go back, though the sum does when a process ends that nobody in the container waited for. */
function advance(before: Known | undefined, sum: IoSum, atMs: number): ProcessIo {
  if (!before) {
    return sum;
  }
  const seconds = (atMs - before.atMs) / 1_000;
  const read = Math.max(0, sum.readBytes - before.sum.readBytes);
  const write = Math.max(0, sum.writeBytes - before.sum.writeBytes);
  return {
    readBytes: before.io.readBytes + read,
    writeBytes: before.io.writeBytes + write,
    ...(seconds > 0 ? { readBytesPerS: read / seconds, writeBytesPerS: write / seconds } : {}),
  };
}
