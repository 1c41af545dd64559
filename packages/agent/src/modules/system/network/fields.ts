import type { FieldDefinition, Fields } from '@longshore/common/fields';

const total = (what: string, unit?: 'byte'): FieldDefinition => ({
  type: 'long',
  ...(unit ? { unit } : {}),
  metric: 'counter',
  description: `${what} since boot.`,
});
const advance = (what: string, unit?: 'byte'): FieldDefinition => ({
  type: 'long',
  ...(unit ? { unit } : {}),
  metric: 'gauge',
  description: `${what} since the event before, over all interfaces.`,
});
const rate = (what: string): FieldDefinition => ({
  type: 'double',
  unit: 'byte/s',
  metric: 'gauge',
  description: `${what} per second over the interfaces that leave the host.`,
});

/** Fields of `system.network`. */
export const fields = {
  'host.network.ingress.bytes': advance('Bytes received', 'byte'),
  'host.network.ingress.packets': advance('Packets received'),
  'host.network.egress.bytes': advance('Bytes sent', 'byte'),
  'host.network.egress.packets': advance('Packets sent'),
  'system.network.name': { type: 'keyword', description: 'Name of the interface.' },
  'system.network.in.bytes': total('Bytes received', 'byte'),
  'system.network.in.bytes_rate': rate('Bytes received'),
  'system.network.in.packets': total('Packets received'),
  'system.network.in.errors': total('Errors at receiving'),
  'system.network.in.dropped': total('Received packets dropped'),
  'system.network.out.bytes': total('Bytes sent', 'byte'),
  'system.network.out.bytes_rate': rate('Bytes sent'),
  'system.network.out.packets': total('Packets sent'),
  'system.network.out.errors': total('Errors at sending'),
  'system.network.out.dropped': total('Packets dropped at sending'),
} as const satisfies Fields;
