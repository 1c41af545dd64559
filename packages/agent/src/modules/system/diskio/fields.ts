import type { FieldDefinition, Fields } from '@longshore/common/fields';

const counter = (what: string, unit?: 'byte' | 'ms'): FieldDefinition => ({
  type: 'long',
  ...(unit ? { unit } : {}),
  metric: 'counter',
  description: `${what} since boot.`,
});
const advance = (what: string): FieldDefinition => ({
  type: 'long',
  unit: 'byte',
  metric: 'gauge',
  description: `Bytes ${what} since the event before, over all disks.`,
});
const rate = (what: string): FieldDefinition => ({
  type: 'double',
  unit: 'byte/s',
  metric: 'gauge',
  description: `Bytes ${what} per second, over all disks.`,
});

/** Fields of `system.diskio`. */
export const fields = {
  'host.disk.read.bytes': advance('read'),
  'host.disk.write.bytes': advance('written'),
  'system.diskio.name': { type: 'keyword', description: 'Name of the disk or partition.' },
  'system.diskio.read.count': counter('Finished reads'),
  'system.diskio.read.bytes': counter('Bytes read', 'byte'),
  'system.diskio.read.bytes_rate': rate('read'),
  'system.diskio.read.time': counter('Time spent reading', 'ms'),
  'system.diskio.write.count': counter('Finished writes'),
  'system.diskio.write.bytes': counter('Bytes written', 'byte'),
  'system.diskio.write.bytes_rate': rate('written'),
  'system.diskio.write.time': counter('Time spent writing', 'ms'),
  'system.diskio.io.ops': {
    type: 'long',
    metric: 'gauge',
    description: 'Reads and writes that are under way.',
  },
  'system.diskio.io.time': counter('Time in which the disk was busy', 'ms'),
} as const satisfies Fields;
