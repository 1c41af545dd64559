import type { Event } from '@longshore/common/fields';
import type { Metricset } from '../../../metricset.ts';
import { roundPct } from '../../../round.ts';
import { type HostFiles, readTwice, type TwoTexts } from '../host-files.ts';
import { fields } from './fields.ts';

/** In the order of the first line of `/proc/stat`; what follows is part of `user` and `nice`. */
const STATES = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;

/** CPU of the host. The first event compares with zero: it is the average since boot. */
export function systemCpu(files: HostFiles): Metricset<TwoTexts> {
  return {
    name: 'system.cpu',
    fields,
    comparesSamples: true,
    fetch: readTwice(files, 'proc/stat'),
    map: ({ previous, current }, now) => [mapCpu(previous?.text ?? '', current.text, now)],
  };
}

function mapCpu(previous: string, current: string, now: Date): Event {
  const before = parseTimes(previous);
  const after = parseTimes(current);
  const cores = current.match(/^cpu\d/gm)?.length ?? 1;
  const passed = STATES.map((_, index) => Math.max(0, (after[index] ?? 0) - (before[index] ?? 0)));
  const all = passed.reduce((sum, ticks) => sum + ticks, 0);
  const event: Record<string, number> = {};
  let used = 0;
  STATES.forEach((state, index) => {
    const share = all > 0 ? (passed[index] ?? 0) / all : 0;
    used += state === 'idle' || state === 'iowait' ? 0 : share;
    event[`system.cpu.${state}.pct`] = roundPct(share * cores);
    event[`system.cpu.${state}.norm.pct`] = roundPct(share);
    event[`system.cpu.${state}.ticks`] = after[index] ?? 0;
  });
  return {
    '@timestamp': now.toISOString(),
    'host.cpu.usage': roundPct(used),
    'system.cpu.cores': cores,
    'system.cpu.total.pct': roundPct(used * cores),
    'system.cpu.total.norm.pct': roundPct(used),
    ...event,
  };
}

function parseTimes(text: string): number[] {
  const [, line = ''] = /^cpu +(.*)$/m.exec(text) ?? [];
  return line.split(' ').map(Number);
}
