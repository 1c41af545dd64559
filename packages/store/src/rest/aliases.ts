import { isObject, type JsonObject } from '@longshore/common/json';
import { nameMatcher } from '../index/expression.ts';
import type { IndexEntry } from '../index/index-entry.ts';
import { textErrorAnswer } from './error-answer.ts';
import { ADMIN_PARAMETERS, requestedIndices } from './expression-options.ts';
import { byName } from './index-admin.ts';
import { ok, type RestRoute } from './route.ts';

/** `GET|HEAD /{index}/_alias/{name}`: what is missing is 404, with what was found beside it. */
export const getAlias: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/_alias', '/_alias/:name', '/:index/_alias', '/:index/_alias/:name'],
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    const name = request.part('name');
    const patterns = (name ?? '*').split(',');
    const entries = requestedIndices(request, store);
    const found = entries
      .map((entry) => ({ entry, aliases: matching(entry, patterns) }))
      .filter(({ aliases }) => name === undefined || Object.keys(aliases).length > 0);
    const aliases = new Map(found.map((one) => [one.entry, one.aliases]));
    const body = byName([...aliases.keys()], (entry) => ({ aliases: aliases.get(entry) }));
    const known = new Set(found.flatMap((one) => Object.keys(one.aliases)));
    const missing = patterns.filter(
      (one) => !one.includes('*') && one !== '_all' && !known.has(one),
    );
    if (missing.length === 0) {
      return ok(body);
    }
    const noun = missing.length === 1 ? 'alias' : 'aliases';
    const error = textErrorAnswer(404, `${noun} [${missing.sort().join(',')}] missing`);
    return { status: 404, body: { ...(isObject(error.body) ? error.body : {}), ...body } };
  },
};

function matching(entry: IndexEntry, patterns: readonly string[]): JsonObject {
  const matchers = patterns.map(nameMatcher);
  const found = Object.entries(entry.aliases).filter(([name]) =>
    matchers.some((matches) => matches(name)),
  );
  return Object.fromEntries(found) as unknown as JsonObject;
}
