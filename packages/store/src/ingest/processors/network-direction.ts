import { isIP } from 'node:net';
import { errors } from '@longshore/common/errors';
import { configurationError } from '../configuration-error.ts';
import type { IngestDocument } from '../ingest-document.ts';
import { networkTest } from '../ip-address.ts';
import { javaText } from '../java-text.ts';
import { field, flag, optional, texts, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { compileTemplate } from '../template.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/network-direction-processor */
export const networkDirection = defineProcessor({
  name: 'network_direction',
  summary: 'Tells whether a connection goes into, out of, or along networks of our own.',
  options: {
    source_ip: withDefault(field, 'source.ip', 'Address of the sender.'),
    destination_ip: withDefault(field, 'destination.ip', 'Address of the receiver.'),
    target_field: withDefault(field, 'network.direction', 'Where the direction goes.'),
    internal_networks: optional(
      texts,
      'Own networks: CIDR notation, or `private`, `loopback`, `public` … Or `internal_networks_field`.',
    ),
    internal_networks_field: optional(field, 'Field that lists the own networks.'),
    ignore_missing: withDefault(flag, true, 'Do nothing when an address is missing.'),
  },
  create: (options, { place }) => {
    const { internal_networks: given, internal_networks_field: listed } = options;
    if ((given === undefined) === (listed === undefined)) {
      const reason =
        given === undefined
          ? 'or [internal_networks_field] must be specified'
          : 'and [internal_networks_field] cannot both be used in the same processor';
      throw configurationError(reason, place, 'internal_networks');
    }
    const templates = given?.map((one) => compileTemplate(one)) ?? [];
    const networks = (document: IngestDocument): readonly string[] => {
      if (!listed) {
        return templates.map((render) => render(document));
      }
      const value = document.get(listed(document));
      return (Array.isArray(value) ? value : [value]).map(javaText);
    };
    return (document) => {
      const [source, destination] = [options.source_ip, options.destination_ip].map((of) => {
        return document.find(of(document)) ?? undefined;
      });
      if (source === undefined || destination === undefined) {
        if (options.ignore_missing) {
          return;
        }
        throw errors.illegalArgument('unable to calculate network direction from document');
      }
      const direction = directionOf(javaText(source), javaText(destination), networks(document));
      document.set(options.target_field(document), direction);
    };
  },
});

const DIRECTIONS = [
  ['external', 'inbound'],
  ['outbound', 'internal'],
] as const;

function directionOf(source: string, destination: string, networks: readonly string[]): string {
  const tests = networks.map(networkTest);
  const isInternal = (address: string) => {
    if (isIP(address) === 0) {
      throw errors.illegalArgument(`'${address}' is not an IP string literal.`);
    }
    return tests.some((isIn) => isIn(address));
  };
  return DIRECTIONS[isInternal(source) ? 1 : 0][isInternal(destination) ? 1 : 0];
}
