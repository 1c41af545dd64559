import { isDeepStrictEqual } from 'node:util';
import { type Random, randomOf } from '../fuzz/random.ts';
import { several, sometimes } from './choose.ts';
import type { Doc, Field, Index } from './fields.ts';
import type { Json, JsonObject } from './json.ts';
import { ADDRESSES, date, double, KEYWORDS, long, text } from './values.ts';

/** A line of a bulk request, or two. */
interface Operation {
  readonly action: 'index' | 'create' | 'update' | 'delete';
  readonly index: string;
  readonly id: string;
  readonly body?: JsonObject;
}

/** What is written, in bulk requests with a refresh behind each. */
export type Batches = readonly (readonly Operation[])[];

const SHARED: Readonly<Record<string, Field>> = {
  n: { kind: 'long' },
  d: { kind: 'double' },
  k: { kind: 'keyword' },
  g: { kind: 'keyword' },
  kn: { kind: 'keyword', isLowered: true },
  z: { kind: 'keyword', nullValue: 'NULL' },
  t: { kind: 'text' },
  b: { kind: 'boolean' },
  ts: { kind: 'date' },
  ip: { kind: 'ip' },
  u: { kind: 'long' },
  'o.x': { kind: 'long' },
  'o.y': { kind: 'keyword' },
};

/** What is the same field here and there, what is another one, and what is only there. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  'oracle-a': {
    ...SHARED,
    m: { kind: 'long' },
    't.raw': { kind: 'keyword', from: 't', ignoreAbove: 8 },
  },
  'oracle-b': { ...SHARED, m: { kind: 'keyword' }, w: { kind: 'keyword' } },
};

const KEYWORD = { type: 'keyword' };
const MAPPED: JsonObject = {
  n: { type: 'long', ignore_malformed: true },
  d: { type: 'double' },
  k: KEYWORD,
  g: KEYWORD,
  kn: { type: 'keyword', normalizer: 'lowercase' },
  z: { type: 'keyword', null_value: 'NULL' },
  t: { type: 'text' },
  b: { type: 'boolean' },
  ts: { type: 'date' },
  ip: { type: 'ip' },
  u: { type: 'long' },
  o: { properties: { x: { type: 'long' }, y: KEYWORD } },
};
const raw = { type: 'keyword', ignore_above: 8 };

/** The same as `FIELDS`, as indices are created with it. */
export const MAPPINGS: Readonly<Record<string, JsonObject>> = {
  'oracle-a': {
    dynamic: false,
    properties: { ...MAPPED, m: { type: 'long' }, t: { type: 'text', fields: { raw } } },
  },
  'oracle-b': {
    dynamic: false,
    properties: {
      ...MAPPED,
      n: { type: 'integer', ignore_malformed: true },
      m: KEYWORD,
      w: KEYWORD,
    },
  },
};

const DOCS_MAX = 30;
const BATCHES_MAX = 3;

/** Random writes; later ones replace, change and delete what earlier ones wrote. */
export function makeBatches(seed: number): Batches {
  const random = randomOf(seed);
  const known = new Map<string, Operation>();
  const next = { number: 0 };
  return several(random, [1, BATCHES_MAX], () =>
    several(random, [0, DOCS_MAX], () => makeOperation(random, known, next)),
  );
}

function makeOperation(
  random: Random,
  known: Map<string, Operation>,
  next: { number: number },
): Operation {
  const old = known.size > 0 && random.oneIn(5) ? random.pick([...known.values()]) : undefined;
  if (old !== undefined) {
    const { index, id } = old;
    const action = random.pick(['index', 'update', 'delete'] as const);
    if (action === 'delete') {
      known.delete(`${index}/${id}`);
      return { action, index, id };
    }
    const body = makeSource(random, next, action === 'update');
    return { action, index, id, body: action === 'update' ? { doc: body } : body };
  }
  const index = random.oneIn(3) ? 'oracle-b' : 'oracle-a';
  const made: Operation = {
    action: random.oneIn(2) ? 'index' : 'create',
    index,
    id: `id${next.number}`,
    body: makeSource(random, next, false),
  };
  known.set(`${index}/${made.id}`, made);
  return made;
}

function makeSource(random: Random, next: { number: number }, isPart: boolean): JsonObject {
  next.number += 1;
  const field = (name: string, make: () => Json): JsonObject =>
    random.oneIn(isPart ? 3 : 5) === isPart ? { [name]: oneOrMany(random, make) } : {};
  const single = (name: string, make: () => Json): JsonObject =>
    random.oneIn(4) ? {} : { [name]: make() };
  return {
    u: next.number,
    ...field('n', () =>
      random.pick<Json>([long(random), long(random), `${long(random)}`, long(random) + 0.5, 'x']),
    ),
    ...field('d', () => random.pick<Json>([double(random), double(random), `${double(random)}`])),
    ...field('k', () => random.pick(KEYWORDS)),
    ...single('g', () => random.pick(KEYWORDS)),
    ...field('kn', () => random.pick(KEYWORDS)),
    ...field('z', () => (random.oneIn(3) ? null : random.pick(KEYWORDS))),
    ...field('t', () => text(random)),
    ...field('b', () => random.pick<Json>([true, false, 'true', 'false', ''])),
    ...field('ts', () => date(random)),
    ...field('ip', () => random.pick(ADDRESSES)),
    ...field('m', () => long(random)),
    ...field('w', () => random.pick(KEYWORDS)),
    ...sometimes(random, 3, () => ({ o: oneOrMany(random, () => makeObject(random)) })),
  };
}

const makeObject = (random: Random): JsonObject => ({
  ...sometimes(random, 2, () => ({ x: oneOrMany(random, () => long(random)) })),
  ...sometimes(random, 2, () => ({ y: oneOrMany(random, () => random.pick(KEYWORDS)) })),
});

function oneOrMany(random: Random, make: () => Json): Json {
  switch (random.below(12)) {
    case 0:
      return null;
    case 1:
      return [];
    case 2:
      return [null, make()];
    case 3:
      return [make()];
    case 4:
    case 5:
    case 6:
      return several(random, [2, 3], make);
    default:
      return make();
  }
}

/** What is left after all writes. */
export function applyBatches(batches: Batches): readonly Index[] {
  const left = new Map<string, JsonObject>();
  for (const { action, index, id, body = {} } of batches.flat()) {
    const key = `${index}/${id}`;
    const before = left.get(key);
    const after = action === 'update' ? merged(before, body.doc) : body;
    const isNoop =
      action === 'update' && (before === undefined || isDeepStrictEqual(before, after));
    const isTaken = action === 'create' && before !== undefined;
    if (isNoop || isTaken) {
      continue;
    }
    // Written again, it is the newest.
    left.delete(key);
    if (action !== 'delete') {
      left.set(key, after);
    }
  }
  return Object.entries(FIELDS).map(([name, fields]) => ({
    name,
    fields,
    docs: [...left].flatMap(([key, source]): Doc[] => {
      const [index = '', id = ''] = key.split('/');
      return index === name ? [{ index, id, source, fields }] : [];
    }),
  }));
}

/** Objects member by member, all else as a whole. */
function merged(before: JsonObject | undefined, change: Json | undefined): JsonObject {
  const isObject = (value: Json | undefined): value is JsonObject =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const result: Record<string, Json> = { ...before };
  for (const [key, value] of Object.entries(isObject(change) ? change : {})) {
    const old = result[key];
    result[key] = isObject(old) && isObject(value) ? merged(old, value) : value;
  }
  return result;
}
