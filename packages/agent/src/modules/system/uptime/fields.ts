import type { Fields } from '@longshore/common/fields';

/** Fields of `system.uptime`. */
export const fields = {
  'system.uptime.duration.ms': {
    type: 'long',
    unit: 'ms',
    metric: 'gauge',
    description: 'Time since the host started.',
  },
} as const satisfies Fields;
