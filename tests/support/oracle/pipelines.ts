import { comparePlaces } from './hits.ts';
import {
  asList,
  asNumber,
  asObject,
  asText,
  type Json,
  type JsonObject,
  NoRule,
  onlyMember,
} from './json.ts';
import { statsOf } from './metrics.ts';

/** The number at a path in a bucket; NaN for a gap: no value, or no documents. */
function numberAt(bucket: JsonObject, path: string): number {
  if (path === '_count') {
    return asNumber(bucket.doc_count);
  }
  if (bucket.doc_count === 0) {
    return Number.NaN;
  }
  return path.split('>').reduce<number>((_, step, i, steps) => {
    const inner = steps.slice(0, i).reduce<JsonObject>((at, name) => asObject(at[name]), bucket);
    const [name = '', property = 'value'] = step.split('.');
    const found = asObject(inner[name])[property];
    return typeof found === 'number' ? found : Number.NaN;
  }, Number.NaN);
}

type Buckets = readonly JsonObject[];
type Parent = (body: JsonObject, buckets: Buckets, name: string) => Buckets;

/** Adds a member to each bucket for which there is a value. */
const added =
  (values: (numbers: readonly number[]) => readonly (Json | undefined)[]): Parent =>
  (body, buckets, name) => {
    const numbers = buckets.map((bucket) => numberAt(bucket, asText(body.buckets_path)));
    const answers = values(numbers);
    return buckets.map((bucket, i) => {
      const value = answers[i];
      return value === undefined ? bucket : { ...bucket, [name]: { value } };
    });
  };

const known = (number: number): number | null => (Number.isFinite(number) ? number : null);

/** The rules of those inside an aggregation with buckets. */
export const PARENTS: Readonly<Record<string, Parent>> = {
  derivative: added((numbers) =>
    numbers.map((number, i) => (i === 0 ? undefined : known(number - (numbers[i - 1] ?? 0)))),
  ),
  cumulative_sum: added((numbers) => {
    let sum = 0;
    return numbers.map((number) => {
      sum += Number.isNaN(number) ? 0 : number;
      return sum;
    });
  }),
  serial_diff: (body, buckets, name) =>
    added((numbers) =>
      numbers.map((number, i) => {
        const change = number - (numbers[i - asNumber(body.lag ?? 1)] ?? Number.NaN);
        return Number.isNaN(change) ? undefined : change;
      }),
    )(body, buckets, name),
  bucket_script: (body, buckets, name) =>
    added((numbers) =>
      numbers.map((number) => (Number.isNaN(number) ? undefined : number * 2 + 1)),
    )({ buckets_path: onlyPath(body) }, buckets, name),
  bucket_selector: (body, buckets) =>
    buckets.filter((bucket) => numberAt(bucket, onlyPath(body)) > 1),
  bucket_sort: sortBuckets,
};

/** The scripts are always the same: twice the value and one more, or more than one. */
function onlyPath(body: JsonObject): string {
  const [, path] = onlyMember(body.buckets_path);
  return asText(path);
}

function sortBuckets(body: JsonObject, buckets: Buckets): Buckets {
  const keys = asList(body.sort).map((given) => {
    const [path, options] = onlyMember(given);
    return { path, isDescending: asObject(options).order === 'desc' };
  });
  const rows = buckets.map((bucket) => ({
    bucket,
    values: keys.map(({ path }) => sortValue(bucket, path)),
  }));
  const left = rows.filter(
    ({ values }) => keys.length === 0 || values.some((value) => value !== undefined),
  );
  left.sort((a, b) => {
    const orders = keys.map(({ isDescending }, i) =>
      comparePlaces(a.values[i], b.values[i], { isDescending, isMissingFirst: false }),
    );
    return orders.find((order) => order !== 0) ?? 0;
  });
  const from = asNumber(body.from ?? 0);
  const size = body.size === undefined ? left.length : asNumber(body.size);
  return left.slice(from, from + size).map(({ bucket }) => bucket);
}

function sortValue(bucket: JsonObject, path: string): number | undefined {
  const value = path === '_key' ? asNumber(bucket.key) : numberAt(bucket, path);
  return Number.isNaN(value) ? undefined : value;
}

/** What stands beside an aggregation with buckets. */
export function besideBuckets(
  type: string,
  path: string,
  buckets: readonly (readonly [string, JsonObject])[],
): JsonObject {
  const found = buckets
    .map(([key, bucket]) => ({ key, value: numberAt(bucket, path) }))
    .filter(({ value }) => !Number.isNaN(value));
  const { count: _, ...stats } = statsOf(found.map(({ value }) => value));
  switch (type) {
    case 'avg_bucket':
      return { value: stats.avg ?? null };
    case 'sum_bucket':
      return { value: stats.sum ?? null };
    case 'stats_bucket':
      return { count: found.length, ...stats };
    case 'min_bucket':
    case 'max_bucket': {
      const best = stats[type.slice(0, 3)] ?? null;
      return {
        value: best,
        keys: found.filter(({ value }) => value === best).map(({ key }) => key),
      };
    }
    default:
      throw new NoRule(`no pipeline: ${type}`);
  }
}
