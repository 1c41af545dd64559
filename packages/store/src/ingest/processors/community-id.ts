import { errors } from '@longshore/common/errors';
import { communityIdOf, type Flow, ICMP_REPLIES } from '../community-id-of.ts';
import { configurationError } from '../configuration-error.ts';
import { javaText } from '../java-text.ts';
import { type FieldOf, field, flag, integer, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

const SEED_MAX = 65_535;

/** https://www.elastic.co/docs/reference/enrich-processor/community-id-processor */
export const communityId = defineProcessor({
  name: 'community_id',
  summary: 'Writes the Community ID of a network flow.',
  options: {
    source_ip: withDefault(field, 'source.ip', 'Address of the sender.'),
    source_port: withDefault(field, 'source.port', 'Port of the sender.'),
    destination_ip: withDefault(field, 'destination.ip', 'Address of the receiver.'),
    destination_port: withDefault(field, 'destination.port', 'Port of the receiver.'),
    iana_number: withDefault(field, 'network.iana_number', 'Number of the protocol.'),
    icmp_type: withDefault(field, 'icmp.type', 'Type of an ICMP message.'),
    icmp_code: withDefault(field, 'icmp.code', 'Code of an ICMP message.'),
    transport: withDefault(
      field,
      'network.transport',
      'Name or number of the protocol; used when `iana_number` is missing.',
    ),
    target_field: withDefault(field, 'network.community_id', 'Where the id goes.'),
    seed: withDefault(integer, 0, 'Seed of the hash, 0 to 65535.'),
    ignore_missing: withDefault(flag, true, 'Do nothing when something is missing.'),
  },
  create: (options, { place }) => {
    if (options.seed < 0 || options.seed > SEED_MAX) {
      throw configurationError('seed must be an integer between 0 and 65535', place, 'seed');
    }
    return (document) => {
      const read = (of: FieldOf): string | undefined => {
        const value = document.find(of(document));
        return value === undefined || value === null ? undefined : javaText(value);
      };
      const flow = readFlow(options, read);
      if (flow === undefined) {
        if (options.ignore_missing) {
          return;
        }
        throw errors.illegalArgument('unable to construct flow from document');
      }
      document.set(options.target_field(document), communityIdOf(flow, options.seed));
    };
  },
});

type Sources = Readonly<
  Record<
    | 'source_ip'
    | 'source_port'
    | 'destination_ip'
    | 'destination_port'
    | 'iana_number'
    | 'icmp_type'
    | 'icmp_code'
    | 'transport',
    FieldOf
  >
>;

const PROTOCOLS: Readonly<Record<string, number>> = {
  egp: 8,
  eigrp: 88,
  gre: 47,
  icmp: 1,
  'icmp-v6': 58,
  icmpv6: 58,
  igmp: 2,
  igp: 9,
  'ipv6-icmp': 58,
  ospf: 89,
  pim: 103,
  sctp: 132,
  tcp: 6,
  udp: 17,
};
const WITH_PORTS = new Set([6, 17, 132]);

function readFlow(sources: Sources, read: (of: FieldOf) => string | undefined): Flow | undefined {
  const source = read(sources.source_ip);
  const destination = read(sources.destination_ip);
  const named = read(sources.iana_number) ?? read(sources.transport);
  if (source === undefined || destination === undefined || named === undefined) {
    return undefined;
  }
  const protocol = /^\d+$/.test(named) ? Number(named) : PROTOCOLS[named.toLowerCase()];
  if (protocol === undefined || protocol > 255) {
    throw errors.illegalArgument(`could not convert string [${named}] to transport protocol`);
  }
  if (WITH_PORTS.has(protocol)) {
    const ports = [sources.source_port, sources.destination_port].map(read);
    const [sourcePort, destinationPort] = ports.map((port) => readPort(port));
    return sourcePort === undefined || destinationPort === undefined
      ? undefined
      : { source, destination, protocol, sourcePort, destinationPort };
  }
  if (protocol === PROTOCOLS.icmp || protocol === PROTOCOLS.icmpv6) {
    const type = read(sources.icmp_type);
    return type === undefined
      ? undefined
      : {
          source,
          destination,
          protocol,
          ...icmpPorts(protocol, Number(type), read(sources.icmp_code)),
        };
  }
  return { source, destination, protocol };
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    throw errors.illegalArgument(`invalid port [${text}]`);
  }
  return port;
}

/** A message and its reply are one flow; what has no reply goes one way. */
function icmpPorts(protocol: number, type: number, code: string | undefined) {
  if (!Number.isInteger(type) || type < 0 || type > 255) {
    throw errors.illegalArgument(`invalid ICMP type [${type}]`);
  }
  const reply = ICMP_REPLIES[protocol]?.[type];
  return {
    sourcePort: type,
    destinationPort: reply ?? Number(code ?? 0) % 256,
    isOneWay: reply === undefined,
  };
}
