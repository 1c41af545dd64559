import type { EventStream } from '../event-stream.ts';
import type { SearchClient } from '../search-client.ts';
import type { LogSelection } from './log-query.ts';
import { Tail } from './tail-search.ts';

/** Different queries that are tailed at the same time. */
const TAILS_MAX = 50;

/** Live tails: viewers of the same query share one search per second. */
export interface LogTails {
  /** Sends the newest lines, then those that come; gives the way to stop. */
  watch(selection: LogSelection, viewer: EventStream): () => void;
  close(): void;
}

/** Opens the live tails of a server; nothing is searched until somebody watches. */
export function openLogTails(
  client: Pick<SearchClient, 'search' | 'count'>,
  now: () => number = Date.now,
): LogTails {
  const tails = new Map<string, Tail>();
  return {
    watch(selection, viewer) {
      const key = JSON.stringify(selection);
      const existing = tails.get(key);
      if (existing === undefined && tails.size >= TAILS_MAX) {
        const reason = `${TAILS_MAX} different queries are tailed already; close some pages`;
        viewer.send('failed', JSON.stringify({ reason }));
        return () => undefined;
      }
      const tail = existing ?? new Tail(client, selection, now);
      tails.set(key, tail);
      tail.join(viewer);
      return () => {
        if (tail.leave(viewer) === 0) {
          tails.delete(key);
        }
      };
    },
    close() {
      for (const tail of tails.values()) {
        tail.stop();
      }
      tails.clear();
    },
  };
}
