import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import type { OrderKey } from './agg-type.ts';

/** `{"_count": "desc"}` or a list of such; `_term` and `_time` are old names of `_key`. */
export function parseOrder(given: Json | undefined): readonly OrderKey[] {
  if (given === undefined) {
    return [];
  }
  const list: readonly Json[] = Array.isArray(given) ? given : [given];
  return list.flatMap((entry) => {
    if (!isObject(entry)) {
      throw errors.parsing(
        '[order] must be an object, or a list of objects, of a key and a direction',
      );
    }
    return Object.entries(entry).map(([path, direction]) => orderKey(path, direction));
  });
}

function orderKey(path: string, direction: Json): OrderKey {
  const given = jsonText(direction).toLowerCase();
  if (given !== 'asc' && given !== 'desc') {
    throw errors.parsing(`Unknown order direction [${jsonText(direction)}]`);
  }
  return { path: path === '_term' || path === '_time' ? '_key' : path, direction: given };
}

/** The order, if it is by what is computed in the buckets: they are sorted when all of that is there. */
export const orderWhenDone = (order: readonly OrderKey[]): readonly OrderKey[] | undefined =>
  order.some(({ path }) => path !== '_key' && path !== '_count') ? order : undefined;
