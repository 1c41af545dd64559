import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { containerOfCgroup } from '../../../container-of-cgroup.ts';
import { readKernelFile } from '../../../read-kernel-file.ts';
import { type ProcessStat, parseStat } from './stat.ts';

/** So many processes are read before others may work: a millisecond or two. */
const TURN_PROCESSES = 100;

/** A process at one moment, with what it used since the moment before. */
export interface ProcessSample extends ProcessStat {
  readonly containerId?: string;
  /** CPU time over wall time; 1.0 is one core. Left out at first sight. */
  readonly cpuPct?: number;
}

interface KnownProcess {
  readonly name: string;
  readonly startTicks: number;
  readonly containerId?: string;
  readonly cpuMs: number;
}

/** Reads all processes below `<root>/proc`, and remembers what each had used. */
export class ProcessTable {
  readonly #folder: string;
  #known = new Map<number, KnownProcess>();
  #readMs: number | undefined;

  constructor(root: string) {
    this.#folder = join(root, 'proc');
  }

  /** All processes of this moment. */
  async read(): Promise<ProcessSample[]> {
    const nowMs = performance.now();
    const elapsedMs = this.#readMs === undefined ? undefined : nowMs - this.#readMs;
    const known = new Map<number, KnownProcess>();
    const samples: ProcessSample[] = [];
    let count = 0;
    for (const name of readdirSync(this.#folder)) {
      const first = name.charCodeAt(0);
      const stat = first >= 48 && first <= 57 ? this.#readStat(name) : undefined;
      if (stat) {
        const before = this.#find(stat);
        const process = this.#remember(stat, before);
        known.set(stat.pid, process);
        samples.push(sampleOf(stat, process, { before, elapsedMs }));
      }
      count += 1;
      if (count % TURN_PROCESSES === 0) {
        await yieldToOthers();
      }
    }
    this.#known = known;
    this.#readMs = nowMs;
    return samples;
  }

  #find(stat: ProcessStat): KnownProcess | undefined {
    const known = this.#known.get(stat.pid);
    return known?.startTicks === stat.startTicks ? known : undefined;
  }

  /** A process changes its cgroup, if ever, before it becomes another program. */
  #remember(stat: ProcessStat, before: KnownProcess | undefined): KnownProcess {
    const { name, startTicks } = stat;
    const containerId =
      before?.name === name
        ? before.containerId
        : containerOfCgroup(this.#readText(`${stat.pid}/cgroup`) ?? '');
    const cpuMs = stat.userMs + stat.systemMs;
    return { name, startTicks, cpuMs, ...(containerId ? { containerId } : {}) };
  }

  #readStat(pid: string): ProcessStat | undefined {
    const text = this.#readText(`${pid}/stat`);
    return text === undefined ? undefined : parseStat(text);
  }

  /** `undefined` when the process has ended since. */
  #readText(path: string): string | undefined {
    try {
      return readKernelFile(`${this.#folder}/${path}`);
    } catch {
      return undefined;
    }
  }
}

function sampleOf(
  stat: ProcessStat,
  process: KnownProcess,
  since: { readonly before: KnownProcess | undefined; readonly elapsedMs: number | undefined },
): ProcessSample {
  const { before, elapsedMs } = since;
  const cpuPct =
    before && elapsedMs ? Math.max(0, process.cpuMs - before.cpuMs) / elapsedMs : undefined;
  return {
    ...stat,
    ...(process.containerId ? { containerId: process.containerId } : {}),
    ...(cpuPct === undefined ? {} : { cpuPct }),
  };
}
