import type { Random } from '../fuzz/random.ts';
import { shuffled, sometimes } from './choose.ts';
import type { Json, JsonObject } from './json.ts';
import { makeAggs } from './make-aggs.ts';
import { makeQuery } from './make-query.ts';

/** A search, to be answered once or page by page. */
export interface OracleRequest {
  readonly index: string;
  readonly isPaged: boolean;
  readonly body: JsonObject;
}

/** A random search, of hits, of aggregations or of both. */
export function makeRequest(random: Random): OracleRequest {
  const index = random.pick(['oracle-a', 'oracle-b', 'oracle-a,oracle-b', 'oracle-*']);
  const query = random.oneIn(5) ? {} : { query: makeQuery(random) };
  const style = random.pick([
    'hits',
    'sorted',
    'paged',
    'collapsed',
    'aggs',
    'aggs',
    'aggs',
    'aggs',
  ]);
  const size = { size: random.pick([0, 1, 3, 10, 50]) };
  switch (style) {
    case 'hits':
      return { index, isPaged: false, body: { ...query, ...size, ...from(random) } };
    case 'sorted': {
      const aggs = sometimes(random, 4, () => ({ aggs: makeAggs(random) }));
      return {
        index,
        isPaged: false,
        body: { ...query, ...size, ...from(random), sort: makeSort(random), ...aggs },
      };
    }
    case 'paged': {
      const sort = [...makeSort(random), { u: random.pick(['asc', 'desc']) }];
      return { index, isPaged: true, body: { ...query, size: 1 + random.below(7), sort } };
    }
    case 'collapsed': {
      const sort = [...makeSort(random), 'u'];
      return {
        index,
        isPaged: false,
        body: { ...query, ...size, ...from(random), sort, collapse: { field: 'g' } },
      };
    }
    default:
      return { index, isPaged: true, body: { ...query, size: 0, aggs: makeAggs(random) } };
  }
}

const from = (random: Random): JsonObject =>
  sometimes(random, 3, () => ({ from: random.below(6) }));

const SORT_FIELDS = [
  'n',
  'd',
  'k',
  'g',
  'kn',
  'z',
  'b',
  'ts',
  'ip',
  'o.x',
  'o.y',
  'u',
  'w',
  'nope',
];
const WHOLE = ['n', 'o.x', 'd'];

function makeSort(random: Random): readonly Json[] {
  const fields = shuffled(random, SORT_FIELDS).slice(0, 1 + random.below(3));
  return fields.map((field): Json => {
    const isPlain = field !== 'w' && field !== 'nope' && random.oneIn(4);
    return isPlain
      ? random.pick<Json>([field, { [field]: random.pick(['asc', 'desc']) }])
      : { [field]: sortOptions(random, field) };
  });
}

function sortOptions(random: Random, field: string): JsonObject {
  const modes = WHOLE.includes(field) ? ['min', 'max', 'sum', 'avg', 'median'] : ['min', 'max'];
  const values: Readonly<Record<string, Json>> = { n: 3, d: 0.5, k: 'b', 'o.x': 1, g: 'foo' };
  const unmapped: JsonObject =
    field === 'w'
      ? { unmapped_type: 'keyword' }
      : field === 'nope'
        ? { unmapped_type: random.pick(['keyword', 'long']) }
        : {};
  return {
    order: random.pick(['asc', 'desc']),
    ...sometimes(random, 2, () => ({
      missing: random.pick<Json>(['_first', '_last', values[field] ?? '_first']),
    })),
    ...sometimes(random, 2, () => ({ mode: random.pick(modes) })),
    ...unmapped,
  };
}
