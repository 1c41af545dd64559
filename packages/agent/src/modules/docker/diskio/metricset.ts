import type { Json } from '@longshore/common/json';
import { toNumber } from '../../../counter.ts';
import { defined } from '../../../defined.ts';
import type { ProcessIo, ProcessIoReader } from '../../../docker/process-io.ts';
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

/** Samples, and what is known of the processes where the kernel counts nothing for containers. */
export interface DiskioRound extends StatsRound {
  /** By container id. */
  readonly processes?: Readonly<Record<string, ProcessIo>>;
}

/**
 * Block I/O of each running container, summed over devices. Where the kernel has never counted any for a container,
 * it is that of the container's processes.
 */
export function dockerDiskio(
  sampler: Pick<StatsSampler, 'sample'>,
  reader: Pick<ProcessIoReader, 'read'>,
): Metricset<DiskioRound> {
  let isCounted = false;
  return {
    name: 'docker.diskio',
    fields,
    fetch: async ({ signal }) => {
      const round = await sampler.sample(signal);
      isCounted ||= round.samples.some(({ current }) => hasCounters(current));
      return isCounted
        ? round
        : { ...round, processes: reader.read(round.samples.map(({ container }) => container)) };
    },
    map: (round, now) => mapSamples(round, now, (sample) => mapSample(sample, round.processes)),
  };
}

/** Some kernels count nothing, and none does before the first access: that is not known to be 0. */
function hasCounters({ blkio_stats: io }: StatsAnswer): boolean {
  return Boolean(io?.io_serviced_recursive?.length || io?.io_service_bytes_recursive?.length);
}

function mapSample(sample: Sample, processes: DiskioRound['processes']): Record<string, Json>[] {
  if (hasCounters(sample.current)) {
    return [mapCounters(sample)];
  }
  const io = processes?.[sample.container.id];
  return io ? [mapProcesses(io)] : [];
}

function mapProcesses(io: ProcessIo): Record<string, Json> {
  return defined({
    'docker.diskio.source': 'process',
    'docker.diskio.read.bytes': io.readBytes,
    'docker.diskio.read.bytes_rate': io.readBytesPerS,
    'docker.diskio.write.bytes': io.writeBytes,
    'docker.diskio.write.bytes_rate': io.writeBytesPerS,
    'container.disk.read.bytes': io.readBytes,
    'container.disk.write.bytes': io.writeBytes,
  });
}

function mapCounters({ previous, current }: Sample): Record<string, Json> {
  const seconds = secondsBetween(previous, current);
  const old = previous?.blkio_stats;
  const io: StatsAnswer['blkio_stats'] = current.blkio_stats;
  const all: Record<string, Json | undefined> = { 'docker.diskio.source': 'cgroup' };
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
  return defined(all);
}

/** Kernels differ in the case of the operation's name; cgroup v2 has no totals. */
function sum(entries: readonly BlockIoEntry[] | null | undefined, op: string): number {
  return (entries ?? [])
    .filter(({ major, op: name }) => name.toLowerCase() === op && !SKIPPED_MAJORS.has(major))
    .reduce((total, { value }) => total + (toNumber(value) ?? 0), 0);
}
