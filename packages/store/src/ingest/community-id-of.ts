import { createHash } from 'node:crypto';
import { errors } from '@longshore/common/errors';
import { addressBytes } from './ip-address.ts';

/** What a Community ID is made of. */
export interface Flow {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  /** Ends are not put into order. */
  readonly isOneWay?: boolean;
}

/** Types of ICMP messages and those that answer them, by protocol. */
export const ICMP_REPLIES: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  1: { 0: 8, 8: 0, 9: 10, 10: 9, 13: 14, 14: 13, 15: 16, 16: 15, 17: 18, 18: 17 },
  58: {
    128: 129,
    129: 128,
    130: 131,
    131: 130,
    133: 134,
    134: 133,
    135: 136,
    136: 135,
    139: 140,
    140: 139,
    144: 145,
    145: 144,
  },
};

/** Version 1 of https://github.com/corelight/community-id-spec: both directions of a flow have the same id. */
export function communityIdOf(flow: Flow, seed: number): string {
  const [from, to] = [flow.source, flow.destination].map((address) => {
    const bytes = addressBytes(address);
    if (!bytes) {
      throw errors.illegalArgument(`'${address}' is not an IP string literal.`);
    }
    return bytes;
  });
  if (!from || !to) {
    throw new Error('BUG: a flow has two ends');
  }
  const { sourcePort = 0, destinationPort = 0, isOneWay = false } = flow;
  const order = Buffer.compare(from, to);
  const isOrdered = isOneWay || order < 0 || (order === 0 && sourcePort <= destinationPort);
  const hash = createHash('sha1').update(twoBytes(seed));
  hash.update(isOrdered ? from : to).update(isOrdered ? to : from);
  hash.update(Buffer.of(flow.protocol, 0));
  if (flow.sourcePort !== undefined) {
    hash.update(twoBytes(isOrdered ? sourcePort : destinationPort));
    hash.update(twoBytes(isOrdered ? destinationPort : sourcePort));
  }
  return `1:${hash.digest('base64')}`;
}

function twoBytes(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
