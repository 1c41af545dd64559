import type { FieldDefinition, Fields } from '@longshore/common/fields';

const pct = (what: string): FieldDefinition => ({
  type: 'double',
  unit: 'percent',
  metric: 'gauge',
  description: `Time ${what}; 1.0 is one core.`,
});
const norm = (what: string): FieldDefinition => ({
  type: 'double',
  unit: 'percent',
  metric: 'gauge',
  description: `Time ${what}; 1.0 is all cores.`,
});
const ticks = (what: string): FieldDefinition => ({
  type: 'long',
  metric: 'counter',
  description: `Hundredths of a second ${what} since boot, over all cores.`,
});

/** Fields of `system.cpu`. */
export const fields = {
  'host.cpu.usage': norm('used'),
  'system.cpu.cores': { type: 'long', metric: 'gauge', description: 'Number of cores.' },
  'system.cpu.total.pct': pct('used, that is neither idle nor waiting for a disk'),
  'system.cpu.total.norm.pct': norm('used, that is neither idle nor waiting for a disk'),
  'system.cpu.user.pct': pct('in programs'),
  'system.cpu.user.norm.pct': norm('in programs'),
  'system.cpu.user.ticks': ticks('in programs'),
  'system.cpu.nice.pct': pct('in programs of low priority'),
  'system.cpu.nice.norm.pct': norm('in programs of low priority'),
  'system.cpu.nice.ticks': ticks('in programs of low priority'),
  'system.cpu.system.pct': pct('in the kernel'),
  'system.cpu.system.norm.pct': norm('in the kernel'),
  'system.cpu.system.ticks': ticks('in the kernel'),
  'system.cpu.idle.pct': pct('idle'),
  'system.cpu.idle.norm.pct': norm('idle'),
  'system.cpu.idle.ticks': ticks('idle'),
  'system.cpu.iowait.pct': pct('waiting for a disk'),
  'system.cpu.iowait.norm.pct': norm('waiting for a disk'),
  'system.cpu.iowait.ticks': ticks('waiting for a disk'),
  'system.cpu.irq.pct': pct('serving interrupts'),
  'system.cpu.irq.norm.pct': norm('serving interrupts'),
  'system.cpu.irq.ticks': ticks('serving interrupts'),
  'system.cpu.softirq.pct': pct('serving soft interrupts'),
  'system.cpu.softirq.norm.pct': norm('serving soft interrupts'),
  'system.cpu.softirq.ticks': ticks('serving soft interrupts'),
  'system.cpu.steal.pct': pct('that the hypervisor gave to others'),
  'system.cpu.steal.norm.pct': norm('that the hypervisor gave to others'),
  'system.cpu.steal.ticks': ticks('that the hypervisor gave to others'),
} as const satisfies Fields;
