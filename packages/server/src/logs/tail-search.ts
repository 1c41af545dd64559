import type { LogLine } from '@longshore/common/api/logs';
import { LongshoreError } from '@longshore/common/errors';
import type { EventStream } from '../event-stream.ts';
import type { SearchClient } from '../search-client.ts';
import type { Hit } from '../search-types.ts';
import { missingIn } from '../store-problem.ts';
import { mapLogLine } from './log-line.ts';
import { buildLogQuery, LOG_INDICES, type LogSelection, NEWEST_LINES_FIRST } from './log-query.ts';
import { openTailWindow, thin } from './tail-window.ts';

/** How often the store is asked, once for all viewers of a query. */
const PERIOD_MS = 1_000;
/** How long to wait after a search that failed. */
const RETRY_MS = 5_000;
/**
 * Each search looks so far behind the last one that saw all lines: a line is searchable seconds after its time stamp,
 * and clocks of hosts differ. Lines that come later still are found by a search, not by the tail.
 */
const OVERLAP_MS = 30_000;
/** Lines of one search. */
const FETCH_MAX = 500;
/** Lines that a viewer gets per second. */
const LINES_MAX = 200;

/** The live tail of one query: searches while it has viewers, and sends each line once to all of them. */
export class Tail {
  readonly #client: Pick<SearchClient, 'search' | 'count'>;
  readonly #selection: LogSelection;
  readonly #now: () => number;
  /** Viewers, and how many lines each of them missed since it was last told. */
  readonly #viewers = new Map<EventStream, number>();
  readonly #window = openTailWindow();
  readonly #stopped = new AbortController();
  #recent: readonly LogLine[] = [];
  #newestMs: number | undefined;
  /** When all lines could be searched last. */
  #wholeAtMs: number;
  #failure: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    client: Pick<SearchClient, 'search' | 'count'>,
    selection: LogSelection,
    now: () => number,
  ) {
    this.#client = client;
    this.#selection = selection;
    this.#now = now;
    this.#wholeAtMs = now();
    this.#schedule(0);
  }

  /** Sends what the others have on their screens, so that nothing lies between a search and the tail. */
  join(viewer: EventStream): void {
    this.#viewers.set(viewer, 0);
    if (this.#recent.length > 0) {
      viewer.send('lines', JSON.stringify(this.#recent));
    }
    if (this.#failure !== undefined) {
      viewer.send('failed', this.#failure);
    }
  }

  /** Gives the number of viewers that are left; the last one that leaves stops the tail. */
  leave(viewer: EventStream): number {
    this.#viewers.delete(viewer);
    if (this.#viewers.size === 0) {
      this.stop();
    }
    return this.#viewers.size;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stopped.abort();
  }

  #schedule(delayMs: number): void {
    if (!this.#stopped.signal.aborted) {
      this.#timer = setTimeout(() => void this.#tick(), delayMs);
    }
  }

  async #tick(): Promise<void> {
    const startedAtMs = this.#now();
    try {
      await this.#search(startedAtMs);
      this.#failure = undefined;
      this.#schedule(Math.max(PERIOD_MS - (this.#now() - startedAtMs), 0));
    } catch (error) {
      this.#fail(error);
    }
  }

  async #search(nowMs: number): Promise<void> {
    const body = {
      size: FETCH_MAX,
      track_total_hits: false,
      query: buildLogQuery(this.#selection, { fromMs: this.#wholeAtMs - OVERLAP_MS }),
      sort: NEWEST_LINES_FIRST,
    };
    const answer = await this.#client.search(LOG_INDICES, body, this.#stopped.signal);
    const { hits } = answer;
    this.#wholeAtMs = missingIn([answer]) === undefined ? nowMs : this.#wholeAtMs;
    const fresh = this.#window.take(hits.hits);
    const isFirst = this.#newestMs === undefined;
    const missed = isFirst ? 0 : await this.#countMissed(hits.hits, fresh);
    this.#newestMs = Math.max(this.#newestMs ?? nowMs - OVERLAP_MS, timeOf(hits.hits[0]));
    const shown = isFirst ? fresh.slice(-LINES_MAX) : thin(fresh, LINES_MAX);
    const dropped = isFirst ? 0 : fresh.length - shown.length + missed;
    this.#send(shown.map(mapLogLine), dropped);
  }

  /** When a whole page is new, there were more lines than the page holds; they are counted, not fetched. */
  async #countMissed(page: readonly Hit[], fresh: readonly Hit[]): Promise<number> {
    if (fresh.length < FETCH_MAX) {
      return 0;
    }
    const range = { fromMs: (this.#newestMs ?? 0) + 1, toMs: timeOf(page[0]) };
    const query = buildLogQuery(this.#selection, range);
    const total = await this.#client.count(LOG_INDICES, query, this.#stopped.signal);
    return Math.max(total - fresh.length, 0);
  }

  #send(lines: readonly LogLine[], dropped: number): void {
    if (lines.length === 0 && dropped === 0) {
      return;
    }
    this.#recent = [...this.#recent, ...lines].slice(-LINES_MAX);
    const json = JSON.stringify(lines);
    for (const [viewer, before] of this.#viewers) {
      const missed = before + dropped;
      if (!viewer.send('lines', json)) {
        this.#viewers.set(viewer, missed + lines.length);
        continue;
      }
      this.#viewers.set(viewer, 0);
      if (missed > 0) {
        viewer.send('dropped', JSON.stringify({ count: missed }));
      }
    }
  }

  /** A query that the store refuses will not get better; everything else may. */
  #fail(error: unknown): void {
    if (this.#stopped.signal.aborted) {
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    this.#failure = JSON.stringify({ reason });
    for (const viewer of this.#viewers.keys()) {
      viewer.send('failed', this.#failure);
    }
    if (!(error instanceof LongshoreError && error.status === 400)) {
      this.#schedule(RETRY_MS);
    }
  }
}

function timeOf(hit: Hit | undefined): number {
  const at = hit?.sort?.[0];
  return typeof at === 'number' ? at : 0;
}
