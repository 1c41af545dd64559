import { raw } from '../packages/store/src/sql/sql.ts';
import { openTestEngine } from '../packages/store/src/testing.ts';
import { callJson, temporaryFolder } from '../tests/support/longshore.ts';
import { processTree, quantile, readOptions, report, round } from './support.ts';
import { startStoreIn } from './support-get-data.ts';
import { fillFolder, findTables, STREAMS, sendDocuments } from './support-search-data.ts';
import {
  type BenchRequest,
  DASHBOARD_GOAL_MS,
  makeDashboard,
  makeRequests,
  windowOf,
} from './support-search-requests.ts';

// How long do the searches of home, logs and dashboards take over HTTP? And, for a store of our own, how much longer than
// the same by hand in its engine? Then with many clients at once, and short ones beside long ones.

const HELP = `npm run bench -- search [--documents 20000000] [--times 20] [--data FOLDER] [--url http://host:9200]
--documents are of each kind, logs and metrics. With --data they are made once, in a folder that is kept; with --url they
are sent to that server, unless it has them.`;
const CLIENTS = 16;
const CLIENTS_S = 15;
const LONG_CLIENTS = 4;
const TIMEOUT = { timeoutMs: 120_000 };

const values = readOptions(HELP, {
  documents: '20000000',
  times: '20',
  data: undefined as string | undefined,
  url: undefined as string | undefined,
});
const documents = Number(values.documents);
const times = Number(values.times);

await main();

async function main(): Promise<void> {
  if (values.url !== undefined) {
    await fillServer(values.url);
    report('search', { url: values.url, documents, ...(await measure(values.url)) });
    return;
  }
  const temporary = values.data === undefined ? temporaryFolder('bench-search') : undefined;
  const folder = values.data ?? temporary?.path ?? '';
  await fillFolder(folder, documents);
  const store = await startStoreIn(folder);
  let measured: Awaited<ReturnType<typeof measure>>;
  let memoryMiB: Readonly<Record<string, number>>;
  try {
    measured = await measure(store.addresses[0] ?? '');
    memoryMiB = Object.fromEntries(
      processTree(store.child.pid ?? 0).map(({ name, rssMiB }) => [name, rssMiB]),
    );
  } finally {
    await store.end('SIGTERM');
  }
  const byHandMs = await measureByHand(folder, measured.needle);
  report('search', { url: 'own store', documents, ...measured, byHandMs, memoryMiB });
  temporary?.remove();
}

async function fillServer(url: string): Promise<void> {
  const found = await callJson<{ count: number }>(
    `${url}/${STREAMS.logs}/_count?ignore_unavailable=true`,
  ).catch(() => ({ count: 0 }));
  if (found.count !== documents) {
    await sendDocuments(url, documents);
  }
}

async function measure(url: string) {
  const needle = await findNeedle(url);
  const requests = makeRequests(windowOf(documents), needle);
  const medianMs: Record<string, number> = {};
  const shareOfGoal: Record<string, number> = {};
  for (const request of requests) {
    const ms = await medianOf(() => send(url, request));
    medianMs[request.name] = ms;
    if (request.goalMs !== undefined) {
      shareOfGoal[request.name] = round(ms / request.goalMs, 2);
    }
  }
  const panels = makeDashboard(requests);
  medianMs.dashboard = await medianOf(() => post(`${url}/_msearch`, panels));
  shareOfGoal.dashboard = round(medianMs.dashboard / DASHBOARD_GOAL_MS, 2);
  return { needle, medianMs, shareOfGoal, ...(await measureClients(url, requests)) };
}

/** A word that only one log line has: the last of one in the middle. */
async function findNeedle(url: string): Promise<string> {
  const { endMs } = windowOf(documents);
  const startMs = windowOf(1).endMs;
  const found = await callJson<{ hits: { hits: { _source: { message: string } }[] } }>(
    `${url}/${STREAMS.logs}/_search`,
    {
      size: 1,
      sort: [{ '@timestamp': 'asc' }],
      query: {
        bool: {
          filter: [
            { range: { '@timestamp': { gte: Math.floor((startMs + endMs) / 2) } } },
            { match: { message: 'trace' } },
          ],
        },
      },
    },
  );
  const words = found.hits.hits[0]?._source.message.match(/[0-9a-f]{32}/g);
  const last = words?.at(-1);
  if (last === undefined) {
    throw new Error('there is no line with a word of its own');
  }
  return last;
}

/** Sixteen clients with all searches; then short searches alone, and beside four clients with long ones. */
async function measureClients(url: string, requests: readonly BenchRequest[]) {
  const all = await runClients(url, requests, CLIENTS);
  const byName = (name: string) => requests.filter((request) => request.name === name);
  const short = byName('top values of a field');
  const long = byName('24 h by time, top 10 containers, average and p95');
  const alone = await runClients(url, short, 1);
  const [beside] = await Promise.all([
    runClients(url, short, 1),
    runClients(url, long, LONG_CLIENTS),
  ]);
  return { clients: all, short: { alone, beside } };
}

async function runClients(url: string, requests: readonly BenchRequest[], clients: number) {
  const delays: number[] = [];
  const startMs = performance.now();
  const endMs = startMs + CLIENTS_S * 1_000;
  const client = async (first: number) => {
    for (let i = first; performance.now() < endMs; i++) {
      delays.push(await timeOf(() => send(url, requests[i % requests.length] as BenchRequest)));
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, i) => client(i)));
  return {
    perS: round((delays.length * 1_000) / (performance.now() - startMs)),
    p50Ms: round(quantile(delays, 0.5)),
    p99Ms: round(quantile(delays, 0.99)),
  };
}

/** Medians of the statements that were written by hand, in the same engine. */
async function measureByHand(folder: string, needle: string) {
  const opened = await openTestEngine(1_000 * 1024 ** 2, folder);
  try {
    const tables = await findTables(opened);
    const medians: Record<string, number> = {};
    for (const { name, sql } of makeRequests(windowOf(documents), needle)) {
      if (sql !== undefined) {
        const statement = raw(sql(tables));
        medians[name] = await medianOf(async () => {
          await opened.query(statement, TIMEOUT);
        });
      }
    }
    return medians;
  } finally {
    await opened.close();
  }
}

/** Warm: the first time does not count. */
async function medianOf(act: () => Promise<void>): Promise<number> {
  await act();
  const delays: number[] = [];
  for (let i = 0; i < times; i++) {
    delays.push(await timeOf(act));
  }
  return round(quantile(delays, 0.5));
}

async function timeOf(act: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await act();
  return performance.now() - startMs;
}

function send(url: string, { on, body }: BenchRequest): Promise<void> {
  return post(`${url}/${STREAMS[on]}/_search`, JSON.stringify(body));
}

async function post(url: string, body: string): Promise<void> {
  const type = body.endsWith('\n') ? 'application/x-ndjson' : 'application/json';
  const reply = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
  const text = await reply.text();
  if (!reply.ok || text.includes('"error":')) {
    throw new Error(`${url} answered ${reply.status}: ${text.slice(0, 500)}`);
  }
}
