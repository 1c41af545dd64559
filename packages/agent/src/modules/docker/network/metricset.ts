import type { Json } from '@longshore/common/json';
import { type Counter, difference, toNumber } from '../../../counter.ts';
import { defined } from '../../../defined.ts';
import type { Sample, StatsRound, StatsSampler } from '../../../docker/stats.ts';
import type { Metricset } from '../../../metricset.ts';
import { mapSamples } from '../map-samples.ts';
import { perSecond, secondsBetween } from '../seconds-between.ts';
import { fields } from './fields.ts';

const DIRECTIONS = [
  { rate: 'in', total: 'inbound', prefix: 'rx' },
  { rate: 'out', total: 'outbound', prefix: 'tx' },
] as const;
const COUNTERS = ['bytes', 'packets', 'dropped', 'errors'] as const;

/** Network of each running container, one event per interface. */
export function dockerNetwork(sampler: Pick<StatsSampler, 'sample'>): Metricset<StatsRound> {
  return {
    name: 'docker.network',
    fields,
    fetch: ({ signal }) => sampler.sample(signal),
    map: (round, now) => mapSamples(round, now, mapSample),
  };
}

function mapSample({ previous, current }: Sample): Record<string, Json>[] {
  const seconds = secondsBetween(previous, current);
  return Object.entries(current.networks ?? {}).map(([name, counters]) =>
    mapInterface(name, counters, previous?.networks?.[name], seconds),
  );
}

function mapInterface(
  name: string,
  current: Readonly<Record<string, Counter>>,
  previous: Readonly<Record<string, Counter>> | undefined,
  seconds: number,
): Record<string, Json> {
  const all: Record<string, Json | undefined> = {
    'docker.network.interface': name,
    'container.network.ingress.bytes': toNumber(current.rx_bytes),
    'container.network.egress.bytes': toNumber(current.tx_bytes),
  };
  for (const { rate, total, prefix } of DIRECTIONS) {
    for (const counter of COUNTERS) {
      const value = current[`${prefix}_${counter}`] ?? 0;
      // Without a previous sample the interface is new: no rate yet.
      const before = previous?.[`${prefix}_${counter}`] ?? value;
      all[`docker.network.${rate}.${counter}`] = perSecond(difference(value, before), seconds);
      all[`docker.network.${total}.${counter}`] = toNumber(value);
    }
  }
  return defined(all);
}
