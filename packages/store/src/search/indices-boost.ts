import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import { typeName } from './read-object.ts';

/** How much more the hits of some indices score. */
export interface IndexBoost {
  /** An index, an alias or a pattern of names; once resolved, the name of one index. */
  readonly name: string;
  readonly boost: number;
}

const BOOSTS_MAX = 1_000;

/** Reads `indices_boost`: `[{"name": 1.5}, …]`, or the old form of one object. */
export function parseIndicesBoost(given: Json | undefined): readonly IndexBoost[] {
  if (given === undefined || given === null) {
    return [];
  }
  const list = Array.isArray(given) ? given : [given];
  const boosts = list.flatMap((one) => {
    if (!isObject(one)) {
      throw errors.parsing(
        `Expected [START_OBJECT] in [indices_boost] but found [${typeName(one)}]`,
      );
    }
    return Object.entries(one).map(([name, boost]) => ({ name, boost: readBoost(name, boost) }));
  });
  if (boosts.length > BOOSTS_MAX) {
    throw errors.illegalArgument(
      `[indices_boost] has ${boosts.length} entries, more than ${BOOSTS_MAX}`,
    );
  }
  return boosts;
}

function readBoost(name: string, given: Json): number {
  const boost = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  if (typeof boost !== 'number' || !Number.isFinite(boost) || boost < 0) {
    throw errors.illegalArgument(
      `[indices_boost] of [${name}] must be a number that is not negative`,
    );
  }
  return boost;
}

/** The boost of an index: that of the first entry that names it, else 1. */
export const boostOf = (boosts: readonly IndexBoost[], index: string): number =>
  boosts.find(({ name }) => name === index)?.boost ?? 1;
