import { formatDate } from './dates.ts';
import { type Doc, docValues, type Kind, type Value } from './fields.ts';
import { type Expected, expectedHits, type KindOf, pageOf } from './hits.ts';
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

type Metric = (body: JsonObject, docs: readonly Doc[], kindOf: KindOf) => JsonObject;

/** Values of a field over documents; those without any have the one that stands in for it. */
const valuesOver = ({ field, missing }: JsonObject, docs: readonly Doc[]): readonly Value[] =>
  docs.flatMap((doc) => {
    const found = docValues(doc, asText(field));
    return found.length === 0 && missing !== undefined ? [missing as Value] : found;
  });

const numbersOver = (body: JsonObject, docs: readonly Doc[]): readonly number[] =>
  valuesOver(body, docs).map(Number);

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** Null where there is no number. */
const known = (number: number): number | null => (Number.isFinite(number) ? number : null);

function withText(value: number | null, kind: Kind | undefined): JsonObject {
  return value === null || kind !== 'date'
    ? { value }
    : { value, value_as_string: formatDate(Math.floor(value)) };
}

const single =
  (compute: (numbers: readonly number[]) => number): Metric =>
  (body, docs, kindOf) =>
    withText(known(compute(numbersOver(body, docs))), kindOf(asText(body.field)));

/** The value below which a share of a few values is: linear between the middles of neighbours. */
function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = Math.min(Math.max(share * sorted.length - 0.5, 0), sorted.length - 1);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}

/** What `stats` says of numbers. */
export function statsOf(numbers: readonly number[]): JsonObject {
  const sum = sumOf(numbers);
  return {
    count: numbers.length,
    min: known(Math.min(...numbers)),
    max: known(Math.max(...numbers)),
    avg: known(sum / numbers.length),
    sum,
  };
}

function extendedOf(numbers: readonly number[], sigma: number): JsonObject {
  const mean = sumOf(numbers) / numbers.length;
  const squares = sumOf(numbers.map((one) => (one - mean) ** 2));
  const variance = squares / numbers.length;
  const sampling = numbers.length < 2 ? Number.NaN : squares / (numbers.length - 1);
  const bounds = (suffix: string, deviation: number) => ({
    [`upper${suffix}`]: known(mean + sigma * deviation),
    [`lower${suffix}`]: known(mean - sigma * deviation),
  });
  return {
    ...statsOf(numbers),
    sum_of_squares: numbers.length === 0 ? null : sumOf(numbers.map((one) => one * one)),
    variance: known(variance),
    variance_population: known(variance),
    variance_sampling: known(sampling),
    std_deviation: known(Math.sqrt(variance)),
    std_deviation_population: known(Math.sqrt(variance)),
    std_deviation_sampling: known(Math.sqrt(sampling)),
    std_deviation_bounds: {
      ...bounds('', Math.sqrt(variance)),
      ...bounds('_population', Math.sqrt(variance)),
      ...bounds('_sampling', Math.sqrt(sampling)),
    },
  };
}

/** A hit as answers have it, of a search that is sorted. */
const shownHit = ({ doc, sort }: Expected): JsonObject => ({
  _index: doc.index,
  _id: doc.id,
  _score: null,
  _source: doc.source,
  ...(sort === undefined ? {} : { sort }),
});

/** The rule of each metric. */
export const METRICS: Readonly<Record<string, Metric>> = {
  avg: single((numbers) => sumOf(numbers) / numbers.length),
  sum: single(sumOf),
  min: single((numbers) => Math.min(...numbers)),
  max: single((numbers) => Math.max(...numbers)),
  value_count: (body, docs) => ({ value: valuesOver(body, docs).length }),
  cardinality: (body, docs) => ({ value: new Set(valuesOver(body, docs)).size }),
  stats: (body, docs) => statsOf(numbersOver(body, docs)),
  extended_stats: (body, docs) => extendedOf(numbersOver(body, docs), asNumber(body.sigma ?? 2)),
  median_absolute_deviation: single((numbers) => {
    const median = quantile(numbers, 0.5);
    return quantile(
      numbers.map((one) => Math.abs(one - median)),
      0.5,
    );
  }),
  percentiles: (body, docs) => {
    const numbers = numbersOver(body, docs);
    const entries = asList(body.percents).map((percent): readonly [number, Json] => [
      asNumber(percent),
      known(quantile(numbers, asNumber(percent) / 100)),
    ]);
    const isKeyed = body.keyed !== false;
    const name = (percent: number) => (Number.isInteger(percent) ? `${percent}.0` : `${percent}`);
    return {
      values: isKeyed
        ? Object.fromEntries(entries.map(([percent, value]) => [name(percent), value]))
        : entries.map(([key, value]) => ({ key, value })),
    };
  },
  weighted_avg: ({ value, weight }, docs) => {
    const pairs = docs.flatMap((doc) => {
      const [factor] = numbersOver(asObject(weight), [doc]);
      const numbers = numbersOver(asObject(value), [doc]);
      return factor === undefined ? [] : numbers.map((one) => ({ factor, one }));
    });
    const total = sumOf(pairs.map(({ factor }) => factor));
    return { value: known(sumOf(pairs.map(({ factor, one }) => factor * one)) / total) };
  },
  top_hits: (body, docs, kindOf) => {
    const [[sortField]] = [onlyMember(asList(body.sort)[0])];
    if (sortField !== 'u') {
      throw new NoRule('only what is sorted has an order');
    }
    const hits = expectedHits({ sort: asList(body.sort) }, docs, kindOf);
    const shown = pageOf(hits, { size: 3, ...body });
    const total = { value: hits.length, relation: 'eq' };
    return { hits: { total, max_score: null, hits: shown.map(shownHit) } };
  },
};
