import type { JsonObject } from '@longshore/common/json';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { raw, sql } from '../../sql/sql.ts';
import { openTestEngine, type TestEngine } from '../../testing.ts';
import { encodeNative } from '../../write/native-rows.ts';
import type { DocumentRow } from '../../write/operation.ts';
import { RowWriter } from '../../write/row-block.ts';
import { createTable } from '../../write/table-sql.ts';
import { OWN_COLUMNS_MAX } from '../column-choice.ts';
import { type ExactObject, parseExactBytes } from '../exact-json.ts';
import { FIELD_TYPES } from '../field-types.ts';
import { type IndexMapping, MAPPING_DEFAULTS } from '../index-mapping.ts';
import { mapDocument } from '../map-document.ts';
import type { MappedType } from '../mapping.ts';
import { parseMapping } from '../parse-mapping.ts';
import { ipToNumber } from '../types/ip-arithmetic.ts';
import { showIp } from './order.ts';
import { sourceRules } from './source-rules.ts';

const SECONDS_10 = { timeoutMs: 10_000 };
const DOCUMENTS = 300;
const SEED = 42;
const NOON = Date.UTC(2026, 10, 25, 12);
const DAY_MS = 86_400_000;

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(async () => {
  await engine.close();
});

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom('a', 'b', 'a \uF8FF b', 'NUL \0', '컨테이너', '\ud83d'),
);
const int = (min: number, max: number) => fc.integer({ min, max });
const fraction = fc.double({ noNaN: true, noDefaultInfinity: true, min: -60_000, max: 60_000 });
const ms = int(Date.UTC(1901, 0, 1), Date.UTC(2290, 0, 1));
const iso = ms.map((at) => new Date(at).toISOString());
/** Few days, since each is a partition of the table. */
const days = int(NOON, NOON + 2 * DAY_MS).map((at) => new Date(at).toISOString());
const nanos = fc
  .tuple(int(Date.UTC(1970, 0, 1), Date.UTC(2262, 0, 1)), int(0, 999_999))
  .map(([at, rest]) => new Date(at).toISOString().replace('Z', `${rest}Z`));
const ipv4 = fc.ipV4();
const spread = int(0, 1000);
const range = (end: fc.Arbitrary<unknown>) =>
  fc.oneof(fc.record({ gte: end }), fc.record({ lte: end }), fc.record({ lt: end }));
const words = fc.dictionary(fc.constantFrom('k', 'a', 'b.c', 'd'), fc.oneof(text, int(0, 9)));
const positive = fc.double({ noNaN: true, min: 0.001, max: 1000 });

/** Values of each type as clients send them. */
const VALUES: Readonly<Record<MappedType, fc.Arbitrary<unknown>>> = {
  text,
  match_only_text: text,
  search_as_you_type: text,
  token_count: fc.constantFrom('one', 'two words'),
  keyword: fc.oneof(text, int(0, 99), fc.boolean(), fraction),
  constant_keyword: fc.constant('same'),
  counted_keyword: text,
  wildcard: text,
  version: fc.constantFrom('1.10.0', '1.2.0', '2.0.0-rc.1', 'none'),
  flattened: words,
  binary: fc.base64String({ maxLength: 8 }),
  completion: fc.oneof(
    fc.constantFrom('go', 'stop'),
    fc.record({ input: fc.constant('x'), weight: int(1, 9) }),
  ),
  long: fc.oneof(fc.maxSafeInteger(), int(0, 9).map(String), fc.constant(5.7)),
  integer: int(-(2 ** 31), 2 ** 31 - 1),
  short: int(-32_768, 32_767),
  byte: int(-128, 127),
  unsigned_long: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  double: fc.oneof(fraction, fc.constantFrom(-0, 1e300, 5, '7')),
  float: fraction,
  half_float: fraction,
  scaled_float: fraction,
  rank_feature: positive,
  date: fc.oneof(iso, ms),
  date_nanos: nanos,
  boolean: fc.oneof(fc.boolean(), fc.constantFrom('true', 'false', '')),
  ip: fc.oneof(
    ipv4,
    fc.ipV6().filter((address) => !address.includes('%')),
  ),
  integer_range: range(spread),
  long_range: range(spread),
  float_range: range(spread),
  double_range: range(spread),
  date_range: range(iso),
  ip_range: ipv4.map((address) => `${address}/24`),
  geo_point: fc.record({ lat: int(-90, 90), lon: int(-180, 180) }),
  geo_shape: fc.record({
    type: fc.constant('Point'),
    coordinates: fc.tuple(int(-180, 180), int(-90, 90)),
  }),
  histogram: fc.record({ values: fc.constant([0.5, 1]), counts: fc.tuple(spread, spread) }),
  aggregate_metric_double: fc.record({ min: spread, max: spread }),
  dense_vector: fc.tuple(spread, spread, spread),
  rank_features: fc.dictionary(fc.constantFrom('x', 'y'), positive, { minKeys: 1 }),
};
/** Types of which a document has one value. */
const SINGLE: ReadonlySet<string> = new Set([
  ...['aggregate_metric_double', 'dense_vector', 'histogram', 'rank_feature', 'rank_features'],
]);
const PARAMETERS: Partial<Readonly<Record<MappedType, JsonObject>>> = {
  scaled_float: { scaling_factor: 100 },
  keyword: { ignore_above: 8 },
  token_count: { analyzer: 'standard' },
  dense_vector: { dims: 3 },
  aggregate_metric_double: { metrics: ['min', 'max'], default_metric: 'max' },
  date_range: { format: 'strict_date_optional_time' },
};
const TYPES = Object.keys(VALUES) as MappedType[];

const field = (type: MappedType): fc.Arbitrary<unknown> =>
  SINGLE.has(type)
    ? VALUES[type]
    : fc.oneof(
        { arbitrary: VALUES[type], weight: 3 },
        { arbitrary: fc.array(fc.option(VALUES[type]), { maxLength: 3 }), weight: 1 },
      );

/** Documents with fields of all types, at the root and in objects, and with what has no field. */
const documents = fc.sample(
  fc
    .tuple(
      days,
      fc.record(Object.fromEntries(TYPES.map((type) => [type, field(type)])), { requiredKeys: [] }),
      fc.array(
        fc.record({ keyword: field('keyword'), long: field('long') }, { requiredKeys: [] }),
        { maxLength: 3 },
      ),
      fc.option(fc.json({ maxDepth: 2 }), { nil: undefined }),
    )
    .map(([at, fields, objects, free]) => ({
      '@timestamp': at,
      ...fields,
      objects,
      nested: objects,
      ...(free === undefined ? {} : { off: { any: JSON.parse(free) }, unknown: JSON.parse(free) }),
    })),
  { numRuns: DOCUMENTS, seed: SEED },
);

function properties(): JsonObject {
  const ofTypes = TYPES.map((type) => [type, { type, ...PARAMETERS[type] }] as const);
  return {
    ...Object.fromEntries(ofTypes),
    '@timestamp': { type: 'date' },
    objects: { properties: { keyword: { type: 'keyword' }, long: { type: 'long' } } },
    nested: { type: 'nested', properties: { keyword: { type: 'keyword' } } },
    off: { type: 'object', enabled: false },
  };
}

interface Written {
  readonly mapping: IndexMapping;
  readonly sources: readonly Buffer[];
  readonly rows: readonly DocumentRow[];
}

/** Maps all documents, each by the mapping that those before it left. */
function mapAll(empty: IndexMapping): Written {
  let mapping = empty;
  const sources = documents.map((document) => Buffer.from(JSON.stringify(document)));
  const rows = sources.map((source) => {
    const mapped = mapDocument(mapping, parseExactBytes(source));
    mapping = mapped.mapping;
    return mapped.row;
  });
  return { mapping, sources, rows };
}

async function readBack(table: string, { mapping, sources, rows }: Written) {
  await engine.engine.execute(createTable(table, mapping.columns), SECONDS_10);
  const writer = new RowWriter(() => mapping.columns);
  const written = rows.map((row, seqNo) =>
    writer.write({ id: `id${seqNo}`, seqNo, version: 1, source: sources[seqNo] as Buffer }, row),
  );
  const block = { table, rows: encodeNative(written) };
  await engine.engine.insert(block, SECONDS_10);
  const reader = sourceRules(mapping)?.reader(() => true);
  const found = await engine.query(
    sql`SELECT ${reader?.text ?? raw('1')} AS d FROM ${raw(table)} ORDER BY _seq`,
    SECONDS_10,
  );
  return found.map(({ d }) => reader?.read(String(d)).source);
}

const root = { _source: { mode: 'synthetic' }, dynamic: false };
const many = Object.fromEntries(
  Array.from({ length: OWN_COLUMNS_MAX }, (_, i) => [`a${i}`, { type: 'long' }]),
);

test('every type is covered', () => {
  expect(TYPES.sort()).toEqual(Object.keys(FIELD_TYPES).sort());
});

test.each([
  ['a data stream', 'ls.stream', properties(), true],
  ['an index', 'ls.plain', properties(), false],
  [
    'an index whose fields share a column',
    'ls.shared',
    { ...properties(), many: { properties: many } },
    false,
  ],
] as const)(
  'documents of %s are the same before and after they are in the engine',
  async (_, table, fields, isDataStream) => {
    const empty = parseMapping(
      { ...root, properties: fields },
      { ...MAPPING_DEFAULTS, ...(isDataStream ? { timeField: '@timestamp' } : {}) },
    );
    const written = mapAll(empty);
    const rules = sourceRules(written.mapping);
    const found = await readBack(table, written);
    expect(found.length).toBe(DOCUMENTS);
    const wrong = written.sources.flatMap((source, i) => {
      const expected = rules?.preview(source).source;
      return found[i] === expected
        ? []
        : [{ source: source.toString(), found: found[i], expected }];
    });
    expect(wrong[0]).toBeUndefined();
  },
);

test('a document made again has the values of the one that was received, and is made as itself', () => {
  const { mapping, sources } = mapAll(
    parseMapping({ ...root, properties: properties() }, MAPPING_DEFAULTS),
  );
  const rules = sourceRules(mapping);
  for (const received of sources) {
    const made = Buffer.from(rules?.preview(received).source ?? '');
    expect(rules?.preview(made).source).toBe(made.toString());
    expect(valuesOf(mapping, made)).toEqual(valuesOf(mapping, received));
  }
});

/** A row's values without their order and number, and without names: those of a list may be one value, and the other way. */
function valuesOf(mapping: IndexMapping, source: Buffer) {
  const { row } = mapDocument(mapping, parseExactBytes(source) as ExactObject);
  const values = [...row.values].map(([name, value]) => {
    const list = (Array.isArray(value) ? value : [value]).map((one) =>
      name.endsWith('_ip') ? showIp(ipToNumber(String(one))) : String(one),
    );
    return [name, [...new Set(list)].sort()] as const;
  });
  return Object.fromEntries(values.filter(([, list]) => list.length > 0));
}
