import { setTimeout as sleep } from 'node:timers/promises';
import { callJson, eventually } from '../tests/support/longshore.ts';
import { processTree, quantile, readOptions, report, round, startBenchStore } from './support.ts';
import { putTemplates } from './support-bench-templates.ts';
import { makeDocument } from './support-documents.ts';

// Many data streams with few documents each, as a host with many containers has them: how much of a core does it take,
// and how soon are documents found? Somebody looks into one random stream after the other all the time.

const HELP = `npm run bench -- streams [--streams 50] [--rate 100] [--seconds 60] [--settle 35]
--rate is documents a second of each stream; --settle is how long it runs before it is measured.`;
const POLL_MS = 50;
const WAIT_MS_MAX = 30_000;

const values = readOptions(HELP, { streams: '50', rate: '100', seconds: '60', settle: '35' });
const streams = Array.from(
  { length: Number(values.streams) },
  (_, i) => `logs-bench.s${i}-default`,
);

await main();

async function main(): Promise<void> {
  const store = await startBenchStore();
  const stopping = new AbortController();
  try {
    await putTemplates(store.url);
    const sending = streams.map((stream, i) => send(store.url, { stream, first: i, stopping }));
    await sleep(Number(values.settle) * 1_000);
    const idle = await measure(store.pid, () => sleep(Number(values.seconds) * 1_000));
    const delays: number[] = [];
    const searched = await measure(store.pid, () => look(store.url, delays));
    stopping.abort();
    await Promise.all(sending);
    report('streams', {
      ...{ streams: streams.length, documentsPerS: streams.length * Number(values.rate) },
      ...{ cpuPercentUnsearched: idle, cpuPercent: searched },
      searchable: {
        looks: delays.length,
        p50Ms: round(quantile(delays, 0.5), 0),
        p99Ms: round(quantile(delays, 0.99), 0),
      },
      memory: processTree(store.pid).map(({ name, rssMiB }) => ({ name, rssMiB })),
    });
  } finally {
    stopping.abort();
    await store.stop();
  }
}

/** Percent of a core that store and engine take together while something goes on. */
async function measure(pid: number, during: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  const before = cpuSeconds(pid);
  await during();
  return round((100_000 * (cpuSeconds(pid) - before)) / (performance.now() - startMs));
}

function cpuSeconds(pid: number): number {
  return processTree(pid).reduce((sum, usage) => sum + usage.cpuSeconds, 0);
}

/** One request a second, not all streams at the same moment. */
async function send(
  url: string,
  {
    stream,
    first,
    stopping,
  }: { readonly stream: string; readonly first: number; readonly stopping: AbortController },
): Promise<void> {
  await sleep((first * 1_000) / streams.length);
  let nextMs = performance.now();
  while (!stopping.signal.aborted) {
    const lines = Array.from({ length: Number(values.rate) }, () =>
      JSON.stringify(makeDocument('logs', Date.now())),
    );
    await post(url, stream, lines);
    nextMs += 1_000;
    await sleep(Math.max(0, nextMs - performance.now()));
  }
}

async function post(url: string, stream: string, lines: readonly string[]): Promise<void> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => `{"create":{}}\n${line}\n`).join(''),
  };
  const address = `${url}/${stream}/_bulk?filter_path=errors`;
  // A connection may be closed at the very moment that it is used again.
  const response = await fetch(address, request).catch(() => fetch(address, request));
  const text = await response.text();
  if (text !== '{"errors":false}') {
    throw new Error(`bulk answered ${response.status}: ${text.slice(0, 300)}`);
  }
}

/** Writes a marked document into a random stream and polls until a search finds it, one after the other. */
async function look(url: string, delays: number[]): Promise<void> {
  const deadline = performance.now() + Number(values.seconds) * 1_000;
  for (let i = 0; performance.now() < deadline; i++) {
    const stream = streams[Math.floor(Math.random() * streams.length)] ?? '';
    const marker = `marker-${process.pid}-${i}`;
    const document = { ...makeDocument('logs', Date.now()), marker };
    await post(url, stream, [JSON.stringify(document)]);
    const acknowledged = performance.now();
    await eventually(marker, () => isFound(url, stream, marker), WAIT_MS_MAX, POLL_MS);
    delays.push(performance.now() - acknowledged);
  }
}

async function isFound(url: string, stream: string, marker: string): Promise<true | undefined> {
  const search = { query: { term: { marker } } };
  const { count } = await callJson<{ count: number }>(`${url}/${stream}/_count`, search);
  return count > 0 ? true : undefined;
}
