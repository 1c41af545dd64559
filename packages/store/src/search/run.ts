import { type Engine, EngineTimeout, type Row } from '../engine/engine.ts';
import type { Sql } from '../sql/sql.ts';
import { Limiter } from './limiter.ts';

/**
 * Runs a statement of a search: within its time, its number of parallel statements, and until it is cancelled. Those of
 * the fetch phase read documents that were found.
 */
export type Run = (statement: Sql, phase?: 'fetch') => Promise<readonly Row[]>;

/** A run that knows how long its statements of the fetch phase took together. */
export type TimedRun = Run & { fetchMs(): number };

/** Statements of one search that run at once; the engine's sessions are for all searches. */
const STATEMENTS_MAX = 4;

/** Runs statements on the engine, all of them together within a time. */
export function openRun(
  engine: Engine,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): TimedRun {
  const limiter = new Limiter(STATEMENTS_MAX);
  const deadline = performance.now() + timeoutMs;
  let fetchMs = 0;
  const run: Run = (statement, phase) =>
    limiter.run(async () => {
      const startedAt = performance.now();
      const leftMs = Math.ceil(deadline - startedAt);
      if (leftMs <= 0) {
        throw new EngineTimeout('the time of the search is over');
      }
      const rows = await engine.query(statement, { timeoutMs: leftMs, signal });
      fetchMs += phase === 'fetch' ? performance.now() - startedAt : 0;
      return rows;
    });
  return Object.assign(run, { fetchMs: () => fetchMs });
}
