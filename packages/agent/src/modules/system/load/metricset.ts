import type { Metricset } from '../../../metricset.ts';
import { roundPct } from '../../../round.ts';
import type { HostFiles } from '../host-files.ts';
import { fields } from './fields.ts';

/** Texts of `/proc/loadavg` and `/proc/stat`. */
export interface LoadTexts {
  readonly loadavg: string;
  readonly stat: string;
}

/** Load of the host. */
export function systemLoad(files: HostFiles): Metricset<LoadTexts> {
  return {
    name: 'system.load',
    fields,
    fetch: async () => ({
      loadavg: await files.read('proc/loadavg'),
      stat: await files.read('proc/stat'),
    }),
    map: ({ loadavg, stat }, now) => {
      const cores = stat.match(/^cpu\d/gm)?.length ?? 1;
      const [one = 0, five = 0, fifteen = 0] = loadavg.split(' ').map(Number);
      return [
        {
          '@timestamp': now.toISOString(),
          'system.load.cores': cores,
          'system.load.1': one,
          'system.load.5': five,
          'system.load.15': fifteen,
          'system.load.norm.1': roundPct(one / cores),
          'system.load.norm.5': roundPct(five / cores),
          'system.load.norm.15': roundPct(fifteen / cores),
        },
      ];
    },
  };
}
