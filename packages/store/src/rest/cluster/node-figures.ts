import { readdir, readFile, statfs } from 'node:fs/promises';
import { cpus, freemem, loadavg, totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

/** What this node takes and has. Bytes and milliseconds; shares are whole percents. */
export interface NodeFigures {
  readonly uptimeMs: number;
  readonly cpuPercent: number;
  readonly processCpuMs: number;
  readonly load: readonly [number, number, number];
  readonly memory: { readonly total: number; readonly free: number };
  readonly heap: { readonly used: number; readonly committed: number; readonly max: number };
  readonly buffers: number;
  readonly rss: number;
  readonly threads: number | undefined;
  readonly files: { readonly open: number | undefined; readonly max: number | undefined };
  readonly disk: { readonly total: number; readonly free: number; readonly available: number };
}

/** Reads them now; what the system does not tell is `undefined`. */
export async function readNodeFigures(dataPath: string): Promise<NodeFigures> {
  const heap = getHeapStatistics();
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  const disk = await statfs(dataPath);
  return {
    uptimeMs: Math.round(process.uptime() * 1000),
    cpuPercent: Math.min(100, Math.round((100 * one) / Math.max(1, cpus().length))),
    processCpuMs: Math.round((cpu.user + cpu.system) / 1000),
    load: [one, five, fifteen],
    memory: { total: totalmem(), free: freemem() },
    heap: {
      used: heap.used_heap_size,
      committed: heap.total_heap_size,
      max: heap.heap_size_limit,
    },
    buffers: memory.arrayBuffers,
    rss: memory.rss,
    threads: await readNumber('/proc/self/status', /^Threads:\s+(\d+)/m),
    files: {
      open: (await readdir('/proc/self/fd').catch(() => undefined))?.length,
      max: await readNumber('/proc/self/limits', /^Max open files\s+(\d+)/m),
    },
    disk: {
      total: disk.blocks * disk.bsize,
      free: disk.bfree * disk.bsize,
      available: disk.bavail * disk.bsize,
    },
  };
}

/** A number in a file of the kernel; `undefined` where there is no such file. */
async function readNumber(path: string, pattern: RegExp): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const number = pattern.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** A share as a whole percent. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((100 * part) / whole);
}
