import type { Inventory } from '@longshore/common/api/inventory';
import type { FastifyBaseLogger } from 'fastify';
import { storeProblem } from '../store-problem.ts';
import type { SnapshotTaker } from './snapshot.ts';

/** How often the store is asked while somebody watches. */
const PERIOD_MS = 2_000;
/** A snapshot that is not older serves who asks next. */
const FRESH_MS = 1_000;

/** Gets an inventory as JSON, made once for all viewers. */
type Viewer = (inventory: string) => void;

export interface InventoryPoller {
  /** The inventory of now; callers at the same time share one search. Never fails: problems say what is wrong. */
  current(): Promise<Inventory>;
  /** Calls the viewer with the inventory of now, then with every change; gives the way to stop. */
  watch(viewer: Viewer): () => void;
  close(): void;
}

/** One poll of the store serves all viewers; without viewers nothing is polled. */
export function openInventoryPoller(
  taker: SnapshotTaker,
  log: FastifyBaseLogger,
  now: () => number = Date.now,
): InventoryPoller {
  const viewers = new Set<Viewer>();
  let timer: NodeJS.Timeout | undefined;
  let last: Inventory | undefined;
  let takenAtMs = Number.NEGATIVE_INFINITY;
  let running: Promise<Inventory> | undefined;
  let isFailing = false;
  let sentContent = '';

  async function take(): Promise<Inventory> {
    try {
      last = await taker.take(now());
      isFailing = false;
    } catch (error) {
      if (!isFailing) {
        log.warn({ error }, 'inventory cannot be read');
      }
      isFailing = true;
      last = withProblem(last, error, now());
    }
    takenAtMs = now();
    return last;
  }

  function refresh(): Promise<Inventory> {
    running ??= take().finally(() => {
      running = undefined;
    });
    return running;
  }

  async function current(): Promise<Inventory> {
    return last !== undefined && now() - takenAtMs < FRESH_MS ? last : refresh();
  }

  async function poll(): Promise<void> {
    const inventory = await refresh();
    const content = contentOf(inventory);
    if (content !== sentContent) {
      sentContent = content;
      const json = withTime(inventory.at, content);
      for (const viewer of viewers) {
        viewer(json);
      }
    }
    schedule();
  }

  function schedule(): void {
    clearTimeout(timer);
    timer = viewers.size === 0 ? undefined : setTimeout(poll, PERIOD_MS);
  }

  return {
    current,
    watch(viewer) {
      viewers.add(viewer);
      void current().then((inventory) => {
        if (viewers.has(viewer)) {
          viewer(withTime(inventory.at, contentOf(inventory)));
        }
      });
      if (timer === undefined) {
        schedule();
      }
      return () => {
        viewers.delete(viewer);
        if (viewers.size === 0) {
          schedule();
        }
      };
    },
    close() {
      viewers.clear();
      schedule();
    },
  };
}

/** What was known last stays, with the time it was taken at, so that a page is never blank. */
function withProblem(last: Inventory | undefined, error: unknown, nowMs: number): Inventory {
  return {
    at: last?.at ?? new Date(nowMs).toISOString(),
    hosts: last?.hosts ?? [],
    containers: last?.containers ?? [],
    problems: [storeProblem(error)],
  };
}

/** Everything but the time of the snapshot, as JSON: two snapshots with the same content look the same. */
function contentOf({ hosts, containers, problems }: Inventory): string {
  return JSON.stringify({ hosts, containers, problems });
}

function withTime(at: string, content: string): string {
  return `{"at":${JSON.stringify(at)},${content.slice(1)}`;
}
