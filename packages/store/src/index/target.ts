import type { JsonObject } from '@longshore/common/json';
import type { IndexLimits } from './index-limits.ts';
import type { IndexMapping } from './index-mapping.ts';
import type { QueryLimits } from './query-limits.ts';

/** An index as a search sees it. */
export interface SearchIndex extends IndexLimits {
  readonly name: string;
  readonly uuid: string;
  /** Qualified name of the engine's table, made by us: safe to be printed as it is. */
  readonly table: string;
  readonly mapping: IndexMapping;
  readonly queryLimits: QueryLimits;
  /** Filters of aliases by which it was reached: a document must match one. Undefined: every document counts. */
  readonly filters: readonly JsonObject[] | undefined;
  /** Set for a reader of a snapshot: not every row counts. */
  readonly moment?: Moment;
  /** Smallest and largest `@timestamp` of searchable documents in epoch ms; undefined if unknown. */
  readonly timeRange: { readonly minMs: number; readonly maxMs: number } | undefined;
}

/** Which rows of a table belong to a moment. */
interface Moment {
  /** Operations up to this one had been done. */
  readonly seqNoMax: number;
  /** The table has only what was replaced or deleted, and what was so after the moment counts. */
  readonly isKept: boolean;
  /** The number of the index among those of the snapshot, the same for both of its tables. */
  readonly shard: number;
  /** The same for all searches of one snapshot of the index. */
  readonly snapshot: object;
}

export interface ResolveOptions {
  readonly ignoreUnavailable: boolean;
  readonly allowNoIndices: boolean;
  readonly expandWildcards: ReadonlySet<'open' | 'closed' | 'hidden' | 'none'>;
  /** A closed index that is named outright is refused, or left out with `ignoreUnavailable`. */
  readonly forbidsClosed?: boolean;
  /** Wildcards stand for indices, not for aliases and data streams. */
  readonly expandsToIndices?: boolean;
}

/** What an index expression (`a,b*,-c*`, a data stream, empty for all) stands for. */
export interface Targets {
  /** Throws `index_not_found_exception` by the rules of Elasticsearch. */
  resolve(expression: string, options: ResolveOptions): readonly SearchIndex[];
}
