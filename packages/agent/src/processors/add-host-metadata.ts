import { existsSync, readFileSync } from 'node:fs';
import { hostname, machine, networkInterfaces, release } from 'node:os';
import { join } from 'node:path';
import type { Event } from '@longshore/common/fields';
import { defined } from '../defined.ts';
import type { Processor } from './processor.ts';

const REFRESH_MS = 5 * 60_000;
/** Bridges of the engine and the host's ends of containers' interfaces come and go, and say nothing of the host. */
const OF_CONTAINERS = /^(veth|br-[0-9a-f]{12}$|docker\d+$|docker_gwbridge$)/;

const FAMILY: Readonly<Record<string, string>> = {
  ubuntu: 'debian',
  debian: 'debian',
  raspbian: 'debian',
  linuxmint: 'debian',
  rhel: 'redhat',
  centos: 'redhat',
  fedora: 'redhat',
  rocky: 'redhat',
  almalinux: 'redhat',
  amzn: 'redhat',
  ol: 'redhat',
  sles: 'suse',
  opensuse: 'suse',
};

export interface AddHostMetadataOptions {
  readonly hostfs: string;
  readonly name?: string | undefined;
  /** True for events that only say which host they are of, since there are so many of them. */
  readonly isBrief?: (event: Event) => boolean;
}

/** Adds `host.*`; what it says is read at the first event and then again every five minutes. */
export function addHostMetadata(
  { hostfs, name, isBrief = () => false }: AddHostMetadataOptions,
  now: () => number = () => performance.now(),
): Processor {
  let host: ReturnType<typeof readHost> | undefined;
  let brief: ReturnType<typeof readHost> = {};
  let readMs = 0;
  return (event) => {
    if (host === undefined || now() - readMs > REFRESH_MS) {
      host = readHost(hostfs, name);
      const { 'host.name': shown, 'host.hostname': real, 'host.id': id } = host;
      brief = defined({ 'host.name': shown, 'host.hostname': real, 'host.id': id });
      readMs = now();
    }
    return { ...event, ...(isBrief(event) ? brief : host) };
  };
}

function readHost(hostfs: string, name: string | undefined) {
  const os = parseOsRelease(readText(join(hostfs, 'etc/os-release')));
  const id = os.get('ID');
  const like = os.get('ID_LIKE')?.split(' ')[0];
  const interfaces = Object.entries(networkInterfaces())
    .filter(([interfaceName]) => !OF_CONTAINERS.test(interfaceName))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(({ internal }) => !internal);
  const ownName = readText(join(hostfs, 'etc/hostname')).trim();
  const realName = hostfs === '/' ? hostname() : ownName || hostname();
  return defined({
    'host.name': name ?? realName,
    'host.hostname': realName,
    'host.architecture': machine(),
    'host.id': readText(join(hostfs, 'etc/machine-id')).trim() || undefined,
    'host.containerized': isContainer(),
    'host.ip': [...new Set(interfaces.map(({ address }) => address))],
    'host.mac': [...new Set(interfaces.map(({ mac }) => mac.toUpperCase().replaceAll(':', '-')))],
    'host.os.family':
      id === undefined ? undefined : (FAMILY[id] ?? FAMILY[like ?? ''] ?? like ?? id),
    'host.os.kernel': release(),
    'host.os.name': os.get('NAME'),
    'host.os.platform': id ?? process.platform,
    'host.os.type': process.platform === 'darwin' ? 'macos' : process.platform,
    'host.os.version': os.get('VERSION') ?? os.get('VERSION_ID'),
  });
}

/** Empty when there is no such file. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function parseOsRelease(text: string): Map<string, string> {
  const lines = text.matchAll(/^(\w+)=(?:"(.*)"|'(.*)'|(.*))$/gm);
  return new Map(
    [...lines].map(([, name = '', double, single, bare]) => [name, double ?? single ?? bare ?? '']),
  );
}

function isContainer(): boolean {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv');
}
