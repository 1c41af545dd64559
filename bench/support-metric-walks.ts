import { chance, random } from './support-random.ts';

/** The next sample of one container: fifty numbers that go on from those of the sample before. */
export type Walk = () => Record<string, unknown>;

const STATS = 34;
const PAGE_BYTES = 4096;
const MEMORY_BYTES = 512 * 1024 * 1024;

/** Numbers of a container as Docker and cgroups have them: counters that grow, gauges that drift, many that rest. */
export function walkCounters(): Walk {
  const cpu = gauge(random(2000) / 10_000, 0.02);
  const load = gauge(random(300) / 100, 0.2);
  const memory = pages(random(60_000));
  const stats = Array.from({ length: STATS }, (_, i) => statOf(i));
  const [rxBytes, txBytes, read, write] = [90_000, 60_000, 4096, 65_536].map(counter);
  const [rxPackets, txPackets] = [200, 150].map(counter);
  return () => {
    const total = cpu();
    const used = memory();
    const loaded = load();
    return {
      docker: {
        cpu: {
          total: { pct: total, norm: { pct: rounded(total / 2) } },
          user: { pct: rounded(total * 0.7) },
          kernel: { pct: rounded(total * 0.3) },
        },
        memory: {
          limit: MEMORY_BYTES,
          usage: { total: used, pct: rounded(used / MEMORY_BYTES) },
          stats: Object.fromEntries(stats.map((next, i) => [`stat_${i}`, next()])),
        },
        network: {
          inbound: { bytes: rxBytes?.(), packets: rxPackets?.(), errors: 0 },
          outbound: { bytes: txBytes?.(), packets: txPackets?.(), errors: 0 },
        },
        diskio: { read: { bytes: read?.() }, write: { bytes: write?.() } },
      },
      system: { load: { 1: rounded(loaded), 5: rounded(loaded * 0.9) } },
    };
  };
}

/** A third of the numbers of a cgroup's memory never changes, a third grows, a third goes up and down by pages. */
function statOf(i: number): () => number {
  if (i % 3 === 0) {
    const value = i % 2 === 0 ? 0 : random(1_000_000) * PAGE_BYTES;
    return () => value;
  }
  return i % 3 === 1 ? counter(20 + random(3000)) : pages(random(20_000));
}

/** Shares have four decimals, as Metricbeat rounds them. */
const rounded = (value: number): number => Number(value.toFixed(4));

function gauge(start: number, step: number): () => number {
  let value = start;
  return () => {
    value = Math.max(0, value + ((random(2001) - 1000) / 1000) * step);
    return rounded(value);
  };
}

/** Grows by up to twice as much; rests now and then. */
function counter(perSample: number): () => number {
  let value = random(1_000_000_000);
  return () => {
    value += chance(0.2) ? 0 : random(2 * perSample);
    return value;
  };
}

function pages(start: number): () => number {
  let value = start;
  return () => {
    value = Math.max(0, value + (chance(0.4) ? 0 : random(129) - 64));
    return value * PAGE_BYTES;
  };
}
