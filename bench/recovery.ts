import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFlagsOf } from '../packages/server/src/up/roles.ts';
import { encodeSegmentHeader, FrameBuilder } from '../packages/store/src/write/translog-format.ts';
import {
  callJson,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../tests/support/longshore.ts';
import { processTree, readOptions, report, round } from './support.ts';
import { makeDocument } from './support-documents.ts';

// How long does a store take to start with many indices, and with a translog that the engine has nothing of?
// The translog is written as a store would have written it, after one that made the indices was stopped.

const HELP = `npm run bench -- recovery [--indices 500] [--mib 1024]`;
const RSS_POLL_MS = 200;
const FRAME_BYTES = 512 * 1024;
const SEGMENT_BYTES = 16 * 1024 * 1024;
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
  const documents = writeTranslog(uuids, mib * 1024 * 1024);
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
    rssMiBMax: { empty: empty.rssMiBMax, full: full.rssMiBMax },
    documentsPerS: round((documents * 1000) / (full.ms - empty.ms), 0),
  });
}

interface Started {
  readonly store: LongshoreProcess;
  readonly url: string;
  readonly ms: number;
  /** Of store and engine together, while it started. */
  readonly rssMiBMax: number;
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
  clearInterval(timer);
  return { store, url: store.addresses[0] ?? '', ms, rssMiBMax };
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

/** Segments until there are so many bytes; gives the number of documents. */
function writeTranslog(uuids: readonly string[], bytes: number): number {
  const translog = join(folder.path, 'store', 'translog');
  mkdirSync(translog, { recursive: true });
  let documents = 0;
  for (let generation = 1; (generation - 1) * SEGMENT_BYTES < bytes; generation += 1) {
    const frames: Buffer[] = [encodeSegmentHeader()];
    for (let size = 0; size < Math.min(SEGMENT_BYTES, bytes); ) {
      const builder = new FrameBuilder();
      while (builder.length < FRAME_BYTES) {
        const run = Math.floor(documents / RUN_DOCUMENTS);
        const turn = Math.floor(run / uuids.length);
        builder.add({
          uuid: uuids[run % uuids.length] ?? '',
          kind: 'index',
          // Each index has one document already, with the number 0.
          seqNo: 1 + turn * RUN_DOCUMENTS + (documents % RUN_DOCUMENTS),
          version: 1,
          id: `bench${String(documents).padStart(15, '0')}`,
          isGeneratedId: true,
          source: Buffer.from(JSON.stringify(makeDocument('logs', Date.now()))),
        });
        documents += 1;
      }
      const frame = builder.finish();
      frames.push(Buffer.from(frame));
      size += frame.length;
    }
    const name = `translog-${String(generation).padStart(10, '0')}.log`;
    writeFileSync(join(translog, name), Buffer.concat(frames));
  }
  return documents;
}
