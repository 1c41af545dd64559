import type { FieldDefinition, Fields } from '@longshore/common/fields';

const bytes = (what: string): FieldDefinition => ({
  type: 'long',
  unit: 'byte',
  metric: 'counter',
  description: `Bytes ${what} since the container started.`,
});
const ops = (what: string): FieldDefinition => ({
  type: 'long',
  metric: 'counter',
  description: `Operations ${what} since the container started.`,
});
const time = (what: string): FieldDefinition => ({
  type: 'long',
  unit: 'nanos',
  metric: 'counter',
  description: `${what} since the container started; cgroup v1 with the CFQ scheduler only.`,
});
const rate = (what: string): FieldDefinition => ({
  type: 'double',
  unit: 'op/s',
  metric: 'gauge',
  description: `Operations ${what} per second.`,
});
const bytesRate = (what: string): FieldDefinition => ({
  type: 'double',
  unit: 'byte/s',
  metric: 'gauge',
  description: `Bytes ${what} per second.`,
});
const queued = (what: string): FieldDefinition => ({
  type: 'long',
  metric: 'gauge',
  description: `Operations ${what} that wait; cgroup v1 with the CFQ scheduler only.`,
});

/** Fields of `docker.diskio`. */
export const fields = {
  'docker.diskio.source': {
    type: 'keyword',
    description:
      '`cgroup` when the kernel counted for the container as a whole; `process` for the sum of its processes, which is a lower bound and has bytes only.',
  },
  'container.disk.read.bytes': bytes('read'),
  'container.disk.write.bytes': bytes('written'),
  'docker.diskio.read.bytes': bytes('read'),
  'docker.diskio.read.bytes_rate': bytesRate('read'),
  'docker.diskio.read.ops': ops('that read'),
  'docker.diskio.read.rate': rate('that read'),
  'docker.diskio.read.service_time': time('Time spent reading'),
  'docker.diskio.read.wait_time': time('Time waited before reading'),
  'docker.diskio.read.queued': queued('that read'),
  'docker.diskio.write.bytes': bytes('written'),
  'docker.diskio.write.bytes_rate': bytesRate('written'),
  'docker.diskio.write.ops': ops('that wrote'),
  'docker.diskio.write.rate': rate('that wrote'),
  'docker.diskio.write.service_time': time('Time spent writing'),
  'docker.diskio.write.wait_time': time('Time waited before writing'),
  'docker.diskio.write.queued': queued('that write'),
  'docker.diskio.summary.bytes': bytes('read or written; cgroup v1 only'),
  'docker.diskio.summary.ops': ops('of both kinds; cgroup v1 only'),
  'docker.diskio.summary.rate': rate('of both kinds'),
  'docker.diskio.summary.service_time': time('Time spent'),
  'docker.diskio.summary.wait_time': time('Time waited'),
  'docker.diskio.summary.queued': queued('of both kinds'),
} as const satisfies Fields;
