import type { Event } from '@longshore/common/fields';
import type { Metricset } from '../../../metricset.ts';
import { type HostFiles, readTwice, type TwoTexts } from '../host-files.ts';
import { fields } from './fields.ts';

/** Two readings of `/proc/diskstats`, and the names of whole disks. */
export interface DiskTexts extends TwoTexts {
  readonly disks: readonly string[];
}

const SECTOR_BYTES = 512;
/** Memory disks, and devices that are laid over real ones: adding them up would count twice. */
const VIRTUAL = /^(ram|loop|zram|dm-|md|sr|fd)\d/;
const UNUSED = /^(ram|loop)\d/;

/** I/O of each disk and partition, and from the second time one event with the sums over whole disks. */
export function systemDiskio(files: HostFiles): Metricset<DiskTexts> {
  const read = readTwice(files, 'proc/diskstats');
  return {
    name: 'system.diskio',
    fields,
    comparesSamples: true,
    fetch: async () => ({ ...(await read()), disks: await files.list('sys/block') }),
    map: ({ previous, current, disks }, now) => {
      const after = parseDisks(current.text);
      const events = [...after]
        .filter(([name]) => !UNUSED.test(name))
        .map(([name, counters]) => mapDisk(name, counters, now));
      if (!previous) {
        return events;
      }
      const whole = disks.filter((name) => !VIRTUAL.test(name));
      const before = parseDisks(previous.text);
      const advance = (kind: 'read' | 'write') =>
        whole.reduce((sum, name) => {
          const old = before.get(name)?.[kind].bytes ?? Number.POSITIVE_INFINITY;
          return sum + Math.max(0, (after.get(name)?.[kind].bytes ?? 0) - old);
        }, 0);
      const seconds = (current.atMs - previous.atMs) / 1000;
      return [...events, mapSummary(advance('read'), advance('write'), { seconds, now })];
    },
  };
}

interface Counters {
  readonly count: number;
  readonly bytes: number;
  readonly time: number;
}

interface Disk {
  readonly read: Counters;
  readonly write: Counters;
  readonly ops: number;
  readonly time: number;
}

function parseDisks(text: string): Map<string, Disk> {
  const disks = new Map<string, Disk>();
  for (const line of text.split('\n')) {
    const [, , name, ...rest] = line.trim().split(/\s+/);
    const at = (column: number) => Number(rest[column] ?? 0);
    if (name !== undefined && rest.length >= 10) {
      disks.set(name, {
        read: { count: at(0), bytes: at(2) * SECTOR_BYTES, time: at(3) },
        write: { count: at(4), bytes: at(6) * SECTOR_BYTES, time: at(7) },
        ops: at(8),
        time: at(9),
      });
    }
  }
  return disks;
}

function mapDisk(name: string, { read, write, ops, time }: Disk, now: Date): Event {
  return {
    '@timestamp': now.toISOString(),
    'system.diskio.name': name,
    'system.diskio.read.count': read.count,
    'system.diskio.read.bytes': read.bytes,
    'system.diskio.read.time': read.time,
    'system.diskio.write.count': write.count,
    'system.diskio.write.bytes': write.bytes,
    'system.diskio.write.time': write.time,
    'system.diskio.io.ops': ops,
    'system.diskio.io.time': time,
  };
}

function mapSummary(
  readBytes: number,
  writeBytes: number,
  { seconds, now }: { readonly seconds: number; readonly now: Date },
): Event {
  return {
    '@timestamp': now.toISOString(),
    'host.disk.read.bytes': readBytes,
    'host.disk.write.bytes': writeBytes,
    ...(seconds > 0
      ? {
          'system.diskio.read.bytes_rate': readBytes / seconds,
          'system.diskio.write.bytes_rate': writeBytes / seconds,
        }
      : {}),
  };
}
