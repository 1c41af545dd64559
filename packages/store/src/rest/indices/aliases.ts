import { isObject } from '@longshore/common/json';
import type { AliasOwner } from '../../index/alias-owners.ts';
import { nameMatcher } from '../../index/expression.ts';
import type { Aliases, IndexEntry } from '../../index/index-entry.ts';
import { textErrorAnswer } from '../error-answer.ts';
import { ADMIN_PARAMETERS, requestedIndices } from '../expression-options.ts';
import { ok, type RestRoute, type Store } from '../route.ts';

/**
 * `GET|HEAD /{index}/_alias/{name}`: what is missing is 404, with what was found beside it. Aliases of a data stream
 * stand under its name, its backing indices have none.
 */
export const getAlias: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/_alias', '/_aliases', '/_alias/:name', '/:index/_alias', '/:index/_alias/:name'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    const name = request.part('name');
    const patterns = (name ?? '*').split(',');
    const entries = requestedIndices(request, store, HIDDEN_TOO);
    const found = [
      ...shown(entries.map(ofIndex), patterns, name === undefined),
      ...shown(streamsOf(entries, store), patterns, false),
    ];
    const body = Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
    const missing = missingNames(store, patterns);
    if (missing.length === 0) {
      return ok(body);
    }
    const noun = missing.length === 1 ? 'alias' : 'aliases';
    const error = textErrorAnswer(404, `${noun} [${missing.join(',')}] missing`);
    return { status: 404, body: { ...(isObject(error.body) ? error.body : {}), ...body } };
  },
};

type Aliased = Pick<AliasOwner, 'name' | 'aliases'>;

const ofIndex = ({ name, ownAliases }: IndexEntry): Aliased => ({ name, aliases: ownAliases });

/** The data streams of backing indices, each once. */
function streamsOf(entries: readonly IndexEntry[], { catalog }: Store): readonly Aliased[] {
  const names = new Set(entries.flatMap(({ dataStream }) => dataStream ?? []));
  return [...names].flatMap((name) => {
    const stream = catalog.dataStream(name);
    return stream ? [{ name, aliases: stream.aliases ?? {} }] : [];
  });
}

function shown(owners: readonly Aliased[], patterns: readonly string[], withoutToo: boolean) {
  return owners
    .map(({ name, aliases }) => [name, { aliases: matching(aliases, patterns) }] as const)
    .filter(([, { aliases }]) => withoutToo || Object.keys(aliases).length > 0);
}

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
function matching(aliases: Aliases, patterns: readonly string[]): Aliases {
  const names = Object.keys(aliases);
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
  return Object.fromEntries(Object.entries(aliases).filter(([name]) => found.has(name)));
}
