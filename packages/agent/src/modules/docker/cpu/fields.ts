import type { FieldDefinition, Fields } from '@longshore/common/fields';

const share = (what: string): FieldDefinition => ({
  type: 'double',
  unit: 'percent',
  metric: 'gauge',
  description: `${what}; 1.0 is one core.`,
});
const norm = (what: string): FieldDefinition => ({
  type: 'double',
  unit: 'percent',
  metric: 'gauge',
  description: `${what}; 1.0 is all cores.`,
});
const ticks = (what: string): FieldDefinition => ({
  type: 'long',
  unit: 'nanos',
  metric: 'counter',
  description: `${what}, since the container started.`,
});

/** Fields of `docker.cpu`. */
export const fields = {
  'container.cpu.usage': norm('CPU used'),
  'docker.cpu.total.pct': share('CPU used'),
  'docker.cpu.total.norm.pct': norm('CPU used'),
  'docker.cpu.kernel.pct': share('CPU used in the kernel'),
  'docker.cpu.kernel.norm.pct': norm('CPU used in the kernel'),
  'docker.cpu.kernel.ticks': ticks('CPU time in the kernel'),
  'docker.cpu.user.pct': share('CPU used by the program'),
  'docker.cpu.user.norm.pct': norm('CPU used by the program'),
  'docker.cpu.user.ticks': ticks('CPU time of the program'),
  'docker.cpu.system.pct': share('CPU time of the host that passed: the number of cores'),
  'docker.cpu.system.norm.pct': norm('CPU time of the host that passed: 1'),
  'docker.cpu.system.ticks': ticks('CPU time of the host'),
  'docker.cpu.core.*.pct': share('CPU used on one core'),
  'docker.cpu.core.*.norm.pct': norm('CPU used on one core'),
  'docker.cpu.core.*.ticks': ticks('CPU time on one core'),
  'docker.cpu.throttling.periods': {
    type: 'long',
    metric: 'counter',
    description: 'Periods in which the CPU limit was looked at.',
  },
  'docker.cpu.throttling.throttled_periods': {
    type: 'long',
    metric: 'counter',
    description: 'Periods in which the container had to wait for its CPU limit.',
  },
  'docker.cpu.throttling.throttled_ns': {
    type: 'long',
    unit: 'nanos',
    metric: 'counter',
    description: 'Time the container had to wait for its CPU limit.',
  },
} as const satisfies Fields;
