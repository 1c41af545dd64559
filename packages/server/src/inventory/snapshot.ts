import type { Inventory } from '@longshore/common/api/inventory';
import type { SearchClient } from '../search-client.ts';
import { searchNamed } from '../search-named.ts';
import { mapContainers } from './containers.ts';
import { mapHosts } from './hosts.ts';
import { mapProblems } from './problems.ts';
import {
  type InventoryAnswers,
  type InventorySearches,
  liveSearches,
  slowSearches,
} from './searches.ts';

/** Sparklines and filesystems are searched this often; the rest with every snapshot. */
const SLOW_PERIOD_MS = 10_000;

/** Takes snapshots of all hosts and containers. */
export interface SnapshotTaker {
  take(nowMs: number): Promise<Inventory>;
}

/** Each snapshot is one `_msearch`; answers that change slowly are kept for a few snapshots. */
export function openSnapshotTaker(client: Pick<SearchClient, 'msearch'>): SnapshotTaker {
  let slow: InventoryAnswers = {};
  let slowAtMs = Number.NEGATIVE_INFINITY;
  return {
    async take(nowMs) {
      const isSlowDue = Math.abs(nowMs - slowAtMs) >= SLOW_PERIOD_MS;
      const searches: InventorySearches = {
        ...liveSearches(nowMs),
        ...(isSlowDue ? slowSearches(nowMs) : {}),
      };
      const answers: InventoryAnswers = await searchNamed(client, searches);
      if (isSlowDue) {
        slow = Object.fromEntries(
          Object.keys(slowSearches(0)).map((name) => [name, answers[name]]),
        );
        slowAtMs = nowMs;
      }
      return mapInventory({ ...slow, ...answers }, nowMs);
    },
  };
}

/** The snapshot that the answers describe. */
export function mapInventory(answers: InventoryAnswers, nowMs: number): Inventory {
  const containers = mapContainers(answers, nowMs);
  const hosts = mapHosts(answers, containers, nowMs);
  return {
    at: new Date(nowMs).toISOString(),
    hosts,
    containers,
    problems: mapProblems(answers, hosts, nowMs),
  };
}
