import type { Random } from '../fuzz/random.ts';
import { several, shuffled, sometimes } from './choose.ts';
import { DAY_MS } from './dates.ts';
import type { Json, JsonObject } from './json.ts';
import { makeQuery, valueFor } from './make-query.ts';
import { ADDRESSES, FIRST_MS, FIXED_ZONES, ZONES } from './values.ts';

const DEPTH_MAX = 3;
const NUMBERS = ['n', 'd', 'o.x', 'u', 'nope'];
const KEYS = ['k', 'g', 'kn', 'z', 'o.y', 'w', 'n', 'd', 'b', 'ts', 'ip', 'o.x', 't.raw', 'nope'];

/** Random aggregations, at most three levels of them. */
export function makeAggs(random: Random): JsonObject {
  return merge(
    several(random, [1, 3], () => {
      const isComposite = random.oneIn(6);
      return isComposite ? named(random, 'composite', makeComposite(random)) : makeAgg(random, 0);
    }),
  );
}

const merge = (aggs: readonly JsonObject[]): JsonObject => Object.assign({}, ...aggs);

/** By a number that no other has; the type is in front, for what sorts by it. */
const named = (random: Random, type: string, agg: JsonObject): JsonObject => ({
  [`${type}${random.below(1_000_000)}`]: agg,
});

function makeAgg(random: Random, depth: number): JsonObject {
  return depth < DEPTH_MAX && !random.oneIn(3) ? makeBuckets(random, depth) : makeMetric(random);
}

function makeMetric(random: Random): JsonObject {
  const type = random.pick([
    'avg',
    'sum',
    'min',
    'max',
    'stats',
    'extended_stats',
    'value_count',
    'cardinality',
    'percentiles',
    'median_absolute_deviation',
    'weighted_avg',
    'top_hits',
  ]);
  const number = { field: random.pick(NUMBERS), ...sometimes(random, 5, () => ({ missing: 2 })) };
  switch (type) {
    case 'value_count':
    case 'cardinality':
      return named(random, type, { [type]: { field: random.pick(KEYS) } });
    case 'percentiles':
      return named(random, type, {
        [type]: {
          ...number,
          percents: [25, 50, 99.5],
          ...sometimes(random, 3, () => ({ keyed: false })),
        },
      });
    case 'weighted_avg':
      return named(random, type, {
        [type]: { value: { field: random.pick(['n', 'd']) }, weight: { field: 'u' } },
      });
    case 'top_hits':
      return named(random, type, {
        [type]: {
          sort: [{ u: random.pick(['asc', 'desc']) }],
          size: 1 + random.below(3),
          ...sometimes(random, 4, () => ({ from: 1 })),
        },
      });
    case 'min':
    case 'max':
    case 'avg':
      return named(random, type, { [type]: random.oneIn(4) ? { field: 'ts' } : number });
    default:
      return named(random, type, { [type]: number });
  }
}

type Make = (random: Random, depth: number) => readonly [string, JsonObject];

function makeBuckets(random: Random, depth: number): JsonObject {
  const [type, body] = random.pick(MAKERS)(random, depth);
  const inner = merge(several(random, [0, 2], () => makeAgg(random, depth + 1)));
  const isHistogram = type.endsWith('histogram');
  const metrics = Object.keys(inner).filter((name) =>
    /^(?:avg|sum|min|max|value_count|cardinality)\d/.test(name),
  );
  const path = metrics.length > 0 && !random.oneIn(4) ? random.pick(metrics) : '_count';
  // Where those without documents are among metrics is no question that anybody asks.
  const isOrdered =
    type === 'terms' && metrics.length > 0 && body.min_doc_count !== 0 && random.oneIn(2);
  const order: JsonObject = isOrdered
    ? { [random.pick(metrics)]: random.pick(['asc', 'desc']) }
    : {};
  const isSingle = ['filter', 'missing', 'global'].includes(type);
  const isNamed = type === 'filters' || type === 'adjacency_matrix' || body.keyed === true;
  // Of histograms whose buckets are in another order, what comes before is another question.
  const hasPipeline = !isSingle && !isNamed && body.order === undefined && random.oneIn(3);
  const isSeries = isHistogram && body.min_doc_count === undefined;
  const pipeline = hasPipeline ? makeParent(random, { path, isHistogram, isSeries, type }) : {};
  const agg = named(random, type, {
    [type]: isOrdered ? { ...body, order } : body,
    ...(Object.keys(inner).length > 0 || hasPipeline ? { aggs: { ...inner, ...pipeline } } : {}),
  });
  return isSingle || isNamed || !random.oneIn(4)
    ? agg
    : { ...agg, ...makeSibling(random, `${Object.keys(agg)[0]}>${path}`) };
}

function makeParent(
  random: Random,
  {
    path,
    isHistogram,
    isSeries,
    type,
  }: {
    readonly path: string;
    readonly isHistogram: boolean;
    /** Of which no bucket between others is left out. */
    readonly isSeries: boolean;
    readonly type: string;
  },
): JsonObject {
  const kinds = ['bucket_script', 'bucket_selector', 'bucket_sort'];
  const kind = random.pick(
    isSeries ? ['derivative', 'cumulative_sum', 'serial_diff', ...kinds] : kinds,
  );
  switch (kind) {
    case 'bucket_script':
      return named(random, kind, {
        [kind]: { buckets_path: { x: path }, script: 'params.x * 2 + 1' },
      });
    case 'bucket_selector':
      return named(random, kind, { [kind]: { buckets_path: { x: path }, script: 'params.x > 1' } });
    case 'bucket_sort': {
      const byPath = { [path]: { order: random.pick(['asc', 'desc']) } };
      // Texts and ranges have no key that pipelines sort by.
      const sort = isHistogram ? [byPath, { _key: { order: 'asc' } }] : [byPath];
      return type === 'rare_terms'
        ? {}
        : named(random, kind, {
            [kind]: {
              sort,
              ...sometimes(random, 2, () => ({ size: 1 + random.below(4) })),
              ...sometimes(random, 3, () => ({ from: random.below(3) })),
            },
          });
    }
    case 'serial_diff':
      return named(random, kind, { [kind]: { buckets_path: path, lag: 1 + random.below(2) } });
    default:
      return named(random, kind, { [kind]: { buckets_path: path } });
  }
}

function makeSibling(random: Random, path: string): JsonObject {
  const kind = random.pick([
    'avg_bucket',
    'sum_bucket',
    'min_bucket',
    'max_bucket',
    'stats_bucket',
  ]);
  return named(random, kind, { [kind]: { buckets_path: path } });
}

/** What stands for a value where there is none. */
function missingFor(random: Random, field: string): JsonObject {
  const value: Readonly<Record<string, Json>> = {
    n: 2,
    d: 0.5,
    'o.x': 7,
    b: true,
    ip: random.pick(ADDRESSES),
    ts: '2026-03-28T10:00:00.000Z',
  };
  return field === 'nope' ? {} : { missing: value[field] ?? 'N/A' };
}

const MAKERS: readonly Make[] = [
  makeTerms,
  makeTerms,
  makeTerms,
  (random) => {
    const interval = random.pick([1, 2, 2.5, 0.5, 5]);
    const body = {
      field: random.pick(['n', 'd', 'o.x']),
      interval,
      ...sometimes(random, 4, () => ({ offset: interval / 2 })),
      ...sometimes(random, 5, () => ({ missing: 2 })),
      ...random.pick<() => JsonObject>([
        () => ({}),
        () => ({ min_doc_count: 1 + random.below(2) }),
        () => ({ extended_bounds: { min: -2, max: 4 } }),
        // At the edge of a bucket: whether one that is cut is shown is said nowhere.
        () => ({ offset: 0, hard_bounds: { min: 0, max: 2.25 } }),
      ])(),
      ...histogramOrder(random),
    };
    return [
      'histogram',
      body.interval < 1 && 'hard_bounds' in body ? { ...body, interval: 1 } : body,
    ];
  },
  makeDates,
  makeDates,
  (random) => {
    const edge = (low: number) => low + random.below(6);
    const ranges = several(random, [1, 4], () => ({
      ...random.pick<JsonObject>([
        { from: edge(-4), to: edge(3) },
        { to: edge(-2) },
        { from: edge(0) },
        { from: edge(-3) + 0.5, to: edge(4) },
        {},
      ]),
      ...sometimes(random, 5, () => ({ key: `key${random.below(1000)}` })),
    }));
    const unique = new Map(ranges.map((range) => [JSON.stringify([range.from, range.to]), range]));
    const body = {
      field: random.pick(NUMBERS),
      ranges: [...unique.values()],
      ...sometimes(random, 4, () => ({ keyed: true })),
      ...sometimes(random, 5, () => ({ missing: 2 })),
    };
    return ['range', body];
  },
  () => [
    'date_range',
    {
      field: 'ts',
      ranges: [
        { to: '2026-03-28' },
        { from: '2026-03-28', to: '2026-03-29T12:00:00Z' },
        { from: '2026-03-28||+1d/d' },
      ],
    },
  ],
  (random, depth) => ['filter', makeQuery(random, depth)],
  (random) => ['missing', { field: random.pick(KEYS) }],
  (random, depth) => [
    'filters',
    {
      filters: { x: makeQuery(random, depth), y: makeQuery(random, depth) },
      ...sometimes(random, 2, () => ({ other_bucket: true })),
    },
  ],
  (random, depth) => [
    'adjacency_matrix',
    {
      filters: {
        x: makeQuery(random, depth),
        y: makeQuery(random, depth),
        z: makeQuery(random, depth),
      },
    },
  ],
  (random) => [
    'rare_terms',
    { field: random.pick(['k', 'g', 'n', 'ip']), max_doc_count: 1 + random.below(3) },
  ],
  (random, depth) => (depth === 0 ? ['global', {}] : makeTerms(random, depth)),
];

const histogramOrder = (random: Random): JsonObject =>
  sometimes(random, 5, () => ({
    order: random.pick([{ _key: 'desc' }, { _count: 'desc' }, { _count: 'asc' }]),
  }));

function makeTerms(random: Random, depth: number): readonly [string, JsonObject] {
  const field = random.pick(KEYS);
  const isText = ['k', 'g', 'kn', 'z', 'o.y', 'w', 't.raw'].includes(field);
  const values = () => several(random, [1, 3], () => valueFor(random, field));
  const choices: readonly (() => JsonObject)[] = [
    () => ({ include: values() }),
    () => ({ exclude: values() }),
    () => (isText ? { include: '[ab].*|foo.*' } : {}),
    () => (isText ? { exclude: '.*[oO].*' } : {}),
  ];
  const body = {
    field,
    ...sometimes(random, 2, () => ({ size: 1 + random.below(4) })),
    ...sometimes(random, 4, () => missingFor(random, field)),
    ...sometimes(random, 3, () => ({
      order: random.pick<Json>([
        { _key: 'desc' },
        { _key: 'asc' },
        { _count: 'asc' },
        [{ _count: 'desc' }, { _key: 'desc' }],
      ]),
    })),
    ...sometimes(random, 4, () => ({ min_doc_count: random.pick(depth === 0 ? [0, 2] : [1, 2]) })),
    ...(field === 'nope' || field === 'w'
      ? {}
      : sometimes(random, 4, () => random.pick(choices)())),
  };
  return ['terms', body];
}

function makeDates(random: Random): readonly [string, JsonObject] {
  const isFixed = random.oneIn(2);
  const interval: JsonObject = isFixed
    ? { fixed_interval: random.pick(['1h', '6h', '12h', '1d', '36h']) }
    : { calendar_interval: random.pick(['hour', 'day', 'week', 'month']) };
  const body = {
    field: 'ts',
    ...interval,
    ...sometimes(random, 2, () => ({ time_zone: random.pick(isFixed ? FIXED_ZONES : ZONES) })),
    ...sometimes(random, 5, () => ({ offset: random.pick(['+6h', '-2h', '+30m']) })),
    ...sometimes(random, 5, () => ({ missing: '2026-03-28T10:00:00.000Z' })),
    ...random.pick<() => JsonObject>([
      () => ({}),
      () => ({ min_doc_count: 1 + random.below(2) }),
      () => ({ extended_bounds: { min: FIRST_MS - DAY_MS / 2, max: FIRST_MS + 3 * DAY_MS } }),
    ])(),
    ...histogramOrder(random),
    ...sometimes(random, 6, () => ({ keyed: true })),
  };
  return ['date_histogram', body];
}

function makeComposite(random: Random): JsonObject {
  const fields = shuffled(random, ['k', 'g', 'n', 'b', 'ts', 'ip', 'd', 'kn', 'o.x', 'w']);
  const sources = fields.slice(0, 1 + random.below(3)).map((field): JsonObject => {
    const missing = sometimes<Json>(random, 2, () => ({
      missing_bucket: true,
      ...sometimes(random, 2, () => ({ missing_order: random.pick(['first', 'last']) })),
    }));
    const spec = { field, ...sometimes(random, 2, () => ({ order: 'desc' })), ...missing };
    const isNumber = field === 'n' || field === 'd';
    if (isNumber && random.oneIn(2)) {
      return { [`s-${field}`]: { histogram: { ...spec, interval: 2 } } };
    }
    if (field === 'ts' && random.oneIn(2)) {
      const zone = sometimes(random, 2, () => ({ time_zone: random.pick(ZONES) }));
      return { [`s-${field}`]: { date_histogram: { ...spec, calendar_interval: 'day', ...zone } } };
    }
    return { [`s-${field}`]: { terms: spec } };
  });
  return {
    composite: { sources, size: 1 + random.below(8) },
    ...sometimes(random, 2, () => ({ aggs: makeMetric(random) })),
  };
}
