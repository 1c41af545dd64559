import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { callJson, eventually } from '../tests/support/longshore.ts';
import {
  answers,
  processTree,
  quantile,
  readOptions,
  report,
  round,
  startBenchStore,
} from './support.ts';
import { putTemplates } from './support-bench-templates.ts';
import type { Kind } from './support-documents.ts';
import { measureEngineAlone } from './support-engine-alone.ts';

// How fast does a store take documents, how soon are they found, how much disk do they take? And, for a store of our
// own, how much of what its engine could take is that?
// The documents are made and sent by a process of its own (support-ingest-sender.ts), so that its CPU time is
// not the store's. Any Elasticsearch-compatible server can be measured with --url.

const HELP = `npm run bench -- ingest [--url http://host:9200] [--seconds 20] [--batch 1000] [--connections 4]
  [--kinds logs,metrics] [--bodies-mib 512]
Without --url a store of our own is started with its data in a temporary folder. Bodies are made before the clock starts;
what is sent beyond --bodies-mib is a repetition.`;
const SEARCHABLE_MARKERS = 100;
const MARKER_POLL_MS = 15;
/** How long documents are looked for while the store is under full load. */
const LOADED_S = 60;
const LOADED_START_MS = 5_000;
const LOADED_MARKERS_MAX = 200;
const STREAMS: Readonly<Record<Kind, string>> = {
  logs: 'logs-bench.container-default',
  metrics: 'metrics-bench.docker-default',
};
const KINDS: readonly Kind[] = ['logs', 'metrics'];
/** The engine alone shows nothing new after this. */
const ALONE_S_MAX = 30;

const values = readOptions(HELP, {
  url: undefined as string | undefined,
  seconds: '20',
  batch: '1000',
  connections: '4',
  kinds: 'logs,metrics',
  'bodies-mib': '512',
});

await main();

async function main(): Promise<void> {
  const own = values.url === undefined ? await startBenchStore() : undefined;
  const url = values.url ?? own?.url ?? '';
  try {
    await eventually(`an answer from ${url}`, () => answers(url));
    await putTemplates(url);
    const version = await callJson<{ version: { number: string } }>(url);
    const figures: Record<string, unknown> = {
      url: own ? 'own store' : url,
      version: version.version.number,
    };
    for (const kind of KINDS.filter((one) => values.kinds.split(',').includes(one))) {
      const measured = await measure(url, kind, own?.pid);
      figures[kind] = own ? { ...measured, ...(await compare(kind, measured)) } : measured;
    }
    figures.connections = Number(values.connections);
    figures.searchable = await measureSearchable(url, SEARCHABLE_MARKERS);
    figures.searchableLoaded = await measureLoaded(url);
    report('ingest', figures);
  } finally {
    await own?.stop();
  }
}

async function measure(
  url: string,
  kind: Kind,
  storePid: number | undefined,
): Promise<Record<string, number>> {
  const stream = STREAMS[kind];
  const sender = startSender(url, kind, Number(values.seconds));
  const before = cpuSeconds(storePid);
  const sent = await sender;
  await fetch(`${url}/${stream}/_refresh`, { method: 'POST' });
  const after = cpuSeconds(storePid);
  const found = await callJson<{ count: number }>(`${url}/${stream}/_count`);
  if (found.count !== sent.documents) {
    throw new Error(`sent ${sent.documents} ${kind}, found ${found.count}`);
  }
  return {
    documents: sent.documents,
    documentsPerS: round(sent.documents / sent.seconds, 0),
    mbPerS: round(sent.bytes / sent.seconds / 1e6),
    bytesPerDocument: round(sent.bytes / sent.documents, 0),
    retriedBatches: sent.rejected,
    // Of a core, for each document; they add up to more than the wall clock shows, and other load changes them less.
    storeCpuUs: round(((after.store - before.store) * 1e6) / sent.documents),
    engineCpuUs: round(((after.engine - before.engine) * 1e6) / sent.documents),
    diskBytesPerDocument: round((await diskBytes(url, stream)) / sent.documents),
  };
}

interface Sent {
  readonly documents: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly rejected: number;
}

/** Resolves with what was sent when the time is over. */
async function startSender(url: string, kind: Kind, seconds: number): Promise<Sent> {
  const sender = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', fileURLToPath(new URL('./support-ingest-sender.ts', import.meta.url))],
      ...['--url', url, '--stream', STREAMS[kind], '--kind', kind, '--seconds', String(seconds)],
      ...['--batch', values.batch, '--connections', values.connections],
      ...['--bodies-mib', values['bodies-mib']],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(createInterface({ input: sender.stdout }), 'line');
  return JSON.parse(line) as Sent;
}

/** The engine alone on the same machine in the same run, and the store's share of that. */
async function compare(
  kind: Kind,
  { documentsPerS = 0 }: Readonly<Record<string, number>>,
): Promise<Record<string, number>> {
  const seconds = Math.min(ALONE_S_MAX, Number(values.seconds) / 2);
  const plain = await measureEngineAlone(kind, 'JSONEachRow', seconds);
  const native = await measureEngineAlone(kind, 'Native', seconds);
  return {
    engineAlonePerS: round(plain.documentsPerS, 0),
    shareOfEngine: round(documentsPerS / plain.documentsPerS, 2),
    engineAloneCpuUs: round(plain.cpuUs),
    engineAloneNativePerS: round(native.documentsPerS, 0),
    engineAloneNativeCpuUs: round(native.cpuUs),
  };
}

/** Of our own store and its engine since their start. */
function cpuSeconds(storePid: number | undefined): { store: number; engine: number } {
  const sums = { store: 0, engine: 0 };
  for (const usage of storePid === undefined ? [] : processTree(storePid)) {
    sums[usage.name === 'engine' ? 'engine' : 'store'] += usage.cpuSeconds;
  }
  return sums;
}

async function diskBytes(url: string, stream: string): Promise<number> {
  const indices = await callJson<{ 'store.size': string }[]>(
    `${url}/_cat/indices/${stream}?format=json&bytes=b`,
  );
  return indices.reduce((sum, index) => sum + Number(index['store.size']), 0);
}

/** As `measureSearchable`, in the stream that takes all that the store can take meanwhile. */
async function measureLoaded(url: string): Promise<Record<string, number>> {
  let isSending = true;
  const sending = startSender(url, 'logs', LOADED_S).finally(() => {
    isSending = false;
  });
  await sleep(LOADED_START_MS);
  const delays = await measureSearchable(url, LOADED_MARKERS_MAX, () => isSending, STREAMS.logs);
  await sending;
  return delays;
}

/** Milliseconds from the answer to a bulk request until a search finds its document, one after the other. */
async function measureSearchable(
  url: string,
  markersMax: number,
  goesOn = (): boolean => true,
  stream = 'logs-bench.marker-default',
): Promise<Record<string, number>> {
  const delays: number[] = [];
  for (let i = 0; i < markersMax && goesOn(); i++) {
    const marker = `marker-${process.pid}-${stream}-${i}`;
    const document = { '@timestamp': new Date().toISOString(), message: 'searchable?', marker };
    await fetch(`${url}/_bulk`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: `{"create":{"_index":"${stream}"}}\n${JSON.stringify(document)}\n`,
    });
    const acknowledged = performance.now();
    await eventually(
      `document ${marker}`,
      () => isFound(url, stream, marker),
      30_000,
      MARKER_POLL_MS,
    );
    delays.push(performance.now() - acknowledged);
  }
  return {
    markers: delays.length,
    p50Ms: round(quantile(delays, 0.5), 0),
    p99Ms: round(quantile(delays, 0.99), 0),
  };
}

async function isFound(url: string, stream: string, marker: string): Promise<true | undefined> {
  const search = { size: 1, query: { term: { marker } } };
  const found = await callJson<{ hits: { hits: unknown[] } }>(`${url}/${stream}/_search`, search);
  return found.hits.hits.length > 0 ? true : undefined;
}
