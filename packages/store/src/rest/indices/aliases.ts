import { isObject, type JsonObject } from '@longshore/common/json';
import { nameMatcher } from '../../index/expression.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { textErrorAnswer } from '../error-answer.ts';
import { ADMIN_PARAMETERS, requestedIndices } from '../expression-options.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { byName } from './by-name.ts';

/** `GET|HEAD /{index}/_alias/{name}`: what is missing is 404, with what was found beside it. */
export const getAlias: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/_alias', '/_alias/:name', '/:index/_alias', '/:index/_alias/:name'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    const name = request.part('name');
    const patterns = (name ?? '*').split(',');
    const found = new Map<IndexEntry, JsonObject>();
    for (const entry of requestedIndices(request, store, HIDDEN_TOO)) {
      const aliases = matching(entry, patterns);
      if (name === undefined || Object.keys(aliases).length > 0) {
        found.set(entry, aliases);
      }
    }
    const body = byName([...found.keys()], (entry) => ({ aliases: found.get(entry) }));
    const missing = missingNames(store, patterns);
    if (missing.length === 0) {
      return ok(body);
    }
    const noun = missing.length === 1 ? 'alias' : 'aliases';
    const error = textErrorAnswer(404, `${noun} [${missing.join(',')}] missing`);
    return { status: 404, body: { ...(isObject(error.body) ? error.body : {}), ...body } };
  },
};

const HIDDEN_TOO = { expandWildcards: new Set(['open', 'hidden'] as const) };

/** Names given outright that are no alias; one with a minus is an exclusion only after a wildcard. */
function missingNames(store: Store, patterns: readonly string[]): readonly string[] {
  const firstWildcard = patterns.findIndex((pattern) => pattern.includes('*'));
  const isExclusion = (pattern: string, i: number) =>
    pattern.startsWith('-') && firstWildcard >= 0 && i > firstWildcard;
  return patterns
    .filter(
      (pattern, i) => !pattern.includes('*') && pattern !== '_all' && !isExclusion(pattern, i),
    )
    .filter((pattern) => store.catalog.aliased(pattern).length === 0)
    .sort();
}

/** Later patterns add, or take away with a minus after the first wildcard. */
function matching(entry: IndexEntry, patterns: readonly string[]): JsonObject {
  const names = Object.keys(entry.aliases);
  const found = new Set<string>();
  let hasWildcard = false;
  for (const pattern of patterns) {
    const isExclusion = pattern.startsWith('-') && (hasWildcard || pattern.includes('*'));
    const matches = nameMatcher(isExclusion ? pattern.slice(1) : pattern);
    for (const name of names.filter(matches)) {
      if (isExclusion) {
        found.delete(name);
      } else {
        found.add(name);
      }
    }
    hasWildcard ||= pattern.includes('*') || pattern === '_all';
  }
  const kept = Object.entries(entry.aliases).filter(([name]) => found.has(name));
  return Object.fromEntries(kept) as unknown as JsonObject;
}
