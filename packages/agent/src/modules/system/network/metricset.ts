import type { Event } from '@longshore/common/fields';
import { toNumber, wrappedDifference } from '../../../counter.ts';
import { defined } from '../../../defined.ts';
import type { Metricset } from '../../../metricset.ts';
import { type HostFiles, readTwice, type TwoTexts } from '../host-files.ts';
import { fields } from './fields.ts';

/** Two readings of `/proc/net/dev`, and the interfaces that have a device behind them. */
export interface NetworkTexts extends TwoTexts {
  readonly physical: readonly string[];
}

/** Where each counter stands in a line. */
const COLUMNS = {
  'in.bytes': 0,
  'in.packets': 1,
  'in.errors': 2,
  'in.dropped': 3,
  'out.bytes': 8,
  'out.packets': 9,
  'out.errors': 10,
  'out.dropped': 11,
} as const;
/** The host's end of a container's interface: `docker.network` has its traffic. */
const CONTAINER_END = /^veth/;

/** Network of the host: one event per interface, and from the second time one with the sums. */
export function systemNetwork(files: HostFiles): Metricset<NetworkTexts> {
  const read = readTwice(files, `${files.self}/net/dev`);
  return {
    name: 'system.network',
    fields,
    comparesSamples: true,
    fetch: async () => ({ ...(await read()), physical: await listPhysical(files) }),
    map: ({ previous, current, physical }, now) => {
      const after = parseInterfaces(current.text);
      const events = [...after]
        .filter(([name]) => !CONTAINER_END.test(name))
        .map(([name, counters]) => mapInterface(name, counters, now));
      if (!previous) {
        return events;
      }
      const seconds = (current.atMs - previous.atMs) / 1000;
      const before = parseInterfaces(previous.text);
      return [...events, mapSummary({ before, after, seconds, physical }, now)];
    },
  };
}

type Interfaces = ReadonlyMap<string, readonly bigint[]>;

function parseInterfaces(text: string): Interfaces {
  const lines = text.matchAll(/^\s*([^\s|]+):\s*(\d[\d ]*?)\s*$/gm);
  return new Map(
    [...lines].map(([, name = '', counters = '']) => [name, counters.split(/ +/).map(BigInt)]),
  );
}

function mapInterface(name: string, counters: readonly bigint[], now: Date): Event {
  const event: Record<string, string | number | undefined> = { 'system.network.name': name };
  for (const [field, column] of Object.entries(COLUMNS)) {
    event[`system.network.${field}`] = toNumber(counters[column]);
  }
  return { '@timestamp': now.toISOString(), ...defined(event) };
}

interface TwoReadings {
  readonly before: Interfaces;
  readonly after: Interfaces;
  readonly seconds: number;
  readonly physical: readonly string[];
}

function mapSummary({ before, after, seconds, physical }: TwoReadings, now: Date): Event {
  const advance = (field: keyof typeof COLUMNS, only?: readonly string[]) => {
    let sum = 0n;
    for (const [name, counters] of after) {
      const old = before.get(name)?.[COLUMNS[field]];
      if (old !== undefined && (!only || only.includes(name))) {
        sum += wrappedDifference(counters[COLUMNS[field]] ?? 0n, old);
      }
    }
    return Number(sum);
  };
  const outside =
    physical.length > 0 ? physical : [...after.keys()].filter((name) => name !== 'lo');
  const rate = (field: 'in.bytes' | 'out.bytes') =>
    seconds > 0 ? advance(field, outside) / seconds : undefined;
  return {
    '@timestamp': now.toISOString(),
    ...defined({
      'host.network.ingress.bytes': advance('in.bytes'),
      'host.network.ingress.packets': advance('in.packets'),
      'host.network.egress.bytes': advance('out.bytes'),
      'host.network.egress.packets': advance('out.packets'),
      'system.network.in.bytes_rate': rate('in.bytes'),
      'system.network.out.bytes_rate': rate('out.bytes'),
    }),
  };
}

/** Neither bridges nor ends of containers nor loop-back: what they carry passes a real one, or stays here. */
async function listPhysical(files: HostFiles): Promise<string[]> {
  const names = await files.list('sys/class/net');
  const found = await Promise.all(
    names.map(async (name) =>
      CONTAINER_END.test(name) || (await files.list(`sys/class/net/${name}/device`)).length === 0
        ? []
        : [name],
    ),
  );
  return found.flat();
}
