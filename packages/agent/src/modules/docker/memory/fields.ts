import type { Fields } from '@longshore/common/fields';

/** Fields of `docker.memory`. */
export const fields = {
  'container.memory.usage': {
    type: 'double',
    unit: 'percent',
    metric: 'gauge',
    description: 'Memory used, as a share of the limit.',
  },
  'docker.memory.usage.total': {
    type: 'long',
    unit: 'byte',
    metric: 'gauge',
    description: 'Memory used, without the file cache that can be dropped at any time.',
  },
  'docker.memory.usage.pct': {
    type: 'double',
    unit: 'percent',
    metric: 'gauge',
    description: 'Memory used, as a share of the limit.',
  },
  'docker.memory.usage.max': {
    type: 'long',
    unit: 'byte',
    metric: 'gauge',
    description: 'Most memory used since the start; cgroup v1 only.',
  },
  'docker.memory.limit': {
    type: 'long',
    unit: 'byte',
    metric: 'gauge',
    description: 'Memory limit; the memory of the host if the container has none.',
  },
  'docker.memory.fail.count': {
    type: 'long',
    metric: 'counter',
    description: 'How often memory was refused at the limit.',
  },
  'docker.memory.rss.total': {
    type: 'long',
    unit: 'byte',
    metric: 'gauge',
    description: 'Anonymous memory and swap cache; cgroup v1 only.',
  },
  'docker.memory.rss.pct': {
    type: 'double',
    unit: 'percent',
    metric: 'gauge',
    description: 'Resident memory, as a share of the limit; cgroup v1 only.',
  },
  'docker.memory.stats.*': {
    type: 'long',
    description: 'The counters of the cgroup, under the names that the kernel gives them.',
  },
} as const satisfies Fields;
