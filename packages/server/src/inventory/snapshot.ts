import type { Inventory } from '@longshore/common/api/inventory';
import type { SearchClient } from '../search-client.ts';
import { searchNamed } from '../search-named.ts';
import type { IndexedSearch } from '../search-types.ts';
import { missingIn } from '../store-problem.ts';
import { mapContainers } from './containers.ts';
import { readDocument } from './document.ts';
import { mapHosts } from './hosts.ts';
import {
  CONTAINER_MS,
  type InventoryAnswers,
  type Known,
  LATEST_MS,
  learn,
  openKnown,
} from './known.ts';
import { mapProblems } from './problems.ts';
import {
  KNOWN_HOSTS_MS,
  liveSearches,
  logLineSearch,
  SPARKLINE_CONTAINERS_MAX,
  slowSearches,
} from './searches.ts';

/** Sparklines, filesystems and what costs more are searched this often; the rest with every snapshot. */
const SLOW_PERIOD_MS = 10_000;
/** A document is searchable a few seconds after its time stamp; each search looks so far behind the last one. */
const OVERLAP_MS = 15_000;
/** The slow searches look further behind, for hosts whose clocks are late and for batches that were sent again. */
const SLOW_OVERLAP_MS = 75_000;

/** Takes snapshots of all hosts and containers. */
export interface SnapshotTaker {
  take(nowMs: number): Promise<Inventory>;
}

/**
 * Each snapshot is one `_msearch` for the documents that came since the last one: what is known is kept here, so
 * that a page that is open all day costs the store a few small searches.
 */
export function openSnapshotTaker(client: Pick<SearchClient, 'msearch'>): SnapshotTaker {
  const known = openKnown();
  let takenAtMs = Number.NEGATIVE_INFINITY;
  let slowAtMs = Number.NEGATIVE_INFINITY;
  let slowAskedAtMs = Number.NEGATIVE_INFINITY;
  let hasNews = false;
  return {
    async take(nowMs) {
      const isSlow = hasNews || nowMs - slowAskedAtMs >= SLOW_PERIOD_MS;
      const overlapMs = isSlow ? SLOW_OVERLAP_MS : OVERLAP_MS;
      const since = (lastMs: number, lookBackMs: number, overlap: number) =>
        Math.max(nowMs - lookBackMs, lastMs - overlap);
      const searches: Record<string, IndexedSearch> = {
        ...liveSearches(since(takenAtMs, CONTAINER_MS, overlapMs)),
        ...(isSlow
          ? slowSearches({
              nowMs,
              filesystemsSinceMs: since(slowAtMs, CONTAINER_MS, SLOW_OVERLAP_MS),
              logErrorsSinceMs: since(slowAtMs, KNOWN_HOSTS_MS, SLOW_OVERLAP_MS),
              liveHosts: hostsOf(known),
            })
          : {}),
        ...(isSlow && known.logErrors.keys().length > 0
          ? { logLines: logLineSearch(nowMs - LATEST_MS) }
          : {}),
      };
      const answers: InventoryAnswers = await searchNamed(client, searches);
      slowAskedAtMs = isSlow ? nowMs : slowAskedAtMs;
      learn(known, answers, nowMs);
      hasNews = !isSlow && hasNewEntities(known);
      const missing = missingIn(Object.values(answers).filter((answer) => answer !== undefined));
      if (missing !== undefined) {
        // It is asked for again. What a part of the data says to be wrong may not be so.
        return { ...mapInventory(known, nowMs), problems: [missing] };
      }
      takenAtMs = nowMs;
      slowAtMs = isSlow ? nowMs : slowAtMs;
      return mapInventory(known, nowMs);
    },
  };
}

function hostsOf({ system }: Known): string[] {
  return [...new Set(system.values().flatMap((source) => readDocument(source).texts('host.name')))];
}

/** A host or container that has no sparkline yet shall not wait for one. */
function hasNewEntities(known: Known): boolean {
  const isNew = (keys: readonly string[], sparklines: ReadonlyMap<string, unknown>) =>
    sparklines.size < SPARKLINE_CONTAINERS_MAX && keys.some((key) => !sparklines.has(key));
  return (
    isNew(known.cpu.keys(), known.cpuSparklines) || isNew(hostsOf(known), known.hostCpuSparklines)
  );
}

/** The snapshot of what is known. */
export function mapInventory(known: Known, nowMs: number): Inventory {
  const containers = mapContainers(known, nowMs);
  const hosts = mapHosts(known, containers);
  return {
    at: new Date(nowMs).toISOString(),
    hosts,
    containers,
    problems: mapProblems(known, hosts, nowMs),
  };
}
