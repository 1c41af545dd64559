import { defined } from '../../../defined.ts';
import type { Metricset } from '../../../metricset.ts';
import { roundPct } from '../../../round.ts';
import type { HostFiles } from '../host-files.ts';
import { fields } from './fields.ts';

/** Memory of the host, from the text of `/proc/meminfo`. */
export function systemMemory(files: HostFiles): Metricset<string> {
  return {
    name: 'system.memory',
    fields,
    fetch: () => files.read('proc/meminfo'),
    map: (text, now) => [{ '@timestamp': now.toISOString(), ...mapMemory(parseMeminfo(text)) }],
  };
}

function mapMemory(bytes: ReadonlyMap<string, number>) {
  const total = bytes.get('MemTotal') ?? 0;
  const free = bytes.get('MemFree') ?? 0;
  const cached = bytes.get('Cached');
  const available = bytes.get('MemAvailable') ?? free + (bytes.get('Buffers') ?? 0) + (cached ?? 0);
  const swapTotal = bytes.get('SwapTotal');
  const swapFree = bytes.get('SwapFree') ?? 0;
  const swapUsed = swapTotal === undefined ? undefined : swapTotal - swapFree;
  return defined({
    'system.memory.total': total,
    'system.memory.free': free,
    'system.memory.cached': cached,
    'system.memory.used.bytes': total - free,
    'system.memory.used.pct': share(total - free, total),
    'system.memory.actual.free': available,
    'system.memory.actual.used.bytes': total - available,
    'system.memory.actual.used.pct': share(total - available, total),
    'system.memory.swap.total': swapTotal,
    'system.memory.swap.free': swapTotal === undefined ? undefined : swapFree,
    'system.memory.swap.used.bytes': swapUsed,
    'system.memory.swap.used.pct': share(swapUsed ?? 0, swapTotal ?? 0),
  });
}

const share = (part: number, whole: number) => (whole > 0 ? roundPct(part / whole) : undefined);

function parseMeminfo(text: string): Map<string, number> {
  const lines = text.matchAll(/^(\w+): +(\d+)(?: kB)?$/gm);
  return new Map([...lines].map(([, name = '', kibibytes]) => [name, Number(kibibytes) * 1024]));
}
