import type { Json, JsonObject } from '../../../packages/common/src/json.ts';

export type { Json, JsonObject };

/** What a body has in a place where it can only be an object. */
export const asObject = (given: Json | undefined): JsonObject =>
  typeof given === 'object' && given !== null && !Array.isArray(given)
    ? (given as JsonObject)
    : fail(given, 'an object');

/** One or many, as bodies may give both. */
export const asList = (given: Json | undefined): readonly Json[] =>
  given === undefined ? [] : Array.isArray(given) ? given : [given];

export const asNumber = (given: Json | undefined): number =>
  typeof given === 'number' ? given : fail(given, 'a number');

export const asText = (given: Json | undefined): string =>
  typeof given === 'string' ? given : fail(given, 'a text');

/** The one member of an object such as `{term: …}`. */
export function onlyMember(given: Json | undefined): readonly [string, Json] {
  const [first, ...others] = Object.entries(asObject(given));
  return first !== undefined && others.length === 0 ? first : fail(given, 'of one member');
}

/** What the oracle has no rule for; a request that is made smaller may become so. */
export class NoRule extends Error {}

function fail(given: unknown, what: string): never {
  throw new NoRule(`${JSON.stringify(given)} is not ${what}`);
}
