import type { Json, JsonObject } from './json.ts';

const TRIES_MAX = 200;

/** The smallest body with the same trouble that is found by leaving out one part after the other. */
export async function shrinkBody(
  body: JsonObject,
  isTrouble: (body: JsonObject) => Promise<boolean>,
): Promise<JsonObject> {
  let smallest = body;
  let tries = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smallerOnes(smallest)) {
      tries += 1;
      if (tries > TRIES_MAX) {
        return smallest;
      }
      if (await isTrouble(candidate as JsonObject)) {
        smallest = candidate as JsonObject;
        isSmaller = true;
        break;
      }
    }
  }
  return smallest;
}

/** Each with one part less, or with a part in the place of what is around it; the largest parts first. */
function* smallerOnes(given: Json): Generator<Json> {
  if (typeof given !== 'object' || given === null) {
    return;
  }
  if (Array.isArray(given)) {
    const list: readonly Json[] = given;
    for (const [i, value] of list.entries()) {
      yield list.filter((_, j) => j !== i);
      for (const smaller of smallerOnes(value)) {
        yield list.map((one, j) => (j === i ? smaller : one));
      }
    }
    return;
  }
  const members = Object.entries(given as JsonObject);
  for (const [key] of members) {
    yield Object.fromEntries(members.filter(([other]) => other !== key));
  }
  for (const [key, value] of members) {
    const inner = key === 'query' || key === 'aggs' ? partsOf(value) : [];
    for (const smaller of [...inner, ...smallerOnes(value)]) {
      yield Object.fromEntries(members.map(([name, old]) => [name, name === key ? smaller : old]));
    }
  }
}

/** Queries and aggregations that are inside of one. */
function partsOf(given: Json): readonly Json[] {
  if (typeof given !== 'object' || given === null) {
    return [];
  }
  return Object.values(given as JsonObject).flatMap((value) => {
    const inner = Object.values(value ?? {}).flatMap((one: Json) =>
      Array.isArray(one) ? one : [one],
    );
    return inner.filter(
      (one: Json) => typeof one === 'object' && one !== null && !Array.isArray(one),
    );
  });
}

/** The fewest of a list with which there is still trouble, as halves and single ones are left out. */
export async function shrinkList<T>(
  list: readonly T[],
  isTrouble: (list: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let left = list;
  for (
    let size = Math.ceil(left.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < left.length; ) {
      const fewer = [...left.slice(0, at), ...left.slice(at + size)];
      if (await isTrouble(fewer)) {
        left = fewer;
      } else {
        at += size;
      }
    }
  }
  return left;
}
