import { setTimeout as sleep } from 'node:timers/promises';
import { readOptions, report, round } from './support.ts';
import { putTemplates } from './support-bench-templates.ts';
import { Load } from './support-load.ts';
import { rssOf, type Sample, SampledStore } from './support-samples.ts';

// How much memory do store and engine take together: idle with some indices, under as much load as they take, and some
// time afterwards?

const HELP = `npm run bench -- memory [--indices 20] [--idle 10] [--load 10] [--after 10]
Makes data streams with a few documents each, then waits, sends as fast as the store answers, and waits again; times in
minutes. Samples of each 10 s go to bench/results/memory-samples.ndjson, a picture of them to bench/results/memory.svg.`;
const MINUTE_MS = 60_000;

const values = readOptions(HELP, { indices: '20', idle: '10', load: '10', after: '10' });

await main();

async function main(): Promise<void> {
  const store = await SampledStore.start('memory', 'Store idle, under full load, and afterwards');
  try {
    await putTemplates(store.url);
    const streams = Array.from(
      { length: Number(values.indices) },
      (_, i) => `logs-bench.s${i}-default`,
    );
    const load = new Load({ url: store.url, rate: undefined, streams });
    store.documents = () => load.counts.documents;
    const minutes = (count: string) => Number(count) * MINUTE_MS;
    await load.sendOnce();
    const idle = await store.phase('idle', () => sleep(minutes(values.idle)));
    const loaded = await store.phase('load', () =>
      load.run(AbortSignal.timeout(minutes(values.load))),
    );
    const after = await store.phase('after', () => sleep(minutes(values.after)));
    report('memory', {
      options: values,
      ...load.summary(),
      rssMiB: { idle: lastOf(idle), load: largestOf(loaded), after: lastOf(after) },
    });
  } finally {
    await store.stop();
  }
}

/** Both processes of a sample, which add up to `sum`. */
function split(sample: Sample) {
  const { storeMiB, engineMiB } = sample;
  return { store: round(storeMiB, 0), engine: round(engineMiB, 0), sum: rssOf(sample) };
}

function lastOf(samples: readonly Sample[]) {
  return samples.slice(-1).map(split)[0];
}

function largestOf(samples: readonly Sample[]) {
  return lastOf([...samples].sort((a, b) => rssOf(a) - rssOf(b)));
}
