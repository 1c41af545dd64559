import { nodeFlagsOf } from '../packages/server/src/up/roles.ts';
import { recordLengths, type TranslogRecord } from '../packages/store/src/write/translog-record.ts';
import {
  callJson,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../tests/support/longshore.ts';
import { writeTranslog } from '../tests/support/translog.ts';
import { processTree, readOptions, report, round } from './support.ts';
import { makeDocument } from './support-documents.ts';

// How long does a store take until it answers and until it has everything, with many indices, and with a translog that
// the engine has nothing of?
// The translog is written as a store would have written it, after one that made the indices was stopped.

const HELP = `npm run bench -- recovery [--indices 500] [--mib 1024]`;
const RSS_POLL_MS = 200;
const RECOVERY_S_MAX = 600;
/** Documents of one index that follow one another, as an agent sends them. */
const RUN_DOCUMENTS = 50;

const values = readOptions(HELP, { indices: '500', mib: '1024' });
const folder = temporaryFolder('bench-recovery');

let running: LongshoreProcess | undefined;

try {
  await main(Number(values.indices), Number(values.mib));
} catch (error) {
  console.error(running?.output());
  throw error;
} finally {
  await running?.end('SIGKILL');
  folder.remove();
}

async function main(indices: number, mib: number): Promise<void> {
  const first = await start();
  const uuids = await makeIndices(first.url, indices);
  await first.store.end('SIGTERM');
  const empty = await start();
  await empty.store.end('SIGTERM');
  const documents = writeTranslog(folder.path, documentsOf(uuids, mib * 1024 * 1024));
  const full = await start();
  await callJson(`${full.url}/_refresh`, {});
  const { count } = await callJson<{ count: number }>(`${full.url}/bench-*/_count`);
  await full.store.end('SIGTERM');
  report('recovery', {
    indices,
    translogMiB: mib,
    documents,
    lost: documents + indices - count,
    startMs: { empty: empty.ms, full: full.ms },
    recoveredMs: { empty: empty.recoveredMs, full: full.recoveredMs },
    rssMiBMax: { empty: empty.rssMiBMax, full: full.rssMiBMax },
    // Of the recovery alone; it holds on a machine that does other things too.
    cpuSeconds: {
      store: round(full.cpuSeconds.store - empty.cpuSeconds.store, 1),
      engine: round(full.cpuSeconds.engine - empty.cpuSeconds.engine, 1),
    },
    documentsPerS: round((documents * 1000) / (full.recoveredMs - empty.recoveredMs), 0),
  });
}

interface Started {
  readonly store: LongshoreProcess;
  readonly url: string;
  /** Until it answered. */
  readonly ms: number;
  /** Until all indices had all of the translog. */
  readonly recoveredMs: number;
  /** Of store and engine together, until then. */
  readonly rssMiBMax: number;
  /** Until then. */
  readonly cpuSeconds: Readonly<Record<'store' | 'engine', number>>;
}

async function start(): Promise<Started> {
  let rssMiBMax = 0;
  const timer = setInterval(() => {
    const sum = processTree(process.pid)
      .filter(({ name }) => name === 'store' || name === 'engine')
      .reduce((total, { rssMiB }) => total + rssMiB, 0);
    rssMiBMax = Math.max(rssMiBMax, round(sum, 0));
  }, RSS_POLL_MS);
  const startedMs = performance.now();
  const store = await startLongshore(
    'store',
    { 'path.data': folder.path, 'path.logs': folder.path, 'http.port': 0 },
    nodeFlagsOf('store'),
    { readyTimeoutMs: 600_000 },
  );
  running = store;
  const ms = round(performance.now() - startedMs, 0);
  const url = store.addresses[0] ?? '';
  const { initializing_shards: left } = await callJson<{ initializing_shards: number }>(
    `${url}/_cluster/health?wait_for_no_initializing_shards=true&timeout=${RECOVERY_S_MAX}s`,
  );
  if (left > 0) {
    throw new Error(`${left} indices were not recovered after ${RECOVERY_S_MAX} s`);
  }
  const recoveredMs = round(performance.now() - startedMs, 0);
  clearInterval(timer);
  const cpuSeconds = { store: cpuSecondsOf('store'), engine: cpuSecondsOf('engine') };
  return { store, url, ms, recoveredMs, rssMiBMax, cpuSeconds };
}

function cpuSecondsOf(name: string): number {
  return processTree(process.pid).find((one) => one.name === name)?.cpuSeconds ?? 0;
}

/** Indices with the mapping that a document of a container's log gives them; their uuids. */
async function makeIndices(url: string, count: number): Promise<readonly string[]> {
  for (let i = 0; i < count; i += 1) {
    await callJson(`${url}/bench-${i}/_doc`, makeDocument('logs', Date.now()));
  }
  await callJson(`${url}/_refresh`, {});
  const settings = await callJson<Record<string, { settings: { index: { uuid: string } } }>>(
    `${url}/bench-*/_settings`,
  );
  return Object.values(settings).map(({ settings: { index } }) => index.uuid);
}

/** Documents of the indices, until they have so many bytes as the translog keeps them. */
function* documentsOf(uuids: readonly string[], bytes: number): Iterable<TranslogRecord> {
  for (let i = 0, size = 0; size < bytes; i += 1) {
    const run = Math.floor(i / RUN_DOCUMENTS);
    const turn = Math.floor(run / uuids.length);
    const record: TranslogRecord = {
      uuid: uuids[run % uuids.length] ?? '',
      kind: 'index',
      // Each index has one document already, with the number 0.
      seqNo: 1 + turn * RUN_DOCUMENTS + (i % RUN_DOCUMENTS),
      version: 1,
      id: `bench${String(i).padStart(15, '0')}`,
      isGeneratedId: true,
      source: Buffer.from(JSON.stringify(makeDocument('logs', Date.now()))),
    };
    yield record;
    size += recordLengths(record).total;
  }
}
