import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFlagsOf } from '../packages/server/src/up/roles.ts';
import { raw } from '../packages/store/src/sql/sql.ts';
import { openTestEngine } from '../packages/store/src/testing.ts';
import { createIdMaker } from '../packages/store/src/write/document-id.ts';
import { callJson, startLongshore } from '../tests/support/longshore.ts';

/** The index that the benchmark asks. */
export const INDEX = 'bench';
const ROWS = 250_000;
const TIMEOUT = { timeoutMs: 600_000 };
const START_MS = 1_793_491_200_000;
/** A hundred documents a second, so that twenty million take some days. */
const MS_PER_DOCUMENT = 10;
const ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
/** What an id of the store ends with. */
const RANDOM = 'AAAA';
const MEMORY_BYTES = 1024 ** 3;

const makeId = createIdMaker(() => START_MS);

/** The id of document `n`: every second one was made by a store, the others are of their own. */
export const idOf = (n: number): string =>
  n % 2 === 0 ? makeId(n).slice(0, -RANDOM.length) + RANDOM : `own-${n}`;

/** Starts a store with data in a folder. */
export const startStoreIn = (folder: string) =>
  startLongshore(
    'store',
    { 'path.data': folder, 'path.logs': folder, 'http.port': 0 },
    nodeFlagsOf('store'),
    { readyTimeoutMs: 300_000 },
  );

/**
 * Makes the index with so many documents in a folder, unless it has it. The rows are made by the engine itself, in large
 * inserts: twenty million take minutes and 4 GB.
 */
export async function fillFolder(folder: string, documents: number): Promise<void> {
  const marker = join(folder, 'bench-documents');
  if (existsSync(marker)) {
    const found = readFileSync(marker, 'utf8');
    if (found !== String(documents)) {
      throw new Error(`${folder} has ${found} documents; take another one for ${documents}`);
    }
    return;
  }
  const store = await startStoreIn(folder);
  await callJson(`${store.addresses[0]}/${INDEX}`, { mappings: { dynamic: false } }, 'PUT');
  await store.end('SIGTERM');
  const { engine, close } = await openTestEngine(MEMORY_BYTES, folder);
  const [found] = await engine.query(
    raw(
      "SELECT database || '.' || name AS table_name FROM system.tables WHERE database = 'ls' AND startsWith(name, 'i_')",
    ),
    TIMEOUT,
  );
  for (let from = 0; from < documents; from += ROWS) {
    const to = Math.min(documents, from + ROWS);
    await engine.execute(raw(insert(String(found?.table_name), from, to)), TIMEOUT);
  }
  await close();
  writeFileSync(marker, String(documents));
}

/** An id of the store for a sequence number, as SQL. */
export function idSql(seqNo: string): string {
  const chars = Array.from(
    { length: 8 },
    (_, i) =>
      `substring('${ALPHABET}', bitAnd(bitShiftRight(${seqNo}, ${6 * (7 - i)}), 63) + 1, 1)`,
  ).join(', ');
  return `concat('${makeId(0).slice(0, 8)}', ${chars}, '${RANDOM}')`;
}

function insert(table: string, from: number, to: number): string {
  const id = `if(number % 2 = 0, ${idSql('number')}, concat('own-', toString(number)))`;
  const source = `concat('{"@timestamp":', toString(number), ',"message":"', hex(sipHash128(number)), ' ', hex(sipHash128(number + 1)), ' and some words of a message that repeat in each of them"}')`;
  return `INSERT INTO ${table} (_id, _seq, _ver, _source, ts) SELECT ${id}, number, 1, ${source}, fromUnixTimestamp64Milli(toInt64(${START_MS} + number * ${MS_PER_DOCUMENT} + sipHash64(number) % 2000), 'UTC') FROM numbers(${from}, ${to - from})`;
}
