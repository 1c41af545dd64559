import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import { parsePlain } from '../index/exact-json.ts';

/** The body as a JSON object with known keys only; an empty body is an empty object. */
export function readObject(body: Buffer, known?: readonly string[]): JsonObject {
  if (body.length === 0) {
    return {};
  }
  const json = parsePlain(body);
  if (!isObject(json)) {
    throw errors.parsing('the request body must be a JSON object');
  }
  const unknown = known && Object.keys(json).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw errors.parsing(`unknown key [${unknown}] in the request body`, unknown);
  }
  return json;
}

/** The same for an API that cannot do without a body. */
export function requireObject(body: Buffer, known?: readonly string[]): JsonObject {
  if (body.length === 0) {
    throw new LongshoreError('parse_exception', 400, 'request body is required');
  }
  return readObject(body, known);
}
