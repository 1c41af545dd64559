import type { LongshoreError } from '@longshore/common/errors';
import type { Engine } from '../engine/engine.ts';
import type { SearchIndex } from '../index/target.ts';
import type { Shards } from './build-response.ts';
import { type ReadDocument, readNoDocuments } from './document-place.ts';
import { queryBounds } from './index-context.ts';
import { openBranch, type PlannedRequest } from './open-branch.ts';
import type { Branch } from './plan.ts';
import { type Reading, readOnce } from './prepare-queries.ts';
import type { TimeBounds } from './query.ts';
import type { SearchLimits } from './search-limits.ts';
import { allFailed, asLongshoreError, countShards, type Failure } from './shard-failures.ts';
import { TableColumns } from './table-columns.ts';

/** The indices of a search: those that are read, and what became of the others. */
export interface Planned {
  readonly branches: readonly Branch[];
  readonly total: number;
  /** Left out, since their times are not asked for. */
  readonly skipped: number;
  readonly failed: readonly Failure[];
}

/** What of a search decides how an index is read. */
export type Wanted = PlannedRequest & {
  /** Documents count that the query does not match, so that its times leave no index out. */
  readonly everyTime?: boolean;
};

/** What all indices of a search are planned with. */
interface Planning extends Pick<Reading, 'statistics' | 'run'> {
  readonly nowMs: number;
  readonly limits: SearchLimits;
}

/** What a store knows of its indices. */
export interface PlannerOptions {
  /** Why an index cannot be searched now; its shard fails, and the others are searched. */
  unavailable?(index: SearchIndex): LongshoreError | undefined;
  /** Reads documents that queries name. */
  readonly document?: ReadDocument;
}

/** Plans which indices a search reads, and how. */
export class Planner {
  readonly #columns: TableColumns;
  readonly #options: PlannerOptions;
  readonly #document: ReadDocument;

  constructor(engine: Engine, options: PlannerOptions) {
    this.#columns = new TableColumns(engine);
    this.#options = options;
    this.#document = options.document ?? readNoDocuments;
  }

  /** Compiles the query for each index, leaving out those that its time range excludes. */
  async plan(
    indices: readonly SearchIndex[],
    wanted: Wanted,
    { nowMs, limits, statistics, run }: Planning,
  ): Promise<Planned> {
    const { everyTime: _, ...request } = wanted;
    const bounds = boundsOf(wanted, nowMs);
    const document = readOnce(this.#document);
    const how = { nowMs, allowsExpensive: limits.allowsExpensive };
    const opening = { ...how, reading: { document, statistics, run } };
    const branches: Branch[] = [];
    const failed: Failure[] = [];
    const read: { readonly ordinal: number; readonly index: SearchIndex }[] = [];
    let skipped = 0;
    for (const [ordinal, index] of indices.entries()) {
      const away = this.#options.unavailable?.(index);
      if (away !== undefined) {
        failed.push({ index: index.name, error: away });
      } else if (isOutside(index, bounds)) {
        skipped += index.moment?.isKept === true ? 0 : 1;
      } else {
        read.push({ ordinal, index });
      }
    }
    const mappings = await this.#columns.presentMappings(read.map(({ index }) => index));
    for (const { ordinal, index } of read) {
      const present = mappings.get(index) ?? index.mapping;
      await openBranch({ ordinal, index, present }, request, opening).then(
        (branch) => branches.push(branch),
        (error: unknown) => failed.push({ index: index.name, error: asLongshoreError(error) }),
      );
    }
    if (failed.length > 0 && branches.length === 0) {
      throw allFailed(failed);
    }
    return { branches, total: shardCount(indices), skipped, failed };
  }
}

/** `_shards` of the answer of a search. */
export const shardsOf = ({ total, skipped, failed }: Planned): Shards =>
  countShards(total, skipped, failed);

const boundsOf = ({ query, everyTime }: Wanted, nowMs: number): TimeBounds | undefined =>
  everyTime === true ? undefined : queryBounds(query, nowMs);

function isOutside({ timeRange }: SearchIndex, bounds: TimeBounds | undefined): boolean {
  return (
    bounds !== undefined &&
    timeRange !== undefined &&
    (timeRange.maxMs < bounds.minMs || timeRange.minMs > bounds.maxMs)
  );
}

/** An index has one, however many tables of it are read. */
const shardCount = (indices: readonly SearchIndex[]): number =>
  indices.filter(({ moment }) => moment?.isKept !== true).length;
