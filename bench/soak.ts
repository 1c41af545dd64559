import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeFlagsOf } from '../packages/server/src/up/roles.ts';
import {
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../tests/support/longshore.ts';
import { machine, processTree, ROOT, readOptions, report, round } from './support.ts';
import { drawChart } from './support-chart.ts';
import { makeDocument } from './support-documents.ts';

// Does anything grow under a load that goes on and on: memory, parts of tables, file handles? And does the memory come
// back afterwards?

const HELP = `npm run bench -- soak [--minutes 60] [--rate 10000] [--streams 5] [--rest 10]
Sends container logs at a rate (documents/s) for so many minutes, then waits for --rest minutes without load.
Samples of each 10 s go to bench/results/soak.ndjson, a picture of them to bench/results/soak.svg.`;
const SAMPLE_MS = 10_000;
const BATCH_DOCUMENTS = 500;
const SENDERS = 2;
/** Searches run beside the writes, as a dashboard would send them. */
const SEARCH_MS = 5_000;

const values = readOptions(HELP, { minutes: '60', rate: '10000', streams: '5', rest: '10' });
const folder = temporaryFolder('bench-soak');
const counts = { sent: 0, refused: 0, searches: 0, failed: 0 };

interface Sample {
  readonly minute: number;
  readonly storeMiB: number;
  readonly engineMiB: number;
  readonly parts: number;
  readonly storeFiles: number;
  readonly engineFiles: number;
  readonly documents: number;
}

await main();

async function main(): Promise<void> {
  const settings = { 'path.data': folder.path, 'path.logs': folder.path, 'http.port': 0 };
  const store = await startLongshore('store', settings, nodeFlagsOf('store'));
  try {
    await soak(store);
  } finally {
    await store.end('SIGTERM');
    folder.remove();
  }
}

async function soak(store: LongshoreProcess): Promise<void> {
  const url = store.addresses[0] ?? '';
  const minutes = Number(values.minutes);
  const startedMs = performance.now();
  const loadEndMs = startedMs + minutes * 60_000;
  const endMs = loadEndMs + Number(values.rest) * 60_000;
  const work = [
    ...Array.from({ length: SENDERS }, () => send(url, loadEndMs)),
    search(url, loadEndMs),
  ];
  const samples: Sample[] = [];
  while (performance.now() < endMs) {
    await sleep(Math.min(SAMPLE_MS, Math.max(1, endMs - performance.now())));
    samples.push(takeSample(store, (performance.now() - startedMs) / 60_000));
    keep(samples);
  }
  await Promise.all(work);
  report('soak-summary', summarize(samples, minutes));
}

/** Documents of all streams in turn, so many in each second. */
async function send(url: string, untilMs: number): Promise<void> {
  const perBatchMs = (BATCH_DOCUMENTS * SENDERS * 1000) / Number(values.rate);
  for (let turn = 0, dueMs = performance.now(); dueMs < untilMs; turn += 1, dueMs += perBatchMs) {
    await sleep(Math.max(0, dueMs - performance.now()));
    const stream = `logs-soak.${turn % Number(values.streams)}-default`;
    const lines = Array.from(
      { length: BATCH_DOCUMENTS },
      () => `{"create":{}}\n${JSON.stringify(makeDocument('logs', Date.now()))}\n`,
    );
    const isTaken = await post(`${url}/${stream}/_bulk`, lines.join(''));
    counts[isTaken ? 'sent' : 'refused'] += BATCH_DOCUMENTS;
  }
}

async function search(url: string, untilMs: number): Promise<void> {
  const body = JSON.stringify({
    size: 50,
    query: { match: { message: 'timeout' } },
    sort: [{ '@timestamp': 'desc' }],
    aggs: { levels: { terms: { field: 'log.level.keyword' } } },
  });
  while (performance.now() < untilMs) {
    await sleep(SEARCH_MS);
    const isAnswered = await post(`${url}/logs-*/_search`, body);
    counts[isAnswered ? 'searches' : 'failed'] += 1;
  }
}

async function post(url: string, body: string): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json' };
    const reply = await fetch(url, { method: 'POST', headers, body });
    await reply.arrayBuffer();
    return reply.ok;
  } catch {
    // Counted; the samples show whether the store was away.
    return false;
  }
}

function takeSample(store: LongshoreProcess, minute: number): Sample {
  const tree = processTree(store.child.pid ?? 0);
  const of = (name: string) => tree.find((one) => one.name === name);
  return {
    minute: round(minute, 2),
    storeMiB: of('store')?.rssMiB ?? 0,
    engineMiB: of('engine')?.rssMiB ?? 0,
    parts: countParts(),
    storeFiles: countFiles(of('store')?.pid),
    engineFiles: countFiles(of('engine')?.pid),
    documents: counts.sent,
  };
}

/** Parts on disk, with those that a merge has replaced and that are not removed yet. */
function countParts(): number {
  const tables = join(folder.path, 'store', 'engine', 'data', 'ls');
  return namesIn(tables).reduce(
    (sum, table) =>
      sum + namesIn(join(tables, table)).filter((name) => /^\d{8}_/.test(name)).length,
    0,
  );
}

function countFiles(pid: number | undefined): number {
  return pid === undefined ? 0 : namesIn(`/proc/${pid}/fd`).length;
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    // Not there yet, or no longer.
    return [];
  }
}

/** After each sample, so that a run that is cut off leaves what it has. */
function keep(samples: readonly Sample[]): void {
  const results = join(ROOT, 'bench/results');
  mkdirSync(results, { recursive: true });
  const sample = { bench: 'soak', at: new Date().toISOString(), ...samples.at(-1) };
  const first = samples.length === 1 ? { machine: machine(), options: values } : {};
  appendFileSync(join(results, 'soak.ndjson'), `${JSON.stringify({ ...sample, ...first })}\n`);
  const of = (key: keyof Sample) => samples.map((one) => one[key]);
  const chart = drawChart(
    `Store under ${values.rate} documents/s`,
    Math.round(samples.at(-1)?.minute ?? 0),
    [
      { name: 'RSS of the store', unit: 'MiB', values: of('storeMiB') },
      { name: 'RSS of the engine', unit: 'MiB', values: of('engineMiB') },
      { name: 'Parts on disk', unit: '', values: of('parts') },
      { name: 'Open files of the store', unit: '', values: of('storeFiles') },
      { name: 'Open files of the engine', unit: '', values: of('engineFiles') },
    ],
  );
  writeFileSync(join(results, 'soak.svg'), chart);
}

function summarize(samples: readonly Sample[], minutes: number): Record<string, unknown> {
  const loaded = samples.filter(({ minute }) => minute <= minutes);
  const rss = (sample: Sample | undefined) =>
    round((sample?.storeMiB ?? 0) + (sample?.engineMiB ?? 0), 0);
  return {
    options: values,
    ...counts,
    rssMiB: {
      max: Math.max(...samples.map(rss)),
      half: rss(loaded[Math.floor(loaded.length / 2)]),
      atEndOfLoad: rss(loaded.at(-1)),
      afterRest: rss(samples.at(-1)),
    },
    parts: { max: Math.max(...samples.map(({ parts }) => parts)), last: samples.at(-1)?.parts },
  };
}
