import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import type { Aliases } from './index-entry.ts';
import { checkIndexName } from './names.ts';

const OPTIONS: ReadonlySet<string> = new Set(['filter', 'is_hidden', 'is_write_index']);

/** Reads `aliases` of an index or a template. A filter is kept as it is; who applies it parses it. */
export function parseAliases(json: Json | undefined): Aliases {
  if (json === undefined || json === null) {
    return {};
  }
  if (!isObject(json)) {
    throw errors.parsing(`[aliases] must be an object, but was ${JSON.stringify(json)}`);
  }
  return Object.fromEntries(
    Object.entries(json).map(([name, options]) => {
      checkIndexName(name, 'alias');
      return [name, parseOptions(name, isObject(options) ? options : {})];
    }),
  );
}

function parseOptions(alias: string, json: JsonObject): Aliases[string] {
  const { routing, index_routing = routing, search_routing = routing, ...options } = json;
  for (const [key, value] of Object.entries(options)) {
    if (key === 'filter' && !isObject(value)) {
      throw errors.illegalArgument(`failed to parse filter for alias [${alias}]`);
    }
    if (!OPTIONS.has(key)) {
      throw errors.unknownField('alias', key);
    }
  }
  const known = options as Aliases[string];
  const written = textOf(index_routing);
  if (written?.includes(',')) {
    throw errors.illegalArgument(
      `alias [${alias}] has several index routing values associated with it`,
    );
  }
  const searched = textOf(search_routing);
  return {
    ...known,
    ...(written === undefined ? {} : { index_routing: written }),
    ...(searched === undefined ? {} : { search_routing: searched }),
  };
}

/** Numbers may stand for texts. */
const textOf = (value: Json | undefined): string | undefined =>
  value === undefined || value === null ? undefined : jsonText(value);
