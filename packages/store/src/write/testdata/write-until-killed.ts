/**
 * Writes to a store's folder until it is killed, and says on stdout what was acknowledged: numbers of documents that
 * are written once, and for each of some ids the number of its last overwrite.
 * Arguments: folder, first number.
 */
import { pino } from 'pino';
import { openEngine } from '../../engine/chdb-engine.ts';
import { ROUTING_COLUMN } from '../../index/column.ts';
import { openWriter } from '../store-writer.ts';
import { put, rowOf, testIndex } from './test-index.ts';

const BATCH = 40;
const OVERWRITTEN_IDS = 15;
const WRITERS = 3;
const REFRESH_MS = 250;

const [, , dataPath = '', first = '0'] = process.argv;
const log = pino({ level: 'silent' });
const engine = openEngine({ dataPath, memoryBytes: 400 * 1024 * 1024, log });
await engine.start();
const writer = openWriter({ dataPath, engine, log, now: Date.now, idTableOperationsMin: 0 });
const index = testIndex('kill', REFRESH_MS);
index.added.push(ROUTING_COLUMN);
await writer.start([index], rowOf);
// Makes a table of ids unless there is one: it has to agree with the rows after each kill.
await writer.get(index.uuid, ['nobody']);

let next = Number(first);

async function write(): Promise<void> {
  for (;;) {
    const numbers = Array.from({ length: BATCH }, () => next++);
    const overwrites = numbers.slice(0, 5);
    await writer.apply(index.uuid, [
      ...numbers.map((number) => put({ time: 86_400_000 * (number % 3), number })),
      ...overwrites.map((number) =>
        put(
          { tags: ['overwritten'], message: String(number) },
          { id: `id-${number % OVERWRITTEN_IDS}`, routing: `for-${number}` },
        ),
      ),
    ]);
    await writer.sync(0);
    process.stdout.write(`${JSON.stringify({ numbers, overwrites })}\n`);
  }
}

process.stdout.write(`${JSON.stringify({ numbers: [], overwrites: [], pid: engine.pid })}\n`);
await Promise.all(Array.from({ length: WRITERS }, write));
