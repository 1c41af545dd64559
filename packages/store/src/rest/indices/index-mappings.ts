import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { nameMatcher } from '../../index/expression.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { mergeMapping } from '../../index/parse-mapping.ts';
import { checkRuntime } from '../../index/runtime/runtime-columns.ts';
import { ADMIN_PARAMETERS, requestedIndices } from '../expression-options.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';
import { byName } from './by-name.ts';

/** `GET /{index}/_mapping` */
export const getMapping: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/_mapping', '/:index/_mapping', '/:index/_mappings', '/_mappings'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) =>
    ok(byName(requestedIndices(request, store), (entry) => ({ mappings: entry.mapping.json }))),
};

/** `GET /{index}/_mapping/field/{fields}` */
export const getFieldMapping: RestRoute = {
  methods: ['GET'],
  paths: ['/_mapping/field/:fields', '/:index/_mapping/field/:fields'],
  parameters: [...ADMIN_PARAMETERS, 'include_defaults'],
  handle: async (request, store) => {
    const patterns = (request.part('fields') ?? '*').split(',');
    const describe = (entry: IndexEntry) => ({ mappings: fieldsOf(entry, patterns) });
    return ok(byName(requestedIndices(request, store), describe));
  },
};

function fieldsOf(entry: IndexEntry, patterns: readonly string[]): JsonObject {
  const matchers = patterns.map(nameMatcher);
  const found = [...entry.mapping.fields.values()].filter(
    ({ path, grams }) => grams === undefined && matchers.some((matches) => matches(path)),
  );
  return Object.fromEntries(
    found.map(({ path, parent }) => {
      const name = path.slice(path.lastIndexOf('.') + 1);
      const definition = definitionOf(entry.mapping.json, parent ?? path);
      const own = parent === undefined ? definition : member(member(definition, 'fields'), name);
      return [path, { full_name: path, mapping: { [name]: own } }];
    }),
  );
}

function definitionOf(mapping: JsonObject, path: string): Json {
  let node: Json = mapping;
  for (const name of path.split('.')) {
    node = member(member(node, 'properties'), name);
  }
  return node;
}

function member(node: Json, name: string): Json {
  return isObject(node) ? (node[name] ?? {}) : {};
}

/** `PUT /{index}/_mapping`: adds fields. All indices take it, or none. */
export const putMapping: RestRoute = {
  methods: ['PUT', 'POST'],
  paths: ['/:index/_mapping', '/:index/_mappings'],
  parameters: [...ADMIN_PARAMETERS, 'write_index_only', 'include_type_name'],
  handle: async (request, store) => {
    const update = requireObject(request.body);
    const entries = requestedIndices(request, store, { allowNoIndices: false });
    const merged = entries.map((entry) => ({
      entry,
      mapping: mergeMapping(entry.mapping, update),
    }));
    for (const { mapping } of merged) {
      checkRuntime(mapping);
    }
    for (const { entry, mapping } of merged) {
      store.catalog.setMapping(entry, mapping);
    }
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};
