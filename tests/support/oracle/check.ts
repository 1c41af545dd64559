import { expectedAggs } from './aggs.ts';
import type { Doc, Index, Kind } from './fields.ts';
import { type Expected, expectedHits, pageOf } from './hits.ts';
import { asList, asNumber, asObject, type Json, type JsonObject, NoRule } from './json.ts';
import type { OracleRequest } from './make-request.ts';

/** Sends a search to the store; an answer of 400 or more has `error`. */
export type Ask = (index: string, body: JsonObject) => Promise<JsonObject>;

/** Where an answer is another one than expected. */
export interface Difference {
  readonly what: string;
  readonly expected: Json;
  readonly found: Json;
  /** The store refused it. */
  readonly isError: boolean;
}

const PAGES_MAX = 200;

interface Oracle {
  readonly docs: readonly Doc[];
  kindOf(path: string): Kind | undefined;
}

/** The first difference between what the store answers and what the rules say; undefined if there is none. */
export async function findDifference(
  { index, isPaged, body }: OracleRequest,
  indices: readonly Index[],
  ask: Ask,
): Promise<Difference | undefined> {
  const parts = index.split(',').map((part) => part.replace('*', ''));
  const searched = indices.filter(({ name }) => parts.some((part) => name.startsWith(part)));
  const oracle = {
    docs: searched.flatMap(({ docs }) => docs),
    kindOf: (path: string) =>
      searched.map(({ fields }) => fields[path]?.kind).find((kind) => kind !== undefined),
  };
  const answer = await ask(index, body);
  if (answer.error !== undefined) {
    return { what: 'refused', expected: null, found: answer, isError: true };
  }
  return (
    compareHits(body, oracle, asObject(answer.hits)) ??
    (isPaged && body.sort !== undefined
      ? await comparePages({ index, body, oracle, ask })
      : undefined) ??
    (await compareAggs({ index, body, oracle, ask }, answer))
  );
}

interface Asked {
  readonly index: string;
  readonly body: JsonObject;
  readonly oracle: Oracle;
  readonly ask: Ask;
}

const differ = (what: string, expected: Json, found: Json | undefined): Difference => ({
  what,
  expected,
  found: found ?? null,
  isError: false,
});

function compareHits(
  body: JsonObject,
  { docs, kindOf }: Oracle,
  found: JsonObject,
): Difference | undefined {
  const all = expectedHits(body, docs, kindOf);
  const total = expectedHits({ query: body.query ?? { match_all: {} } }, docs, kindOf).length;
  const shown = asList(found.hits).map(asObject);
  const page = pageOf(all, body);
  if (asObject(found.total).value !== total) {
    return differ('hits.total.value', total, asObject(found.total).value);
  }
  const wanted = page.map(({ doc, sort }) => ({
    _id: doc.id,
    ...(sort === undefined ? {} : { sort }),
  }));
  const seen =
    page.length === shown.length &&
    shown.every((hit, i) => isPlaceOf(hit, { place: page[i], all }));
  const isEachOnce =
    new Set(shown.map(({ _index, _id }) => `${_index}/${_id}`)).size === shown.length;
  return seen && isEachOnce
    ? undefined
    : differ(
        'hits.hits',
        wanted,
        shown.map(({ _id, _score, sort }) => ({
          _id: _id ?? null,
          ...(sort ? { sort } : { _score: _score ?? null }),
        })),
      );
}

/** Hits that are equal in what they are sorted by may be in any order. */
function isPlaceOf(
  hit: JsonObject,
  { place, all }: { readonly place: Expected | undefined; readonly all: readonly Expected[] },
): boolean {
  const own = all.find(({ doc }) => doc.id === hit._id && doc.index === hit._index);
  if (own === undefined || place === undefined || !isSame(own.doc.source, hit._source)) {
    return false;
  }
  return place.sort === undefined
    ? Number.isNaN(place.score) || (isSame(place.score, own.score) && isSame(own.score, hit._score))
    : isSame(place.sort, own.sort) && isSame(own.sort ?? null, hit.sort);
}

/** Goes on behind the last hit until there are no more. */
async function comparePages({ index, body, oracle, ask }: Asked): Promise<Difference | undefined> {
  const expected = expectedHits(body, oracle.docs, oracle.kindOf).map(({ doc }) => doc.id);
  const last = asList(body.sort).at(-1);
  if (!isSame(Object.keys(asObject(last)), ['u'])) {
    throw new NoRule('only what no two documents share tells where a page ends');
  }
  const found: Json[] = [];
  let after: Json | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await ask(index, after === undefined ? body : { ...body, search_after: after });
    if (answer.error !== undefined) {
      return {
        what: `page ${page + 1} behind ${JSON.stringify(after)}`,
        expected: null,
        found: answer,
        isError: true,
      };
    }
    const hits = asList(asObject(answer.hits).hits).map(asObject);
    found.push(...hits.map(({ _id }) => _id ?? null));
    after = hits.at(-1)?.sort;
    if (hits.length === 0 || found.length > expected.length) {
      break;
    }
  }
  return isSame(expected, found) ? undefined : differ('ids of all pages', expected, found);
}

async function compareAggs(asked: Asked, answer: JsonObject): Promise<Difference | undefined> {
  const { body, oracle } = asked;
  if (body.aggs === undefined) {
    return undefined;
  }
  const hits = expectedHits({ query: body.query ?? { match_all: {} } }, oracle.docs, oracle.kindOf);
  const scope = { docs: hits.map(({ doc }) => doc), all: oracle.docs, kindOf: oracle.kindOf };
  const found = asObject(answer.aggregations ?? {});
  for (const [name, expected] of Object.entries(expectedAggs(body.aggs, scope))) {
    const agg = asObject(asObject(body.aggs)[name]);
    const difference =
      agg.composite === undefined
        ? isSame(expected, found[name])
          ? undefined
          : differ(`aggregations.${name}`, expected, found[name])
        : await compareComposite(asked, name, asObject(expected));
    if (difference !== undefined) {
      return difference;
    }
  }
  return undefined;
}

/** Goes on behind the last key until there are no more. */
async function compareComposite(
  { index, body, ask }: Asked,
  name: string,
  expected: JsonObject,
): Promise<Difference | undefined> {
  const agg = asObject(asObject(body.aggs)[name]);
  const composite = asObject(agg.composite);
  const all = asList(expected.buckets);
  const found: Json[] = [];
  let after: JsonObject = {};
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const aggs = { [name]: { ...agg, composite: { ...composite, ...after } } };
    const answer = await ask(index, { ...body, aggs });
    if (answer.error !== undefined) {
      return { what: `page ${page + 1} of ${name}`, expected: null, found: answer, isError: true };
    }
    const { buckets, after_key: key } = asObject(asObject(answer.aggregations)[name]);
    const list = asList(buckets).map(asObject);
    found.push(...list);
    const isRight = list.length <= asNumber(composite.size) && isSame(list.at(-1)?.key, key);
    if (!isRight) {
      return differ(`page ${page + 1} of ${name}`, all, answer);
    }
    if (list.length === 0 || found.length > all.length) {
      break;
    }
    after = { after: key ?? null };
  }
  return isSame(all, found) ? undefined : differ(`aggregations.${name}, all pages`, all, found);
}

const PRECISION = 1e-9;

/** Equal but for the last digits of fractions, and for which values of hits are in their sources only. */
function isSame(expected: Json | undefined, found: Json | undefined): boolean {
  if (typeof expected === 'number' && typeof found === 'number') {
    return Math.abs(expected - found) <= PRECISION * Math.max(1, Math.abs(expected));
  }
  if (
    typeof expected !== 'object' ||
    typeof found !== 'object' ||
    expected === null ||
    found === null
  ) {
    return expected === found;
  }
  const [left, right] = [membersOf(expected), membersOf(found)];
  return (
    Array.isArray(expected) === Array.isArray(found) &&
    left.length === right.length &&
    left.every(
      ([key, value]) => Object.hasOwn(found, key) && isSame(value, (found as JsonObject)[key]),
    )
  );
}

const membersOf = (given: object): readonly (readonly [string, Json])[] =>
  Object.entries(given).filter(([key]) => key !== '_ignored');
