import type { Json } from '@longshore/common/json';
import { toNumber } from '../../../counter.ts';
import { defined } from '../../../defined.ts';
import type { Sample, StatsAnswer, StatsRound, StatsSampler } from '../../../docker/stats.ts';
import type { Metricset } from '../../../metricset.ts';
import { mapSamples } from '../map-samples.ts';
import { fields } from './fields.ts';

/** Memory of each running container. */
export function dockerMemory(sampler: Pick<StatsSampler, 'sample'>): Metricset<StatsRound> {
  return {
    name: 'docker.memory',
    fields,
    fetch: ({ signal }) => sampler.sample(signal),
    map: (round, now) => mapSamples(round, now, mapSample),
  };
}

function mapSample({ previous, current }: Sample): Record<string, Json>[] {
  const { memory_stats: memory } = current;
  const limit = toNumber(memory.limit) ?? 0;
  const usage = toNumber(memory.usage);
  // The very first sample of a container may be taken before it has its memory.
  const hasPrevious = previous !== undefined || current.precpu_stats.cpu_usage.total_usage > 0;
  if (limit === 0 || usage === undefined || !hasPrevious) {
    return [];
  }
  const used = withoutFileCache(usage, memory);
  const rss = toNumber(memory.stats?.total_rss);
  const all: Record<string, Json | undefined> = {
    'container.memory.usage': used / limit,
    'docker.memory.usage.total': used,
    'docker.memory.usage.pct': used / limit,
    'docker.memory.usage.max': toNumber(memory.max_usage),
    'docker.memory.limit': limit,
    // The engine leaves it out as long as it is 0.
    'docker.memory.fail.count': toNumber(memory.failcnt ?? 0),
    'docker.memory.rss.total': rss,
    'docker.memory.rss.pct': rss === undefined ? undefined : rss / limit,
  };
  for (const [name, value] of Object.entries(memory.stats ?? {})) {
    all[`docker.memory.stats.${name}`] = toNumber(value);
  }
  return [defined(all)];
}

function withoutFileCache(usage: number, memory: StatsAnswer['memory_stats']): number {
  const inactive = memory.stats?.total_inactive_file ?? memory.stats?.inactive_file;
  const cache = toNumber(inactive) ?? 0;
  return cache < usage ? usage - cache : usage;
}
