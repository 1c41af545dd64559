import { setTimeout as sleep } from 'node:timers/promises';
import { readOptions, report } from './support.ts';
import { putTemplates } from './support-bench-templates.ts';
import { Load } from './support-load.ts';
import { rssOf, type Sample, SampledStore } from './support-samples.ts';
import { trendOf } from './support-trend.ts';

// Does anything grow under a load that goes on and on: memory, parts of tables, file handles? And does the memory come
// back afterwards?

const HELP = `npm run bench -- soak [--minutes 60] [--rate 5000] [--streams 5] [--rest 10]
Sends container logs at a rate (documents/s) for so many minutes, with a search each 5 s, then waits for --rest minutes
without load. Samples of each 10 s go to bench/results/soak-samples.ndjson, a picture of them to bench/results/soak.svg,
and the summary with the trend of the last two thirds of the load to bench/results/soak.ndjson.`;
const MINUTE_MS = 60_000;
/** What comes before is the start: caches fill, and the first parts are merged. */
const TREND_FROM = 1 / 3;

const values = readOptions(HELP, { minutes: '60', rate: '5000', streams: '5', rest: '10' });

await main();

async function main(): Promise<void> {
  const store = await SampledStore.start('soak', `Store under ${values.rate} documents/s`);
  try {
    await putTemplates(store.url);
    const load = new Load({
      url: store.url,
      rate: Number(values.rate),
      streams: Array.from({ length: Number(values.streams) }, (_, i) => `logs-bench.s${i}-default`),
    });
    store.documents = () => load.counts.documents;
    const loaded = await store.phase('load', () =>
      load.run(AbortSignal.timeout(Number(values.minutes) * MINUTE_MS)),
    );
    const rested = await store.phase('rest', () => sleep(Number(values.rest) * MINUTE_MS));
    report('soak', {
      options: values,
      ...load.summary(),
      rssMiB: {
        max: Math.max(...loaded.map(rssOf)),
        atEndOfLoad: loaded.slice(-1).map(rssOf)[0],
        afterRest: rested.slice(-1).map(rssOf)[0],
      },
      trend: trendsOf(loaded.slice(Math.floor(loaded.length * TREND_FROM))),
    });
  } finally {
    await store.stop();
  }
}

function trendsOf(samples: readonly Sample[]): Record<string, unknown> {
  const of = (value: (sample: Sample) => number | undefined) =>
    trendOf(
      samples.flatMap((sample) => {
        const y = value(sample);
        return y === undefined ? [] : [[sample.minute, y] as const];
      }),
    );
  return {
    rssMiB: of(rssOf),
    storeMiB: of(({ storeMiB }) => storeMiB),
    engineMiB: of(({ engineMiB }) => engineMiB),
    parts: of(({ parts }) => parts),
    storeHandles: of(({ storeHandles }) => storeHandles),
    engineHandles: of(({ engineHandles }) => engineHandles),
    diskBytesPerDocument: of(({ diskMiB, documents }) =>
      documents === 0 ? undefined : (diskMiB * 2 ** 20) / documents,
    ),
  };
}
