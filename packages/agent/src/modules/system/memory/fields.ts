import type { FieldDefinition, Fields } from '@longshore/common/fields';

const bytes = (what: string): FieldDefinition => ({
  type: 'long',
  unit: 'byte',
  metric: 'gauge',
  description: `${what}.`,
});
const pct = (what: string): FieldDefinition => ({
  type: 'double',
  unit: 'percent',
  metric: 'gauge',
  description: `${what}.`,
});

/** Fields of `system.memory`. */
export const fields = {
  'system.memory.total': bytes('Memory of the host'),
  'system.memory.free': bytes('Memory that is used for nothing'),
  'system.memory.cached': bytes('Memory that holds parts of files'),
  'system.memory.used.bytes': bytes('Memory that is not free, with caches'),
  'system.memory.used.pct': pct('Share of memory that is not free, with caches'),
  'system.memory.actual.free': bytes('Memory that programs can have without swapping'),
  'system.memory.actual.used.bytes': bytes('Memory in use, without what can be given back'),
  'system.memory.actual.used.pct': pct('Share of memory in use, without what can be given back'),
  'system.memory.swap.total': bytes('Swap space'),
  'system.memory.swap.free': bytes('Free swap space'),
  'system.memory.swap.used.bytes': bytes('Swap space in use'),
  'system.memory.swap.used.pct': pct('Share of swap space in use; left out without swap'),
} as const satisfies Fields;
