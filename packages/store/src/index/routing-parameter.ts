import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import { booleanOf } from './mapping-parameters.ts';

/** Reads `_routing: {required: …}` of a mapping; throws for what it cannot have. */
export function requiresRouting({ _routing: routing = {} }: JsonObject): boolean {
  if (!isObject(routing)) {
    throw errors.mapperParsing('[_routing] config must be an object');
  }
  const unknown = Object.keys(routing).find((name) => name !== 'required');
  if (unknown !== undefined) {
    throw errors.mapperParsing(
      `unknown parameter [${unknown}] on metadata field [_routing], expected [required]`,
    );
  }
  return booleanOf(routing.required, false);
}

/** Documents that are there may have none: whether it is required is decided when an index is made. */
export function refuseRoutingChange(current: JsonObject, update: JsonObject): void {
  const before = requiresRouting(current);
  const after = update._routing === undefined ? before : requiresRouting(update);
  if (after !== before) {
    throw errors.illegalArgument(
      `Mapper for [_routing] conflicts with existing mapper:\n\tCannot update parameter [required] from [${before}] to [${after}]`,
    );
  }
}
