import type { PlannedBuckets } from '../aggs/agg-plan.ts';
import type { Answers, FinishedBucket } from './pipeline-plan.ts';

export const isAnswers = (value: unknown): value is Answers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True for aggregations of many buckets; those of one are their bucket themselves. */
export const hasBuckets = ({ plan }: PlannedBuckets): boolean => plan.key !== undefined;

/** The buckets in the answer of an aggregation. */
export function bucketsOf(agg: PlannedBuckets, answer: Answers): readonly FinishedBucket[] {
  if (!hasBuckets(agg)) {
    return [{ json: answer, name: undefined, keyText: '' }];
  }
  const { buckets } = answer;
  if (Array.isArray(buckets)) {
    return buckets.filter(isAnswers).map((json) => ({
      json,
      name: undefined,
      keyText: keyText(json, agg),
    }));
  }
  return isAnswers(buckets)
    ? Object.entries(buckets).flatMap(([name, json]) =>
        isAnswers(json) ? [{ json, name, keyText: keyText({ key: name, ...json }, agg) }] : [],
      )
    : [];
}

/** Puts buckets in place of those that an answer has. */
export function replaceBuckets(answer: Answers, buckets: readonly FinishedBucket[]): void {
  answer.buckets = Array.isArray(answer.buckets)
    ? buckets.map(({ json }) => json)
    : Object.fromEntries(buckets.map(({ name, json }) => [name ?? '', json]));
}

/** Numbers of these always have a decimal point as texts. */
const OF_DOUBLES: ReadonlySet<string> = new Set(['histogram', 'dterms']);

function keyText({ key, key_as_string }: Answers, { plan }: PlannedBuckets): string {
  if (typeof key_as_string === 'string') {
    return key_as_string;
  }
  if (isAnswers(key) && Object.getPrototypeOf(key) === Object.prototype) {
    return JSON.stringify(key);
  }
  return OF_DOUBLES.has(plan.typedName) && Number.isInteger(key) ? `${key}.0` : String(key);
}
