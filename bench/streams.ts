import { setTimeout as sleep } from 'node:timers/promises';
import { callJson } from '../tests/support/longshore.ts';
import { processTree, quantile, readOptions, report, round, startBenchStore } from './support.ts';
import { putTemplates } from './support-bench-templates.ts';
import { makeDocument } from './support-documents.ts';

// Many data streams with few documents each, as a host with many containers has them: how much of a core do they take,
// and are documents found in time? First nobody searches; then somebody looks into a random stream each second; then a
// dashboard over all streams asks for itself every few seconds. A document counts as found in time when a search finds
// it that begins --within ms after the document was acknowledged; how long that search takes is told beside it.

const HELP = `npm run bench -- streams [--streams 50] [--rate 100] [--seconds 40] [--settle 35] [--every 5] [--within 1500]
--rate is documents a second of each stream; --settle is how long it runs before it is measured; --seconds is how long
each of three phases takes; --every is how many seconds a dashboard waits between its searches.`;
/** So many documents are looked for in each search of the dashboard. */
const MARKERS_OF_DASHBOARD = 10;

const values = readOptions(HELP, {
  streams: '50',
  rate: '100',
  seconds: '40',
  settle: '35',
  every: '5',
  within: '1500',
});
const streams = Array.from(
  { length: Number(values.streams) },
  (_, i) => `logs-bench.s${i}-default`,
);
let lastMarker = 0;

/** What was looked for in a phase. */
interface Looks {
  readonly searchMs: number[];
  documents: number;
  missed: number;
}

await main();

async function main(): Promise<void> {
  const store = await startBenchStore();
  const stopping = new AbortController();
  try {
    await putTemplates(store.url);
    // The field that documents are looked for by is known before anything is measured.
    for (const stream of streams) {
      await post(store.url, stream, [markedDocument('first')]);
    }
    const sending = streams.map((stream, i) => send(store.url, { stream, first: i, stopping }));
    await sleep(Number(values.settle) * 1_000);
    const unsearched = await measure(store, (_looks, until) => sleep(until - performance.now()));
    const oneStream = await measure(store, (looks, until) =>
      lookAtStreams(store.url, looks, until),
    );
    const dashboard = await measure(store, (looks, until) => lookAtAll(store.url, looks, until));
    stopping.abort();
    await Promise.all(sending);
    report('streams', {
      ...{ streams: streams.length, documentsPerS: streams.length * Number(values.rate) },
      ...{ withinMs: Number(values.within), dashboardEveryS: Number(values.every) },
      ...{ unsearched, oneStream, dashboard },
      memory: processTree(store.pid).map(({ name, rssMiB }) => ({ name, rssMiB })),
    });
  } finally {
    stopping.abort();
    await store.stop();
  }
}

/**
 * What goes on for `--seconds`: percent of a core that store and engine take, refreshes a second and their mean time,
 * and how what was looked for was found.
 */
async function measure(
  { url, pid }: { readonly url: string; readonly pid: number },
  during: (looks: Looks, until: number) => Promise<void>,
): Promise<Record<string, unknown>> {
  const looks: Looks = { searchMs: [], documents: 0, missed: 0 };
  const startMs = performance.now();
  const before = { cpu: cpuSeconds(pid), refresh: await refreshes(url) };
  await during(looks, startMs + Number(values.seconds) * 1_000);
  const seconds = (performance.now() - startMs) / 1_000;
  const after = { cpu: cpuSeconds(pid), refresh: await refreshes(url) };
  const share = (name: string) =>
    round((100 * ((after.cpu.get(name) ?? 0) - (before.cpu.get(name) ?? 0))) / seconds);
  const count = after.refresh.total - before.refresh.total;
  const refreshMs = after.refresh.total_time_in_millis - before.refresh.total_time_in_millis;
  return {
    cpuPercent: { store: share('store'), engine: share('engine') },
    refreshes: { perS: round(count / seconds), meanMs: round(refreshMs / count) },
    ...(looks.documents === 0 ? {} : { found: foundOf(looks) }),
  };
}

function foundOf({ searchMs, documents, missed }: Looks): Record<string, number> {
  return {
    ...{ documents, missed, searches: searchMs.length },
    searchP50Ms: round(quantile(searchMs, 0.5), 0),
    searchP99Ms: round(quantile(searchMs, 0.99), 0),
  };
}

function cpuSeconds(pid: number): ReadonlyMap<string, number> {
  return new Map(processTree(pid).map(({ name, cpuSeconds: seconds }) => [name, seconds]));
}

interface Refreshes {
  readonly total: number;
  readonly total_time_in_millis: number;
}

async function refreshes(url: string): Promise<Refreshes> {
  const stats = await callJson<{ _all: { primaries: { refresh: Refreshes } } }>(
    `${url}/logs-bench.*/_stats/refresh`,
  );
  return stats._all.primaries.refresh;
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

function markedDocument(marker: string): string {
  return JSON.stringify({ ...makeDocument('logs', Date.now()), marker });
}

/** Writes a document of its own kind into a random stream; gives the stream and what marks the document. */
async function mark(url: string): Promise<{ readonly stream: string; readonly marker: string }> {
  const stream = streams[Math.floor(Math.random() * streams.length)] ?? '';
  lastMarker += 1;
  const marker = `marker-${process.pid}-${lastMarker}`;
  await post(url, stream, [markedDocument(marker)]);
  return { stream, marker };
}

/** Each second one document in a random stream, and one look into that stream when it should be there. */
async function lookAtStreams(url: string, looks: Looks, until: number): Promise<void> {
  const underway: Promise<void>[] = [];
  for (let nextMs = performance.now(); nextMs < until; nextMs += 1_000) {
    await sleep(Math.max(0, nextMs - performance.now()));
    underway.push(lookAtStream(url, looks));
  }
  await Promise.all(underway);
}

async function lookAtStream(url: string, looks: Looks): Promise<void> {
  const { stream, marker } = await mark(url);
  await sleep(Number(values.within));
  await search(url, looks, { target: stream, markers: [marker] });
}

/** Every few seconds some documents, and a search over all streams when they should be there. */
async function lookAtAll(url: string, looks: Looks, until: number): Promise<void> {
  const everyMs = Number(values.every) * 1_000;
  for (let nextMs = performance.now(); nextMs < until; nextMs += everyMs) {
    await sleep(Math.max(0, nextMs - performance.now()));
    const marked = await Promise.all(Array.from({ length: MARKERS_OF_DASHBOARD }, () => mark(url)));
    await sleep(Number(values.within));
    const markers = marked.map(({ marker }) => marker);
    await search(url, looks, { target: 'logs-*', markers });
  }
}

/** The newest lines and a histogram of the last minutes, as Discover has them, and how many of some documents are there. */
async function search(
  url: string,
  looks: Looks,
  { target, markers }: { readonly target: string; readonly markers: readonly string[] },
): Promise<void> {
  const body = {
    size: 50,
    sort: [{ '@timestamp': 'desc' }],
    query: { range: { '@timestamp': { gte: 'now-15m' } } },
    aggs: {
      perInterval: { date_histogram: { field: '@timestamp', fixed_interval: '10s' } },
      marked: { filter: { terms: { marker: markers } } },
    },
  };
  const startMs = performance.now();
  const answer = await callJson<{ aggregations: { marked: { doc_count: number } } }>(
    `${url}/${target}/_search`,
    body,
  );
  looks.searchMs.push(performance.now() - startMs);
  looks.documents += markers.length;
  looks.missed += markers.length - answer.aggregations.marked.doc_count;
}
