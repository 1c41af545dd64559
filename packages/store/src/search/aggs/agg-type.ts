import type { Sql } from '../../sql/sql.ts';
import type { FieldRequest } from '../hit-fields.ts';
import type { PipelinePlan } from '../pipeline-aggs/pipeline-plan.ts';
import type { Branch } from '../plan.ts';
import type { ParseContext, Query } from '../query.ts';
import type { ObjectReader } from '../read-object.ts';
import type { Run } from '../run.ts';
import type { SortKey } from '../sort.ts';
import type { SourceFilter } from '../source-filter.ts';
import type { RateUnit } from './rate-unit.ts';

/** What parsing an aggregation may call for the queries inside it. */
export interface AggParseContext extends ParseContext {
  /** What the request calls the aggregation. */
  readonly aggName: string;
}

/** What an aggregation is planned with: all indices of the search. */
export interface AggContext {
  readonly branches: readonly Branch[];
  readonly query: Query;
  readonly nowMs: number;
}

interface AggTypeBase<Spec> {
  readonly name: string;
  /** Request to spec. What it does not read is refused by the caller. */
  parse(reader: ObjectReader, context: AggParseContext): Spec;
  /** The queries that it is made of; none without. */
  queries?(spec: Spec): readonly Query[];
}

/** Values of a bucket's documents in one number or a few. */
export interface MetricAggType<Spec> extends AggTypeBase<Spec> {
  readonly kind: 'metric';
  plan(spec: Spec, context: AggContext): MetricPlan;
}

/** Buckets of documents. */
export interface BucketAggType<Spec> extends AggTypeBase<Spec> {
  readonly kind: 'bucket';
  /** It reads documents that the query does not match. */
  readonly isBeyondQuery?: true;
  plan(spec: Spec, context: AggContext): BucketPlan;
}

/** Documents of a bucket themselves. */
export interface HitsAggType<Spec> extends AggTypeBase<Spec> {
  readonly kind: 'hits';
  /** Whether its hits show scores. */
  isScored(spec: Spec): boolean;
  plan(spec: Spec, context: AggContext): HitsPlan;
}

/** What is computed from the finished buckets of other aggregations. */
export interface PipelineAggType<Spec> extends AggTypeBase<Spec> {
  readonly kind: 'pipeline';
  plan(spec: Spec): PipelinePlan;
}

/** One aggregation type: a file in `aggs/` or `pipeline-aggs/`. `agg-types.ts` lists them all. */
export type AggType<Spec> =
  | MetricAggType<Spec>
  | BucketAggType<Spec>
  | HitsAggType<Spec>
  | PipelineAggType<Spec>;

/** Columns that are computed for each bucket. */
export interface Columns {
  /** What is read from each row of a branch; the same number and types in every branch. */
  inputs(branch: Branch): readonly Sql[];
  /** Aggregate functions over the inputs, which are given by name. */
  columns(inputs: readonly Sql[]): readonly Sql[];
}

export interface MetricPlan extends Columns {
  /** The name that `typed_keys` puts in front. */
  readonly typedName: string;
  /** What the columns of a bucket say; undefined for a bucket without documents. */
  answer(columns: readonly unknown[] | undefined, of: MetricOf): Readonly<Record<string, unknown>>;
  /** Whether it needs buckets of time around it. */
  readonly isPerTime?: boolean;
  /** The expression that buckets are ordered by when they name this metric, or a property of it. */
  orderBy(property: string | undefined, inputs: readonly Sql[]): Sql;
}

/** The bucket that a metric is of. */
export interface MetricOf {
  /** How many documents it stands for beside each of its own, where they are a sample. */
  readonly weight: number;
  /** How many of a unit of time it lasts; undefined where no bucket of time is around. */
  durationIn?(unit: RateUnit): number;
}

export interface BucketRow {
  /** Undefined for aggregations with a single bucket. */
  readonly key: unknown;
  readonly docCount: number;
}

/** A bucket to show. */
export interface Bucket<Row extends BucketRow = BucketRow> {
  /** As the engine gave it; undefined for one that no document is in. */
  readonly row: Row | undefined;
  readonly docCount: number;
  /** `key`, `key_as_string` and the like, before `doc_count`. */
  readonly members: Readonly<Record<string, unknown>>;
  /** In answers that are objects by key. */
  readonly name?: string;
}

export interface OrderKey {
  /** `_count`, `_key`, or the path of a metric. */
  readonly path: string;
  readonly direction: 'asc' | 'desc';
}

/** How many buckets are computed, and which come first. */
export interface TopBuckets {
  readonly size: number;
  readonly order: readonly OrderKey[];
  readonly minDocCount: number;
  readonly maxDocCount?: number;
  /** What keys sort by, where that is not themselves. */
  keyOrder?(key: Sql): Sql;
  /** The whole order, where it is not one of single columns. */
  orderBy?(key: Sql): Sql;
  /** Buckets of documents that the query does not match are shown too, with none; at the top level only. */
  readonly showsEmpty?: boolean;
}

/** A shown bucket, or the search as a whole. */
export interface AggGroup {
  readonly keys: readonly unknown[];
  readonly docCount: number;
}

/** Buckets around what is computed, from the outside in, with the keys of those that are shown. */
export interface Level<Group extends Pick<AggGroup, 'keys'> = Pick<AggGroup, 'keys'>> {
  readonly path: readonly BucketPlan[];
  readonly groups: readonly Group[];
  /** Rows of other buckets than those are left out even where there can only be few. */
  readonly isExact?: boolean;
}

/** How a plan asks the engine. */
export interface Ask {
  readonly branches: readonly Branch[];
  readonly run: Run;
  /** The branches with what scores depend on. */
  scored(): Promise<readonly Branch[]>;
}

/** A plan for some of the buckets around an aggregation. */
interface AdaptedPlan {
  readonly groups: readonly AggGroup[];
  readonly plan: BucketPlan;
}

/** What is known of the bucket around when its buckets are chosen. */
interface Known {
  /** The columns of `around`; none where they are not needed. */
  readonly around: readonly unknown[];
  readonly learnt: unknown;
}

export interface BucketPlan {
  readonly typedName: string;
  /**
   * A branch with other rows than those of the bucket around it, which `from` has without a further condition: objects
   * of documents, or documents of objects. `keys` are the columns that say which buckets the rows are in.
   */
  rows?(branch: Branch, keys: readonly Sql[]): Branch;
  /** Rows of a branch that can be in a bucket at all. */
  where?(branch: Branch): Sql;
  /** The bucket of a row, as an expression; absent if there is only one bucket. */
  key?(branch: Branch): Sql;
  /** Limits which keys count. */
  keyCondition?(key: Sql): Sql | undefined;
  /** A key that the engine gave, as a literal, for aggregations below to be limited to what is shown. */
  keyLiteral?(key: unknown): Sql;
  readonly top?: TopBuckets;
  /** Buckets between others are left out where they are empty. */
  readonly skipsEmpty?: boolean;
  /** How many of a unit the bucket of time at a key lasts. */
  durationIn?(key: unknown, unit: RateUnit): number;
  /** What its buckets are sorted by when all that is computed in them is there. */
  readonly orderWhenDone?: readonly OrderKey[] | undefined;
  /** It has pages, so that no buckets may be around it. */
  readonly isOutermost?: boolean;
  /** The query of the search does not count. */
  readonly isGlobal?: boolean;
  /** It is not allowed within another aggregation. */
  readonly isTopLevel?: boolean;
  /** How many documents each of its documents stands for, where they are a sample. */
  readonly weight?: number;
  /** Columns of the bucket around this aggregation, which `buckets` and `answer` get. */
  readonly around?: Columns;
  /**
   * For what buckets can only be told of once it is known what the documents around hold: plans for some of the buckets
   * around each, all of them together. Those plans need no further ones.
   */
  adapt?(level: Level<AggGroup>, ask: Ask): Promise<readonly AdaptedPlan[]>;
  /** It counts or chooses documents, so that it is refused where rows are nested objects. */
  readonly isOfDocuments?: boolean;
  /** What is to be known of the keys that were found beside their rows; it is given to `buckets`. */
  learn?(level: Level<AggGroup>, keys: readonly unknown[], ask: Ask): Promise<unknown>;
  /** True if the answer can do without `around`, since the engine found only so many buckets. */
  isWhole?(found: number): boolean;
  /** Which buckets to show, given those that the engine found, in its order. */
  buckets<Row extends BucketRow>(rows: readonly Row[], known: Known): readonly Bucket<Row>[];
  /** The aggregation's answer from its buckets as JSON. */
  answer(
    buckets: readonly {
      readonly bucket: Bucket;
      readonly json: Readonly<Record<string, unknown>>;
    }[],
    around: readonly unknown[],
    learnt: unknown,
  ): Readonly<Record<string, unknown>>;
}

/** The best documents of each bucket. */
export interface HitsPlan {
  readonly typedName: string;
  readonly from: number;
  readonly size: number;
  readonly sort: readonly SortKey[];
  readonly source: SourceFilter;
  readonly version: boolean;
  readonly seqNoPrimaryTerm: boolean;
  readonly trackScores: boolean;
  readonly fields?: readonly FieldRequest[];
}
