import type { Json } from '@longshore/common/json';
import { toNumber } from '../../../counter.ts';
import { defined } from '../../../defined.ts';
import type {
  BlockIoEntry,
  Sample,
  StatsAnswer,
  StatsRound,
  StatsSampler,
} from '../../../docker/stats.ts';
import type { Metricset } from '../../../metricset.ts';
import { mapSamples } from '../map-samples.ts';
import { perSecond, secondsBetween } from '../seconds-between.ts';
import { fields } from './fields.ts';

/** Loop-back of network block devices and the device mapper: their I/O shows up on the real device again. */
const SKIPPED_MAJORS = new Set([9, 253]);
const DIRECTIONS = [
  { name: 'read', op: 'read' },
  { name: 'write', op: 'write' },
  { name: 'summary', op: 'total' },
] as const;

/** Block I/O of each running container that the kernel counts it of, summed over devices. */
export function dockerDiskio(sampler: Pick<StatsSampler, 'sample'>): Metricset<StatsRound> {
  return {
    name: 'docker.diskio',
    fields,
    fetch: ({ signal }) => sampler.sample(signal),
    map: (round, now) => mapSamples(round, now, mapSample),
  };
}

function mapSample({ previous, current }: Sample): Record<string, Json>[] {
  const seconds = secondsBetween(previous, current);
  const old = previous?.blkio_stats;
  const io: StatsAnswer['blkio_stats'] = current.blkio_stats;
  // Some kernels count nothing, and none does before the first access: that is not known to be 0.
  if (!io?.io_serviced_recursive?.length && !io?.io_service_bytes_recursive?.length) {
    return [];
  }
  const all: Record<string, Json | undefined> = {};
  for (const { name, op } of DIRECTIONS) {
    const ops = sum(io?.io_serviced_recursive, op);
    const bytes = sum(io?.io_service_bytes_recursive, op);
    const advance = previous ? ops - sum(old?.io_serviced_recursive, op) : 0;
    all[`docker.diskio.${name}.ops`] = ops;
    all[`docker.diskio.${name}.bytes`] = bytes;
    all[`docker.diskio.${name}.rate`] = perSecond(advance, seconds);
    all[`docker.diskio.${name}.service_time`] = sum(io?.io_service_time_recursive, op);
    all[`docker.diskio.${name}.wait_time`] = sum(io?.io_wait_time_recursive, op);
    all[`docker.diskio.${name}.queued`] = sum(io?.io_queue_recursive, op);
    if (name !== 'summary') {
      const advanceBytes = bytes - sum(old?.io_service_bytes_recursive, op);
      all[`docker.diskio.${name}.bytes_rate`] = previous
        ? perSecond(advanceBytes, seconds)
        : undefined;
      all[`container.disk.${name}.bytes`] = bytes;
    }
  }
  return [defined(all)];
}

/** Kernels differ in the case of the operation's name; cgroup v2 has no totals. */
function sum(entries: readonly BlockIoEntry[] | null | undefined, op: string): number {
  return (entries ?? [])
    .filter(({ major, op: name }) => name.toLowerCase() === op && !SKIPPED_MAJORS.has(major))
    .reduce((total, { value }) => total + (toNumber(value) ?? 0), 0);
}
