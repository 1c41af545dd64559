import { BlockList, isIP, isIPv6 } from 'node:net';
import { errors } from '@longshore/common/errors';

/** The bytes of an address, 4 or 16; `undefined` for what is none. */
export function addressBytes(address: string): Buffer | undefined {
  const kind = isIP(address);
  if (kind === 4) {
    return Buffer.from(address.split('.').map(Number));
  }
  return kind === 6 && !address.includes('%') ? ipv6Bytes(address) : undefined;
}

function ipv6Bytes(address: string): Buffer {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const first = groups(head);
  const last = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  const all = [...first, ...new Array<string>(zeros).fill('0'), ...last];
  const bytes = Buffer.alloc(16);
  for (const [i, group] of all.entries()) {
    bytes.writeUInt16BE(Number.parseInt(group, 16), i * 2);
  }
  return bytes;
}

/** Networks with names of their own. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  global_unicast: ['0.0.0.0/0', '::/0'],
  unicast: ['0.0.0.0/0', '::/0'],
  link_local_unicast: ['169.254.0.0/16', 'fe80::/10'],
  interface_local_multicast: ['ff01::/16'],
  link_local_multicast: ['224.0.0.0/24', 'ff02::/16'],
  multicast: ['224.0.0.0/4', 'ff00::/8'],
  unspecified: ['0.0.0.0/32', '::/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};
const NOT_UNICAST = ['multicast', 'loopback', 'unspecified', 'link_local_unicast'];

/** Whether an address is in a network: `10.0.0.0/8`, `private`, `public`, `loopback` … */
export type NetworkTest = (address: string) => boolean;

/** Reads a network by CIDR notation or name. */
export function networkTest(network: string): NetworkTest {
  if (network === 'public') {
    const others = ['private', 'loopback', 'unspecified', 'multicast', 'link_local_unicast'];
    const isOther = inNetworks(others.flatMap((name) => NAMED[name] ?? []));
    return (address) => !isOther(address);
  }
  if (network === 'global_unicast' || network === 'unicast') {
    const isOther = inNetworks(NOT_UNICAST.flatMap((name) => NAMED[name] ?? []));
    return (address) => address !== '255.255.255.255' && !isOther(address);
  }
  return inNetworks(NAMED[network] ?? [network]);
}

function inNetworks(cidrs: readonly string[]): NetworkTest {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [, address = '', bits = ''] = /^([0-9A-Fa-f.:]+)\/(\d{1,3})$/.exec(cidr) ?? [];
    const kind = isIP(address);
    if (kind === 0 || Number(bits) > (kind === 4 ? 32 : 128)) {
      throw errors.illegalArgument(`'${cidr}' is not a valid network; use [10.0.0.0/8] or a name`);
    }
    list.addSubnet(address, Number(bits), kind === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
