import type { FieldDefinition, Fields } from '@longshore/common/fields';

const bytes = (what: string): FieldDefinition => ({
  type: 'long',
  unit: 'byte',
  metric: 'gauge',
  description: `${what}.`,
});

/** Fields of `system.filesystem`. */
export const fields = {
  'system.filesystem.device_name': { type: 'keyword', description: 'Device that is mounted.' },
  'system.filesystem.mount_point': { type: 'keyword', description: 'Where it is mounted.' },
  'system.filesystem.type': { type: 'keyword', description: 'For example `ext4`.' },
  'system.filesystem.options': { type: 'keyword', description: 'Options of the mount.' },
  'system.filesystem.total': bytes('Size'),
  'system.filesystem.free': bytes('Free space, with what is kept for root'),
  'system.filesystem.available': bytes('Free space for everybody'),
  'system.filesystem.used.bytes': bytes('Space in use'),
  'system.filesystem.used.pct': {
    type: 'double',
    unit: 'percent',
    metric: 'gauge',
    description: 'Share in use of what everybody can use.',
  },
  'system.filesystem.files': { type: 'long', metric: 'gauge', description: 'Room for files.' },
  'system.filesystem.free_files': {
    type: 'long',
    metric: 'gauge',
    description: 'Room for more files.',
  },
} as const satisfies Fields;
