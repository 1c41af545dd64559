import type { Json, JsonObject } from '@longshore/common/json';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SearchIndex } from '../index/target.ts';
import { openTestEngine, type TestEngine } from '../testing.ts';
import { openTestIndex, openTestSearch } from './test-index.ts';

/** Fields: a number and a keyword that may be missing, and a keyword that may be a list. */
type Value = string | number;
type Doc = Readonly<{ n?: number; k?: string; l?: readonly string[] }>;

const words = ['a', 'b', 'c'];
const documents = fc.sample(
  fc.record<Doc>(
    { n: fc.integer({ min: 0, max: 3 }), k: fc.constantFrom(...words), l: fc.subarray(words) },
    { requiredKeys: [] },
  ),
  { numRuns: 60, seed: 3 },
);

let opened: TestEngine;
let index: SearchIndex;
let ids: (query: Json) => Promise<readonly string[]>;

beforeAll(async () => {
  opened = await openTestEngine();
  index = await openTestIndex(opened, 'logic', {
    properties: {
      n: { type: 'long' },
      k: { type: 'keyword' },
      l: { type: 'keyword', meta: { list: 'true' } },
    },
    documents: documents as readonly Json[],
  });
  const search = openTestSearch(opened);
  ids = (query) => search.ids(index, query);
});
afterAll(() => opened.close());

const field = fc.constantFrom('n', 'k', 'l', 'unmapped');
const anyValueOf = (name: string): fc.Arbitrary<Value> =>
  name === 'n' ? fc.integer({ min: 0, max: 3 }) : fc.constantFrom(...words);

const leaf: fc.Arbitrary<JsonObject> = fc.oneof(
  field.chain((name) => anyValueOf(name).map((value) => ({ term: { [name]: value } }))),
  field.chain((name) =>
    fc.array(anyValueOf(name), { maxLength: 2 }).map((values) => ({ terms: { [name]: values } })),
  ),
  field.chain((name) =>
    fc
      .tuple(anyValueOf(name), anyValueOf(name))
      .map(([gte, lt]) => ({ range: { [name]: { gte, lt } } })),
  ),
  field.map((name) => ({ exists: { field: name } })),
);

const { query } = fc.letrec<{ query: JsonObject }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc
      .record(
        {
          must: fc.array(tie('query'), { maxLength: 2 }),
          filter: fc.array(tie('query'), { maxLength: 2 }),
          should: fc.array(tie('query'), { maxLength: 3 }),
          must_not: fc.array(tie('query'), { maxLength: 2 }),
          minimum_should_match: fc.integer({ min: -1, max: 3 }),
        },
        { requiredKeys: [] },
      )
      .map((bool) => ({ bool })),
  ),
}));

const valuesOf = (doc: Doc, name: string): readonly Value[] => {
  const given = doc[name as keyof Doc] ?? [];
  return typeof given === 'object' ? given : [given];
};

/** What Elasticsearch's documentation says, in a few lines of JavaScript. */
function matches(doc: Doc, given: Json | undefined): boolean {
  const [type = '', body] = Object.entries(given ?? {})[0] ?? [];
  const [name = '', spec] = Object.entries((body ?? {}) as JsonObject)[0] ?? [];
  switch (type) {
    case 'term':
      return valuesOf(doc, name).includes(spec as Value);
    case 'terms':
      return valuesOf(doc, name).some((value) => (spec as readonly Json[]).includes(value));
    case 'exists':
      return valuesOf(doc, String(spec)).length > 0;
    case 'range': {
      const { gte = 0, lt = 0 } = spec as { gte: Value; lt: Value };
      return valuesOf(doc, name).some((value) => value >= gte && value < lt);
    }
    default:
      return matchesBool(doc, (body ?? {}) as JsonObject);
  }
}

function matchesBool(doc: Doc, bool: JsonObject): boolean {
  const clauses = (name: string) => (bool[name] ?? []) as readonly Json[];
  const should = clauses('should');
  const required = [...clauses('must'), ...clauses('filter')];
  const found = should.filter((clause) => matches(doc, clause)).length;
  return (
    required.every((clause) => matches(doc, clause)) &&
    !clauses('must_not').some((clause) => matches(doc, clause)) &&
    found >= neededOf(bool, should.length, required.length)
  );
}

function neededOf(bool: JsonObject, should: number, required: number): number {
  const given = bool.minimum_should_match as number | undefined;
  const byDefault = should > 0 && required === 0 ? 1 : 0;
  if (given === undefined) {
    return byDefault;
  }
  return Math.max(given < 0 ? Math.max(0, should + given) : given, byDefault);
}

test('what a query finds is what its logic says, with missing values and lists', async () => {
  const property = fc.asyncProperty(query, async (given) => {
    const expected = documents.flatMap((doc, i) => (matches(doc, given) ? [String(i + 1)] : []));
    expect(await ids(given)).toEqual(expected);
  });
  await fc.assert(property, { numRuns: 150, seed: 11 });
});
