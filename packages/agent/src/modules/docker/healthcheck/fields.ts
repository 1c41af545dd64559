import type { Fields } from '@longshore/common/fields';

/** Fields of `docker.healthcheck`. */
export const fields = {
  'docker.healthcheck.status': {
    type: 'keyword',
    description: '`starting`, `healthy` or `unhealthy`.',
  },
  'docker.healthcheck.failingstreak': {
    type: 'long',
    metric: 'gauge',
    description: 'How many checks failed in a row.',
  },
  'docker.healthcheck.event.start_date': { type: 'date', description: 'Start of the last check.' },
  'docker.healthcheck.event.end_date': { type: 'date', description: 'End of the last check.' },
  'docker.healthcheck.event.exit_code': {
    type: 'long',
    description: 'Exit code of the last check; 0 is healthy, -1 ran out of time.',
  },
  'docker.healthcheck.event.output': {
    type: 'keyword',
    description: 'What the last check printed; its first 1024 characters.',
  },
} as const satisfies Fields;
