/** The answers of aggregations by name, within a bucket or the search. */
export type Answers = Record<string, unknown>;
export type Answer = Readonly<Record<string, unknown>>;

/** A finished bucket of an aggregation. */
export interface FinishedBucket {
  /** The bucket as it is answered: key, count, and the answers below it. */
  readonly json: Answers;
  /** Where buckets are an object by name. */
  readonly name: string | undefined;
  readonly keyText: string;
}

/** What stands for a value that a bucket without documents has not. */
export type GapPolicy = 'skip' | 'insert_zeros' | 'keep_values';

/** The value at a path in a bucket: NaN for a gap, undefined if the bucket has no such answer at all. */
export type ReadBucket = (bucket: FinishedBucket) => number | undefined;

interface PlanBase {
  readonly typedName: string;
  readonly gapPolicy: GapPolicy;
  /** An answer without values: its members are what paths of other pipelines can name. */
  readonly shape: Answer;
}

/** The buckets around a pipeline, in their order. */
export interface Series {
  readonly buckets: readonly FinishedBucket[];
  /** What reads the path of a name; single paths have the name `''`. */
  read(name?: string): ReadBucket;
  /** Adds the pipeline's answer to a bucket. */
  put(bucket: FinishedBucket, answer: Answer): void;
}

/** A pipeline inside of the aggregation whose buckets it works on. */
export interface ParentPlan extends PlanBase {
  readonly place: 'parent';
  readonly paths: ReadonlyMap<string, string>;
  /** It needs buckets that follow each other at one distance. */
  readonly isOverHistogram: boolean;
  /** Answers in buckets, and gives those that are to stay. */
  apply(series: Series): readonly FinishedBucket[];
}

/** A value of a bucket that has one. */
export interface BucketValue {
  readonly key: string;
  readonly value: number;
}

/** A pipeline beside the aggregation whose buckets it reads. */
export interface SiblingPlan extends PlanBase {
  readonly place: 'sibling';
  readonly path: string;
  answer(values: readonly BucketValue[]): Answer;
}

/** A pipeline aggregation works on the finished buckets of others. */
export type PipelinePlan = ParentPlan | SiblingPlan;
