import type { Row } from '../engine/engine.ts';
import type { Sql } from '../sql/sql.ts';

/** Runs a statement of a search: within its time, its number of parallel statements, and until it is cancelled. */
export type Run = (statement: Sql) => Promise<readonly Row[]>;
