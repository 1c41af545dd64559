/** Searches of one kind, or of one group of `stats`. */
export interface SearchActivity {
  queries: number;
  queryMs: number;
}

/** Names of groups are the callers'; more than this are counted without their name. */
const GROUPS_MAX = 1_000;

/** What was done to an index since this process started. The counters only grow; times are in milliseconds. */
export class IndexActivity {
  indexed = 0;
  indexMs = 0;
  indexFailed = 0;
  deleted = 0;
  noops = 0;
  /** Batches of writes, and the sources in them. */
  batches = 0;
  batchBytes = 0;
  getsFound = 0;
  getsMissing = 0;
  getMs = 0;
  getsMissingMs = 0;
  /** Flushes that were asked for. */
  flushes = 0;
  flushMs = 0;
  readonly search: SearchActivity = { queries: 0, queryMs: 0 };
  /** By the names that searches gave in `stats`. */
  readonly groups = new Map<string, SearchActivity>();

  /** Counts a search of this index; `groups` are the names that it gave in `stats`. */
  searched(tookMs: number, groups: readonly string[]): void {
    add(this.search, tookMs);
    for (const name of groups) {
      let group = this.groups.get(name);
      if (group === undefined && this.groups.size < GROUPS_MAX) {
        group = { queries: 0, queryMs: 0 };
        this.groups.set(name, group);
      }
      if (group !== undefined) {
        add(group, tookMs);
      }
    }
  }

  /** Counts a look-up of one document by its id. */
  got(isFound: boolean, tookMs: number): void {
    if (isFound) {
      this.getsFound += 1;
    } else {
      this.getsMissing += 1;
      this.getsMissingMs += tookMs;
    }
    this.getMs += tookMs;
  }
}

function add(search: SearchActivity, tookMs: number): void {
  search.queries += 1;
  search.queryMs += tookMs;
}
