import { randomBytes } from 'node:crypto';
import { LongshoreError } from '@longshore/common/errors';
import type { Engine } from '../../engine/engine.ts';
import type { PagedTable } from '../../tables/run-query.ts';
import type { Store } from '../route.ts';
import type { TableSearches } from './table-searches.ts';

const SWEEP_MS = 5_000;
/** Cursors that may be open at once; each may hold on to a moment of its indices. */
const CURSORS_MAX = 500;

/** A statement with rows that nobody has taken yet. */
export interface SqlCursor {
  readonly columns: PagedTable['columns'];
  readonly rows: AsyncIterator<PagedRows>;
  readonly searches: TableSearches | undefined;
  readonly timeZone: string;
  readonly keepMs: number;
  readonly pageRows: number;
}

type PagedRows = PagedTable['pages'] extends AsyncIterable<infer Page> ? Page : never;

/** Cursors of statements by their ids, each until its time is over. */
class SqlCursors {
  readonly #open = new Map<string, { readonly cursor: SqlCursor; readonly expiresMs: number }>();
  #sweeper: NodeJS.Timeout | undefined;

  add(cursor: SqlCursor): string {
    if (this.#open.size >= CURSORS_MAX) {
      throw new LongshoreError(
        'es_rejected_execution_exception',
        429,
        `Trying to open too many SQL cursors. Must be less than or equal to: [${CURSORS_MAX}].`,
      );
    }
    const id = randomBytes(24).toString('base64url');
    this.#open.set(id, { cursor, expiresMs: Date.now() + cursor.keepMs });
    this.#sweeper ??= setInterval(() => this.#sweep(), SWEEP_MS).unref();
    return id;
  }

  /** The cursor of an id, which is none any more then: the next page has another. */
  take(id: string): SqlCursor {
    const found = this.#open.get(id);
    if (found === undefined) {
      throw new LongshoreError(
        'search_context_missing_exception',
        404,
        `No cursor found for id [${id}]; its rows have all been given, or its time is over`,
      );
    }
    this.#open.delete(id);
    return found.cursor;
  }

  /** Lets go of a cursor; says whether there was one. */
  async close(id: string): Promise<boolean> {
    const found = this.#open.get(id);
    this.#open.delete(id);
    await found?.cursor.rows.return?.();
    return found !== undefined;
  }

  #sweep(): void {
    for (const [id, { expiresMs }] of this.#open) {
      if (expiresMs <= Date.now()) {
        void this.close(id).catch(() => undefined);
      }
    }
  }
}

const cursors = new WeakMap<Engine, SqlCursors>();

/** The open cursors of a store. */
export function sqlCursorsOf({ engine }: Pick<Store, 'engine'>): SqlCursors {
  const known = cursors.get(engine) ?? new SqlCursors();
  cursors.set(engine, known);
  return known;
}
