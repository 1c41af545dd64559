import type { FieldDefinition, Fields } from '@longshore/common/fields';

const rate = (what: string, unit: 'byte/s' | 'packet/s'): FieldDefinition => ({
  type: 'double',
  unit,
  metric: 'gauge',
  description: `${what} per second.`,
});
const total = (what: string, unit?: 'byte'): FieldDefinition => ({
  type: 'long',
  ...(unit ? { unit } : {}),
  metric: 'counter',
  description: `${what} since the interface was made.`,
});

/** Fields of `docker.network`. */
export const fields = {
  'container.network.ingress.bytes': total('Bytes received', 'byte'),
  'container.network.egress.bytes': total('Bytes sent', 'byte'),
  'docker.network.interface': { type: 'keyword', description: 'Interface in the container.' },
  'docker.network.in.bytes': rate('Bytes received', 'byte/s'),
  'docker.network.in.packets': rate('Packets received', 'packet/s'),
  'docker.network.in.dropped': rate('Received packets dropped', 'packet/s'),
  'docker.network.in.errors': rate('Errors at receiving', 'packet/s'),
  'docker.network.out.bytes': rate('Bytes sent', 'byte/s'),
  'docker.network.out.packets': rate('Packets sent', 'packet/s'),
  'docker.network.out.dropped': rate('Packets dropped at sending', 'packet/s'),
  'docker.network.out.errors': rate('Errors at sending', 'packet/s'),
  'docker.network.inbound.bytes': total('Bytes received', 'byte'),
  'docker.network.inbound.packets': total('Packets received'),
  'docker.network.inbound.dropped': total('Received packets dropped'),
  'docker.network.inbound.errors': total('Errors at receiving'),
  'docker.network.outbound.bytes': total('Bytes sent', 'byte'),
  'docker.network.outbound.packets': total('Packets sent'),
  'docker.network.outbound.dropped': total('Packets dropped at sending'),
  'docker.network.outbound.errors': total('Errors at sending'),
} as const satisfies Fields;
