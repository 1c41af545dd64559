import type { Random } from '../fuzz/random.ts';
import { several, sometimes } from './choose.ts';
import type { Json, JsonObject } from './json.ts';
import { ADDRESSES, date, double, KEYWORDS, long, moment, text, WORDS, ZONES } from './values.ts';

const KEYWORD_FIELDS = ['k', 'g', 'kn', 'z', 'o.y', 'w', 't.raw'];
const FIELDS = ['n', 'd', 'b', 'ts', 'ip', 'o', 'o.x', 't', 'm', 'u', 'nope', ...KEYWORD_FIELDS];
const DEPTH_MAX = 3;

/** A random query. */
export function makeQuery(random: Random, depth = 0): JsonObject {
  const isLeaf = depth >= DEPTH_MAX || random.oneIn(2);
  const make = random.pick(isLeaf ? LEAVES : COMPOUNDS);
  return make(random, depth + 1);
}

type Make = (random: Random, depth: number) => JsonObject;

const boost = (random: Random): JsonObject =>
  sometimes(random, 4, () => ({ boost: random.pick([0.5, 2, 3]) }));

const COMPOUNDS: readonly Make[] = [
  makeBool,
  makeBool,
  makeBool,
  makeBool,
  (random, depth) => ({ constant_score: { filter: makeQuery(random, depth), ...boost(random) } }),
  (random, depth) => ({
    dis_max: {
      queries: several(random, [1, 3], () => makeQuery(random, depth)),
      ...sometimes(random, 2, () => ({ tie_breaker: 0.5 })),
    },
  }),
  (random, depth) => ({
    boosting: {
      positive: makeQuery(random, depth),
      negative: makeQuery(random, depth),
      negative_boost: 0.5,
    },
  }),
];

function makeBool(random: Random, depth: number): JsonObject {
  const clauses = (name: string, most: number): JsonObject =>
    sometimes(random, 2, () => {
      const list = several(random, [1, most], () => makeQuery(random, depth));
      const [first = {}] = list;
      return { [name]: list.length === 1 && random.oneIn(2) ? first : list };
    });
  const should = clauses('should', 4);
  const minimum = () => ({ minimum_should_match: random.pick<Json>([0, 1, 2, -1, '50%', '-30%']) });
  return {
    bool: {
      ...clauses('must', 2),
      ...clauses('filter', 2),
      ...should,
      ...clauses('must_not', 2),
      ...('should' in should ? sometimes(random, 3, minimum) : {}),
      ...boost(random),
    },
  };
}

const on = (type: string, field: string, spec: JsonObject): JsonObject => ({
  [type]: { [field]: spec },
});

/** A value that a field may have, as requests write it. */
export function valueFor(random: Random, field: string): Json {
  switch (field) {
    case 'n':
    case 'o.x':
    case 'u':
    case 'm':
      return random.pick<Json>([long(random), long(random), `${long(random)}`]);
    case 'd':
      return double(random);
    case 'b':
      return random.pick<Json>([true, false, 'true', 'false']);
    case 'ts':
      return date(random);
    case 'ip':
      return random.pick(ADDRESSES);
    case 't':
      return random.pick(WORDS).toLowerCase();
    case 'kn':
      return random.pick(KEYWORDS).toLowerCase();
    default:
      return random.pick(KEYWORDS);
  }
}

const TERM_FIELDS = ['n', 'd', 'b', 'ts', 'ip', 'o.x', 't', 'm', 'u', 'nope', ...KEYWORD_FIELDS];
const PATTERN_FIELDS = ['t', ...KEYWORD_FIELDS];
const ADDRESS_BLOCKS = ['10.0.0.0/24', '10.0.0.0/15', '0.0.0.0/0', '2001:db8::/32', '10.0.0.1/32'];

const LEAVES: readonly Make[] = [
  () => ({ match_all: {} }),
  () => ({ match_none: {} }),
  (random) => {
    const field = random.pick(TERM_FIELDS);
    return on('term', field, { value: valueFor(random, field), ...boost(random) });
  },
  (random) => ({ term: { n: random.pick<Json>([1.5, 2.0, '3.0']) } }),
  (random) => ({ term: { ip: random.pick(ADDRESS_BLOCKS) } }),
  (random) =>
    on('term', random.pick(PATTERN_FIELDS), {
      value: random.pick(KEYWORDS),
      case_insensitive: true,
    }),
  (random) => {
    const field = random.pick(TERM_FIELDS);
    const values = several(random, [0, 3], () => valueFor(random, field));
    return { terms: { [field]: values, ...boost(random) } };
  },
  (random) => ({ terms: { ip: [random.pick(ADDRESSES), random.pick(ADDRESS_BLOCKS)] } }),
  makeRange,
  makeRange,
  makeRange,
  (random) => ({ exists: { field: random.pick(FIELDS), ...boost(random) } }),
  (random) => ({ exists: { field: random.pick(FIELDS) } }),
  (random) =>
    on('prefix', random.pick(PATTERN_FIELDS), pattern(random, ['', 'f', 'fo', 'b', 'A', '1', 'é'])),
  (random) =>
    on(
      'wildcard',
      random.pick(PATTERN_FIELDS),
      pattern(random, ['*', 'f*', '*o', 'b?r', '?', '*a*', 'a\\*c', '?*']),
    ),
  (random) =>
    on(
      'regexp',
      random.pick(PATTERN_FIELDS),
      pattern(random, ['f.*', '[ab].*', '(foo|bar)', 'fo{2}', 'b?ar', '.', '[^f]+']),
    ),
  (random) =>
    on('fuzzy', random.pick(PATTERN_FIELDS), {
      value: random.pick(['fo', 'fooo', 'bra', 'bat', 'baz', 'fxo', 'alpah', 'ofo']),
      fuzziness: 1,
      ...sometimes(random, 3, () => ({ prefix_length: 1 })),
    }),
  (random) => ({ ids: { values: several(random, [0, 6], () => `id${random.below(40)}`) } }),
  makeMatch,
  makeMatch,
  (random) => {
    const type = random.pick(['match_phrase', 'match_phrase_prefix', 'match_bool_prefix']);
    const words = random.pick(['foo bar', 'bar foo', 'foo', 'foo ba', 'alpha beta fo', 'fo', '']);
    return on(type, 't', { query: words, ...boost(random) });
  },
  (random) => ({
    multi_match: {
      query: text(random),
      fields: random.pick([['t', 'k'], ['t'], ['k', 'kn', 'n'], ['t', 'd', 'ts']]),
      lenient: true,
      ...sometimes(random, 2, () => ({ operator: 'and' })),
    },
  }),
  (random) => ({
    query_string: {
      query: makeQueryText(random, 0),
      default_field: 't',
      ...sometimes(random, 3, () => ({ default_operator: 'and' })),
    },
  }),
  (random) => {
    const join = random.pick([' ', ' + ', ' | ']);
    const part = () =>
      random.pick(['foo', 'bar', 'Alpha', '"foo bar"', 'fo*', '-beta', '-"bar foo"']);
    return {
      simple_query_string: {
        query: several(random, [1, 3], part).join(join),
        fields: ['t'],
        ...sometimes(random, 3, () => ({ default_operator: 'and' })),
      },
    };
  },
];

const pattern = (random: Random, from: readonly string[]): JsonObject => ({
  value: random.pick(from),
  ...sometimes(random, 3, () => ({ case_insensitive: true })),
  ...boost(random),
});

function makeMatch(random: Random): JsonObject {
  const field = random.pick(['t', 't', 't', 'k', 'n', 'd', 'b', 'ts', 'ip', 'nope']);
  const value = field === 't' ? text(random) : valueFor(random, field);
  return on('match', field, {
    query: value,
    ...sometimes(random, 3, () => ({ operator: random.pick(['and', 'or']) })),
    ...sometimes(random, 3, () => ({ minimum_should_match: random.pick<Json>([1, 2, -1, '75%']) })),
    ...sometimes(random, 5, () => ({ zero_terms_query: 'all' })),
    ...boost(random),
  });
}

function makeRange(random: Random): JsonObject {
  const field = random.pick(['n', 'd', 'o.x', 'u', 'ts', 'ts', 'ip', 'k', 'kn', 't', 'nope', 'w']);
  const isDate = field === 'ts';
  const bound = (names: readonly string[]): JsonObject =>
    random.oneIn(4)
      ? {}
      : { [random.pick(names)]: isDate ? dateEdge(random) : edge(random, field) };
  return on('range', field, {
    ...bound(['gt', 'gte']),
    ...bound(['lt', 'lte']),
    ...(isDate ? sometimes(random, 3, () => ({ time_zone: random.pick(ZONES) })) : {}),
    ...boost(random),
  });
}

function edge(random: Random, field: string): Json {
  const isWhole = field === 'n' || field === 'o.x' || field === 'u';
  return random.oneIn(12)
    ? null
    : isWhole && random.oneIn(3)
      ? long(random) + 0.5
      : valueFor(random, field);
}

function dateEdge(random: Random): Json {
  const day = new Date(moment(random)).toISOString().slice(0, 10);
  return random.pick<Json>([
    date(random),
    date(random),
    `${day}||/d`,
    `${day}T10:30||/h`,
    `${day}||+1d/d`,
    `${day}T05:00:00||-6h`,
    `${day}||/w`,
    `${day}||/M`,
    `${day}||+1d`,
  ]);
}

const CLAUSES = [
  'foo',
  'Bar',
  'alpha',
  '"foo bar"',
  'fo*',
  'b?r',
  'k:foo',
  'k:"foo bar"',
  'n:[1 TO 3]',
  'n:{0 TO 5]',
  'n:[* TO 2]',
  'd:>=1.5',
  'n:<3',
  'b:true',
  '_exists_:n',
  't:*',
  'o.x:2',
  'k:f*',
  'ts:[2026-03-28 TO 2026-03-29]',
];

/** Clauses joined by one kind of operator, or with signs; in brackets where one is inside another. */
function makeQueryText(random: Random, depth: number): string {
  const clause = () =>
    depth < 2 && random.oneIn(4) ? `(${makeQueryText(random, depth + 1)})` : random.pick(CLAUSES);
  const style = random.pick(['AND', 'OR', 'signs', 'plain']);
  const parts = several(random, [1, 3], clause);
  if (style === 'AND' || style === 'OR') {
    const isNegated = style === 'AND' && parts.length > 1 && random.oneIn(3);
    return parts.map((part, i) => (isNegated && i > 0 ? `NOT ${part}` : part)).join(` ${style} `);
  }
  return style === 'plain'
    ? parts.join(' ')
    : [`+${random.pick(CLAUSES)}`, ...parts.map((part) => random.pick(['+', '-', '']) + part)].join(
        ' ',
      );
}
