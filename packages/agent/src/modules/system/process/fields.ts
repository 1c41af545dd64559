import type { FieldDefinition, Fields } from '@longshore/common/fields';

const keyword = (description: string): FieldDefinition => ({ type: 'keyword', description });
const bytes = (description: string): FieldDefinition => ({
  type: 'long',
  unit: 'byte',
  metric: 'gauge',
  description,
});
const share = (description: string): FieldDefinition => ({
  type: 'double',
  unit: 'percent',
  metric: 'gauge',
  description,
});
const ms = (description: string): FieldDefinition => ({
  type: 'long',
  unit: 'ms',
  metric: 'counter',
  description,
});
const counter = (description: string, unit?: 'byte'): FieldDefinition => ({
  type: 'long',
  ...(unit ? { unit } : {}),
  metric: 'counter',
  description,
});

/** Fields of `system.process`. */
export const fields = {
  'process.pid': { type: 'long', description: 'Process id on the host.' },
  'process.parent.pid': { type: 'long', description: 'Process id of the parent.' },
  'process.pgid': { type: 'long', description: 'Process group.' },
  'process.name': keyword('Name of the program.'),
  'process.executable': keyword('Path of the program.'),
  'process.args': { type: 'keyword', list: true, description: 'Command line, in its parts.' },
  'process.command_line': keyword('Command line; its first 1024 characters.'),
  'process.working_directory': keyword('Folder in which it works.'),
  'process.state': keyword('`running`, `sleeping`, `zombie` and so on.'),
  'process.cpu.pct': share('CPU used; 1.0 is all cores.'),
  'process.cpu.start_time': { type: 'date', description: 'When it started.' },
  'process.memory.pct': share('Resident memory, as a share of the memory of the host.'),
  'user.name': keyword('Whom it runs as.'),
  'system.process.state': keyword('As `process.state`.'),
  'system.process.cmdline': keyword('As `process.command_line`.'),
  'system.process.num_threads': { type: 'long', metric: 'gauge', description: 'Threads.' },
  'system.process.cpu.start_time': { type: 'date', description: 'When it started.' },
  'system.process.cpu.total.pct': share('CPU used; 1.0 is one core.'),
  'system.process.cpu.total.norm.pct': share('CPU used; 1.0 is all cores.'),
  'system.process.cpu.total.value': ms('CPU time since its start.'),
  'system.process.cpu.total.ticks': ms('CPU time since its start.'),
  'system.process.cpu.user.ticks': ms('CPU time in the program since its start.'),
  'system.process.cpu.system.ticks': ms('CPU time in the kernel since its start.'),
  'system.process.memory.size': bytes('Address space.'),
  'system.process.memory.rss.bytes': bytes('Resident memory.'),
  'system.process.memory.rss.pct': share('Resident memory, as a share of that of the host.'),
  'system.process.memory.share': bytes('Resident memory that may be shared with others.'),
  'system.process.io.read_bytes': counter('Bytes read from disks.', 'byte'),
  'system.process.io.write_bytes': counter('Bytes written to disks.', 'byte'),
  'system.process.io.cancelled_write_bytes': counter('Bytes deleted before written.', 'byte'),
  'system.process.io.read_char': counter('Bytes read, from anywhere.', 'byte'),
  'system.process.io.write_char': counter('Bytes written, to anywhere.', 'byte'),
  'system.process.io.read_ops': counter('Calls that read.'),
  'system.process.io.write_ops': counter('Calls that wrote.'),
  'system.process.fd.open': { type: 'long', metric: 'gauge', description: 'Open files.' },
} as const satisfies Fields;
