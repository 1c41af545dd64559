import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../tests/support/longshore.ts';
import { quantile, readOptions, report, round } from './support.ts';
import { fillFolder, INDEX, startStoreIn } from './support-get-data.ts';

// How much longer do short searches and writes take while long searches run? Over HTTP; each figure comes alone and
// with the long searches, in one run, and their ratio is what counts.

const HELP = `npm run bench -- fairness [--documents 2000000] [--requests 200] [--longs 4] [--data FOLDER]
With --data the documents are made once, in a folder that is kept.`;

const values = readOptions(HELP, {
  documents: '2000000',
  requests: '200',
  longs: '4',
  data: undefined as string | undefined,
});
const PAUSE_MS = 20;
const LONG_WARM_UP_MS = 3_000;
/** Compares each document with a pattern, in as many ways as it takes to be long. */
const PATTERNS = 24;

const SHORT = { size: 10, sort: [{ _doc: 'asc' }], query: { ids: { values: ['own-1'] } } };

await main();

async function main(): Promise<void> {
  const temporary = values.data === undefined ? temporaryFolder('bench-fairness') : undefined;
  const folder = values.data ?? temporary?.path ?? '';
  await fillFolder(folder, Number(values.documents));
  const store = await startStoreIn(folder);
  const url = store.addresses[0] ?? '';
  try {
    await measure(url);
    const alone = await measure(url);
    const gone = new AbortController();
    const longs = Array.from({ length: Number(values.longs) }, () =>
      keepSearching(url, gone.signal),
    );
    await sleep(LONG_WARM_UP_MS);
    const beside = await measure(url);
    gone.abort();
    const ended = (await Promise.all(longs)).flat();
    report('fairness', {
      documents: Number(values.documents),
      longs: Number(values.longs),
      longS: ended.map((ms) => round(ms / 1_000)),
      alone,
      beside,
      searchP50Ratio: round(beside.search.p50Ms / alone.search.p50Ms, 2),
      searchP99Ratio: round(beside.search.p99Ms / alone.search.p99Ms, 2),
      writeP99Ratio: round(beside.write.p99Ms / alone.write.p99Ms, 2),
    });
  } finally {
    await store.end('SIGTERM');
    temporary?.remove();
  }
}

async function measure(url: string) {
  const requests = Number(values.requests);
  const line = '{"index":{}}\n{"message":"a line that is written while others search"}\n';
  return {
    search: await delays(requests, () => post(`${url}/${INDEX}/_search`, JSON.stringify(SHORT))),
    write: await delays(requests, () => post(`${url}/written/_bulk`, line)),
  };
}

async function delays(times: number, request: () => Promise<unknown>) {
  const found: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const startedMs = performance.now();
    await request();
    found.push(performance.now() - startedMs);
    await sleep(PAUSE_MS);
  }
  return { p50Ms: round(quantile(found, 0.5)), p99Ms: round(quantile(found, 0.99)) };
}

/** Long searches, one after the other, until the signal; gives the milliseconds of those that ended by themselves. */
async function keepSearching(url: string, signal: AbortSignal): Promise<readonly number[]> {
  const found: number[] = [];
  while (!signal.aborted) {
    const startedMs = performance.now();
    try {
      await post(`${url}/${INDEX}/_search`, longSearch(), signal);
      found.push(performance.now() - startedMs);
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    }
  }
  return found;
}

function longSearch(): string {
  const filters = Array.from({ length: PATTERNS }, (_, i) => [
    `f${i}`,
    { regexp: { _id: `.*${i}.*[a-f]{2,}.*${Math.floor(Math.random() * 1e6)}.*` } },
  ]);
  const aggs = { long: { filters: { filters: Object.fromEntries(filters) } } };
  return JSON.stringify({ size: 0, timeout: '120s', track_total_hits: false, aggs });
}

async function post(url: string, body: string, signal?: AbortSignal): Promise<void> {
  const headers = { 'content-type': 'application/x-ndjson' };
  const reply = await fetch(url, { method: 'POST', headers, body, ...(signal && { signal }) });
  const text = await reply.text();
  if (reply.status !== 200 || text.includes('"errors":true') || text.includes('"timed_out":true')) {
    throw new Error(`${url} was answered with ${reply.status}: ${text.slice(0, 300)}`);
  }
}
