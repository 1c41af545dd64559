import type { Metricset } from '../../../metricset.ts';
import type { HostFiles } from '../host-files.ts';
import { fields } from './fields.ts';

/** How long the host has been up, from the text of `/proc/uptime`. */
export function systemUptime(files: HostFiles): Metricset<string> {
  return {
    name: 'system.uptime',
    fields,
    everyPeriods: 6,
    fetch: () => files.read('proc/uptime'),
    map: (text, now) => [
      {
        '@timestamp': now.toISOString(),
        'system.uptime.duration.ms': Math.round(Number.parseFloat(text) * 1000),
      },
    ],
  };
}
