import type { Inventory, Problem } from '@longshore/common/api/inventory';
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
  let marks: Marks = NEVER;
  let slowAskedAtMs = Number.NEGATIVE_INFINITY;
  let missingInSlow: Problem | undefined;
  let hasNews = false;
  return {
    async take(nowMs) {
      const isSlow = hasNews || nowMs - slowAskedAtMs >= SLOW_PERIOD_MS;
      const answers: InventoryAnswers = await searchNamed(
        client,
        isSlow ? allSearches(known, marks, nowMs) : quickSearches(marks, nowMs, OVERLAP_MS),
      );
      slowAskedAtMs = isSlow ? nowMs : slowAskedAtMs;
      learn(known, answers, nowMs);
      hasNews = !isSlow && hasNewEntities(known);
      const missing = missingIn(Object.values(answers).filter((answer) => answer !== undefined));
      missingInSlow = isSlow ? missing : missingInSlow;
      // What is missing is asked for again.
      if (missing === undefined) {
        marks = { quickMs: nowMs, slowMs: isSlow ? nowMs : marks.slowMs };
      }
      return withMissing(mapInventory(known, nowMs), missing ?? missingInSlow);
    },
  };
}

/** Up to when all that there was is known, of the searches that are sent each time and of the others. */
interface Marks {
  readonly quickMs: number;
  readonly slowMs: number;
}

const NEVER: Marks = { quickMs: Number.NEGATIVE_INFINITY, slowMs: Number.NEGATIVE_INFINITY };

const quickSearches = ({ quickMs }: Marks, nowMs: number, overlapMs: number) =>
  liveSearches(Math.max(nowMs - CONTAINER_MS, quickMs - overlapMs));

function allSearches(
  known: Known,
  marks: Marks,
  nowMs: number,
): Readonly<Record<string, IndexedSearch>> {
  const since = (lookBackMs: number) =>
    Math.max(nowMs - lookBackMs, marks.slowMs - SLOW_OVERLAP_MS);
  return {
    ...quickSearches(marks, nowMs, SLOW_OVERLAP_MS),
    ...slowSearches({
      nowMs,
      filesystemsSinceMs: since(CONTAINER_MS),
      logErrorsSinceMs: since(KNOWN_HOSTS_MS),
      liveHosts: hostsOf(known),
    }),
    ...(known.logErrors.keys().length > 0 ? { logLines: logLineSearch(nowMs - LATEST_MS) } : {}),
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

/** Problems that are told from what is not there may not be any. */
function withMissing(inventory: Inventory, missing: Problem | undefined): Inventory {
  return missing === undefined
    ? inventory
    : { ...inventory, problems: [missing, ...inventory.problems.filter(isOfPresent)] };
}

const isOfPresent = ({ code }: Problem) => code !== 'no_agent' && code !== 'agent_silent';

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
