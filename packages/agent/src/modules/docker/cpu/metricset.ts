import type { Json } from '@longshore/common/json';
import { type Counter, difference, toNumber } from '../../../counter.ts';
import { defined } from '../../../defined.ts';
import type { CpuSample, Sample, StatsRound, StatsSampler } from '../../../docker/stats.ts';
import type { Metricset } from '../../../metricset.ts';
import { mapSamples } from '../map-samples.ts';
import { fields } from './fields.ts';

/** CPU of each running container. */
export function dockerCpu(sampler: Pick<StatsSampler, 'sample'>): Metricset<StatsRound> {
  return {
    name: 'docker.cpu',
    fields,
    fetch: ({ signal }) => sampler.sample(signal),
    map: (round, now) => mapSamples(round, now, mapSample),
  };
}

function mapSample({ previous, current }: Sample): Record<string, Json>[] {
  const after = current.cpu_stats;
  const before = previous?.cpu_stats ?? current.precpu_stats;
  const elapsed = difference(after.system_cpu_usage ?? 0, before.system_cpu_usage ?? 0);
  const cores = countCores(after);
  // Of all CPU time of the host that passed, how much was used; -1 when a counter went backwards.
  const share = (now: Counter | undefined, then: Counter | undefined) => {
    const used = difference(now ?? 0, then ?? 0);
    return used < 0 ? -1 : used === 0 || elapsed <= 0 ? 0 : used / elapsed;
  };
  const usage = after.cpu_usage;
  const old = before.cpu_usage;
  const total = share(usage.total_usage, old.total_usage);
  return [
    defined({
      'container.cpu.usage': total,
      'docker.cpu.total.pct': total < 0 ? -1 : total * cores,
      'docker.cpu.total.norm.pct': total,
      ...state('kernel', share(usage.usage_in_kernelmode, old.usage_in_kernelmode), cores),
      'docker.cpu.kernel.ticks': toNumber(usage.usage_in_kernelmode),
      ...state('user', share(usage.usage_in_usermode, old.usage_in_usermode), cores),
      'docker.cpu.user.ticks': toNumber(usage.usage_in_usermode),
      ...state('system', share(after.system_cpu_usage, before.system_cpu_usage), cores),
      'docker.cpu.system.ticks': toNumber(after.system_cpu_usage),
      ...mapCores(after, before, share, cores),
      'docker.cpu.throttling.periods': toNumber(after.throttling_data?.periods),
      'docker.cpu.throttling.throttled_periods': toNumber(after.throttling_data?.throttled_periods),
      'docker.cpu.throttling.throttled_ns': toNumber(after.throttling_data?.throttled_time),
    }),
  ];
}

function state(name: string, share: number, cores: number): Record<string, number> {
  return {
    [`docker.cpu.${name}.pct`]: share < 0 ? -1 : share * cores,
    [`docker.cpu.${name}.norm.pct`]: share,
  };
}

/** Per core, where the engine tells (cgroup v1) and both samples are of the same cores. */
function mapCores(
  after: CpuSample,
  before: CpuSample,
  share: (now: Counter, then: Counter) => number,
  cores: number,
): Record<string, number | undefined> {
  const now = after.cpu_usage.percpu_usage ?? [];
  const then = before.cpu_usage.percpu_usage ?? [];
  if (now.length !== then.length) {
    return {};
  }
  const all = now.flatMap((usage, core) => {
    const part = share(usage, then[core] ?? 0);
    return [
      [`docker.cpu.core.${core}.pct`, part < 0 ? -1 : part * cores],
      [`docker.cpu.core.${core}.norm.pct`, part],
      [`docker.cpu.core.${core}.ticks`, toNumber(usage)],
    ] as const;
  });
  return Object.fromEntries(all);
}

function countCores(sample: CpuSample): number {
  const used = sample.cpu_usage.percpu_usage?.filter((usage) => usage > 0).length ?? 0;
  return sample.online_cpus || used || 1;
}
