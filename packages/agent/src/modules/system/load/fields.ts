import type { FieldDefinition, Fields } from '@longshore/common/fields';

const load = (minutes: string): FieldDefinition => ({
  type: 'double',
  metric: 'gauge',
  description: `Processes that ran or waited, on average over ${minutes}.`,
});

/** Fields of `system.load`. */
export const fields = {
  'system.load.cores': { type: 'long', metric: 'gauge', description: 'Number of cores.' },
  'system.load.1': load('1 minute'),
  'system.load.5': load('5 minutes'),
  'system.load.15': load('15 minutes'),
  'system.load.norm.1': load('1 minute, per core'),
  'system.load.norm.5': load('5 minutes, per core'),
  'system.load.norm.15': load('15 minutes, per core'),
} as const satisfies Fields;
