import { randomBytes } from 'node:crypto';
import { raw } from '../packages/store/src/sql/sql.ts';
import { openTestEngine } from '../packages/store/src/testing.ts';
import { createIdMaker } from '../packages/store/src/write/document-id.ts';
import { EngineTable } from '../packages/store/src/write/engine-table.ts';
import { createTable } from '../packages/store/src/write/table-sql.ts';
import { quantile, readOptions, report, round } from './support.ts';

// How long does a document take to be found by its id among many? Without HTTP: what the engine takes. The rows are
// made by the engine itself, in large inserts, so that twenty million take minutes.

const HELP = 'npm run bench -- get [--documents 20000000] [--gets 300]';
const TABLE = 'ls.bench';
const ROWS = 250_000;
const TIMEOUT = { timeoutMs: 600_000 };
const START_MS = 1_793_491_200_000;
/** A hundred documents a second, so that twenty million take some days. */
const MS_PER_DOCUMENT = 10;
const ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
/** What an id of the store ends with. */
const RANDOM = 'AAAA';
const MEMORY_BYTES = 1024 ** 3;

const values = readOptions(HELP, { documents: '20000000', gets: '300' });
const documents = Number(values.documents);

await main();

async function main(): Promise<void> {
  const test = await openTestEngine(MEMORY_BYTES);
  try {
    await test.engine.execute(createTable(TABLE, []), TIMEOUT);
    for (let from = 0; from < documents; from += ROWS) {
      await test.engine.execute(raw(insert(from, Math.min(documents, from + ROWS))), TIMEOUT);
    }
    const table = new EngineTable(TABLE, test.engine, test.log);
    const makeId = createIdMaker(() => START_MS);
    const seqNo = () => Math.floor(Math.random() * documents);
    report('get', {
      documents,
      made: await measure(table, () => {
        const n = Math.floor(seqNo() / 2) * 2;
        return makeId(n).slice(0, -4) + RANDOM;
      }),
      own: await measure(table, () => `own-${Math.floor(seqNo() / 2) * 2 + 1}`),
      missing: await measure(table, () => randomBytes(12).toString('hex'), false),
    });
  } finally {
    await test.close();
  }
}

/** Every second row has an id of the store, the others one of their own. */
function insert(from: number, to: number): string {
  const chars = Array.from(
    { length: 8 },
    (_, i) => `substring('${ALPHABET}', bitAnd(bitShiftRight(number, ${6 * (7 - i)}), 63) + 1, 1)`,
  ).join(', ');
  const time = createIdMaker(() => START_MS)(0).slice(0, 8);
  const id = `if(number % 2 = 0, concat('${time}', ${chars}, '${RANDOM}'), concat('own-', toString(number)))`;
  const source = `concat('{"@timestamp":', toString(number), ',"message":"', hex(sipHash128(number)), ' ', hex(sipHash128(number + 1)), ' and some words of a message that repeat in each of them"}')`;
  return `INSERT INTO ${TABLE} (_id, _seq, _ver, _source, ts) SELECT ${id}, number, 1, ${source}, fromUnixTimestamp64Milli(toInt64(${START_MS} + number * ${MS_PER_DOCUMENT} + sipHash64(number) % 2000), 'UTC') FROM numbers(${from}, ${to - from})`;
}

async function measure(table: EngineTable, pick: () => string, isThere = true) {
  const delays: number[] = [];
  for (let i = 0; i < Number(values.gets); i++) {
    const id = pick();
    const startMs = performance.now();
    const found = await table.findDocuments([id], documents);
    delays.push(performance.now() - startMs);
    if (found.has(id) !== isThere) {
      throw new Error(`${id} is ${isThere ? 'not ' : ''}there`);
    }
  }
  return { p50Ms: round(quantile(delays, 0.5)), p99Ms: round(quantile(delays, 0.99)) };
}
