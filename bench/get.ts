import { randomBytes } from 'node:crypto';
import { temporaryFolder } from '../tests/support/longshore.ts';
import { readOptions, report } from './support.ts';
import { GetBench } from './support-get-bench.ts';
import { fillFolder, idOf, startStoreIn } from './support-get-data.ts';

// How long does a document take to be found by its id among many, and to be written by an id of its own? Over HTTP. CPU
// time is that of the store and its engine: other load on the machine changes it less.

const HELP = `npm run bench -- get [--documents 20000000] [--gets 300] [--data FOLDER]
With --data the documents are made once, in a folder that is kept.`;

const values = readOptions(HELP, {
  documents: '20000000',
  gets: '300',
  data: undefined as string | undefined,
});
const documents = Number(values.documents);

await main();

async function main(): Promise<void> {
  const temporary = values.data === undefined ? temporaryFolder('bench-get') : undefined;
  const folder = values.data ?? temporary?.path ?? '';
  await fillFolder(folder, documents);
  const store = await startStoreIn(folder);
  try {
    const bench = new GetBench(store.addresses[0] ?? '', store.child.pid ?? 0);
    const first = await bench.gets(3, missingId, 404);
    const settleS = await bench.settle();
    const gets = Number(values.gets);
    report('get', {
      documents,
      first,
      settleS,
      made: await bench.gets(gets, madeId, 200),
      own: await bench.gets(gets, ownId, 200),
      missing: await bench.gets(gets, missingId, 404),
      multiGet: await bench.multiGets(ownId),
      bulk: await bench.bulks(ownId, missingId),
      ownAfterBulk: await bench.gets(gets, ownId, 200),
      memoryMiB: bench.memoryMiB(),
    });
  } finally {
    await store.end('SIGTERM');
    temporary?.remove();
  }
}

function random(): number {
  return Math.floor((Math.random() * documents) / 2) * 2;
}

function madeId(): string {
  return idOf(random());
}

function ownId(): string {
  return idOf(random() + 1);
}

function missingId(): string {
  return randomBytes(12).toString('hex');
}
