import { setTimeout as sleep } from 'node:timers/promises';
import { callJson, childOf, eventually } from '../tests/support/longshore.ts';
import { quantile, readOptions, report, round, startBenchStore } from './support.ts';
import { putTemplates } from './support-bench-templates.ts';
import { Load } from './support-load.ts';

// The engine ends by a fault under load: how soon do searches get answers again, and does a bulk request notice?

const HELP = `npm run bench -- crash [--crashes 10] [--every 15] [--indices 20] [--rate 2000]
Sends SIGSEGV to the engine each so many seconds, while documents of so many data streams come at a rate.`;

const values = readOptions(HELP, { crashes: '10', every: '15', indices: '20', rate: '2000' });
const POLL_MS = 10;

await main();

async function main(): Promise<void> {
  const store = await startBenchStore();
  const ending = new AbortController();
  try {
    await putTemplates(store.url);
    const streams = Array.from(
      { length: Number(values.indices) },
      (_, i) => `logs-bench.s${i}-default`,
    );
    const load = new Load({ url: store.url, streams, rate: Number(values.rate) });
    await load.sendOnce();
    const sending = load.run(ending.signal);
    const backMs: number[] = [];
    for (let crash = 0; crash < Number(values.crashes); crash += 1) {
      await sleep(Number(values.every) * 1_000);
      backMs.push(await crashEngine(store.pid, store.url));
    }
    ending.abort();
    await sending;
    await callJson(`${store.url}/logs-bench.*/_refresh`, {});
    const { count } = await callJson<{ count: number }>(`${store.url}/logs-bench.*/_count`);
    report('crash', {
      options: values,
      backMs: { p50: round(quantile(backMs, 0.5), 0), max: round(Math.max(...backMs), 0) },
      lost: load.counts.documents - count,
      ...load.summary(),
    });
  } finally {
    ending.abort();
    await store.stop();
  }
}

/** The milliseconds from the fault to the answer to a search that began after it. */
async function crashEngine(storePid: number, url: string): Promise<number> {
  const engine = childOf(storePid);
  if (engine === undefined) {
    throw new Error('there is no engine to crash');
  }
  const startedMs = performance.now();
  process.kill(engine, 'SIGSEGV');
  await eventually('the end of the engine', () =>
    childOf(storePid) === engine ? undefined : true,
  );
  const search = { query: { match: { message: 'timeout' } } };
  await eventually(
    'an answer to a search',
    () => callJson(`${url}/logs-bench.s0-default/_search`, search),
    60_000,
    POLL_MS,
  );
  return performance.now() - startedMs;
}
