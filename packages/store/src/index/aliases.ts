import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import type { Aliases } from './index-entry.ts';
import { checkIndexName } from './names.ts';

/** Reads `aliases` of an index or a template. Filters and routing are refused: searches would have to heed them. */
export function parseAliases(json: Json | undefined): Aliases {
  if (json === undefined || json === null) {
    return {};
  }
  if (!isObject(json)) {
    throw errors.parsing(`[aliases] must be an object, but was ${JSON.stringify(json)}`);
  }
  for (const [name, options] of Object.entries(json)) {
    checkIndexName(name, 'alias');
    const unknown = Object.keys(isObject(options) ? options : {}).find(
      (key) => key !== 'is_write_index' && key !== 'is_hidden',
    );
    if (unknown !== undefined) {
      throw errors.illegalArgument(`[${unknown}] of the alias [${name}] is not supported`);
    }
  }
  return json as unknown as Aliases;
}
