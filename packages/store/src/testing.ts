import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { type ChdbEngine, openEngine } from './engine/chdb-engine.ts';
import { raw } from './sql/sql.ts';

const TEST_MEMORY_BYTES = 400 * 1024 * 1024;
const TEST_STATEMENT_MS_MAX = 30_000;

/** A real engine on a folder of its own, for tests. */
export interface TestEngine {
  readonly engine: ChdbEngine;
  readonly dataPath: string;
  /** Writes nothing. */
  readonly log: Logger;
  readonly query: ChdbEngine['query'];
  /** Runs a statement that gives no rows. */
  run(text: string): Promise<void>;
  /** Stops the engine and removes the folder. */
  close(): Promise<void>;
}

/** Opens one; takes about half a second. The database `ls` is there. A folder that is given is kept. */
export async function openTestEngine(
  memoryBytes = TEST_MEMORY_BYTES,
  folder?: string,
): Promise<TestEngine> {
  const dataPath = folder ?? (await mkdtemp(join(tmpdir(), 'longshore-engine-')));
  const log = pino({ level: 'silent' });
  const engine = openEngine({
    dataPath,
    memoryBytes,
    log,
  });
  await engine.start();
  const run = (text: string) => engine.execute(raw(text), { timeoutMs: TEST_STATEMENT_MS_MAX });
  await run('CREATE DATABASE IF NOT EXISTS ls');
  return {
    engine,
    dataPath,
    log,
    query: (statement, options) => engine.query(statement, options),
    run,
    close: async () => {
      await engine.stop();
      if (folder === undefined) {
        await rm(dataPath, { recursive: true, force: true });
      }
    },
  };
}
