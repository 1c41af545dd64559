import type { Inventory } from '@longshore/common/api/inventory';
import type { SearchClient } from '../search-client.ts';
import { searchNamed } from '../search-named.ts';
import { bucketsOf, type SearchAnswer } from '../search-types.ts';
import { mapContainers } from './containers.ts';
import { mapHosts } from './hosts.ts';
import { mapProblems } from './problems.ts';
import {
  type InventoryAnswers,
  type InventorySearches,
  liveSearches,
  SPARKLINE_CONTAINERS_MAX,
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
  let hasNews = false;
  return {
    async take(nowMs) {
      const isSlowDue = hasNews || Math.abs(nowMs - slowAtMs) >= SLOW_PERIOD_MS;
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
      hasNews = !isSlowDue && hasNewEntities(answers, slow);
      return mapInventory({ ...slow, ...answers }, nowMs);
    },
  };
}

/** A host or container that has no sparkline yet shall not wait for one. */
function hasNewEntities(live: InventoryAnswers, slow: InventoryAnswers): boolean {
  const keys = (answer: SearchAnswer | undefined, name: string) =>
    bucketsOf(answer?.aggregations, name).map(({ key }) => key);
  const isNew = (now: readonly unknown[], known: readonly unknown[]) => {
    const all = new Set(known);
    return known.length < SPARKLINE_CONTAINERS_MAX && now.some((key) => !all.has(key));
  };
  return (
    isNew(keys(live.cpu, 'containers'), keys(slow.cpuSparklines, 'entities')) ||
    isNew(keys(live.system, 'hosts'), keys(slow.hostCpuSparklines, 'entities'))
  );
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
