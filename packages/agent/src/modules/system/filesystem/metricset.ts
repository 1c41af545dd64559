import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Event } from '@longshore/common/fields';
import { type Counter, toNumber } from '../../../counter.ts';
import { defined } from '../../../defined.ts';
import type { Metricset } from '../../../metricset.ts';
import { roundPct } from '../../../round.ts';
import type { HostFiles } from '../host-files.ts';
import { fields } from './fields.ts';
import { type Mount, parseMounts } from './mounts.ts';

/** A mount and what the kernel says of its space. */
export interface Space {
  readonly mount: Mount;
  readonly bsize: Counter;
  readonly blocks: Counter;
  readonly bfree: Counter;
  readonly bavail: Counter;
  readonly files: Counter;
  readonly ffree: Counter;
}

const ANSWER_MS = 2_000;

/** Space of each file system on a disk. */
export function systemFilesystem(files: HostFiles): Metricset<Space[]> {
  // A network file system whose server is gone never answers, and holds a thread: it is not asked twice.
  const waiting = new Set<string>();

  const readSpace = async (mount: Mount): Promise<Space[]> => {
    if (waiting.has(mount.point)) {
      return [];
    }
    waiting.add(mount.point);
    const answer = statfs(join(files.root, mount.point), { bigint: true })
      .then(({ bsize, blocks, bfree, bavail, files: all, ffree }) => [
        { mount, bsize, blocks, bfree, bavail, files: all, ffree },
      ])
      // Not ours to see, or gone since it was listed.
      .catch(() => [])
      .finally(() => waiting.delete(mount.point));
    return await Promise.race([answer, giveUp(ANSWER_MS)]);
  };

  return {
    name: 'system.filesystem',
    fields,
    everyPeriods: 6,
    fetch: async () => {
      const mounts = parseMounts(
        await files.read(`${files.self}/mounts`),
        await files.read('proc/filesystems'),
      );
      return (await Promise.all(mounts.map(readSpace))).flat();
    },
    map: (raw, now) => raw.flatMap((space) => mapSpace(space, now)),
  };
}

function giveUp(ms: number): Promise<[]> {
  return new Promise((resolve) => setTimeout(resolve, ms, []).unref());
}

function mapSpace({ mount, ...space }: Space, now: Date): Event[] {
  const size = BigInt(space.bsize);
  const total = BigInt(space.blocks) * size;
  const free = BigInt(space.bfree) * size;
  const available = BigInt(space.bavail) * size;
  const used = total - free;
  if (total === 0n) {
    return [];
  }
  return [
    {
      '@timestamp': now.toISOString(),
      'system.filesystem.device_name': mount.device,
      'system.filesystem.mount_point': mount.point,
      'system.filesystem.type': mount.type,
      'system.filesystem.options': mount.options,
      ...defined({
        'system.filesystem.total': toNumber(total),
        'system.filesystem.free': toNumber(free),
        'system.filesystem.available': toNumber(available),
        'system.filesystem.used.bytes': toNumber(used),
        'system.filesystem.used.pct':
          used + available > 0n ? roundPct(Number(used) / Number(used + available)) : undefined,
        'system.filesystem.files': toNumber(space.files),
        'system.filesystem.free_files': toNumber(space.ffree),
      }),
    },
  ];
}
