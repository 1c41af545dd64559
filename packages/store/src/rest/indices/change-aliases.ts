import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { type AliasOwner, aliasOwners, ownerOf } from '../../index/alias-owners.ts';
import { checkAliasName, checkWriteIndices } from '../../index/alias-rules.ts';
import { parseAliases } from '../../index/aliases.ts';
import { nameMatcher } from '../../index/expression.ts';
import type { Aliases, IndexEntry } from '../../index/index-entry.ts';
import type { ResolveOptions } from '../../index/target.ts';
import { readObject, requireObject } from '../read-body.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { checkFilters } from './alias-filters.ts';

const PARAMETERS = ['timeout', 'master_timeout', 'cluster_manager_timeout'];

/** `PUT|POST /{index}/_alias/{name}`: names in the body win over those of the path. */
export const putAlias: RestRoute = {
  methods: ['PUT', 'POST'],
  paths: [
    ...['/:index/_alias/:name', '/:index/_aliases/:name', '/_alias/:name', '/_aliases/:name'],
    ...['/_alias', '/:index/_alias', '/:index/_aliases'],
  ],
  parameters: PARAMETERS,
  handle: async (request, store) => {
    const { index, alias, ...options } = readObject(request.body);
    const action: JsonObject = {
      index: index ?? request.part('index') ?? null,
      alias: alias ?? request.part('name') ?? null,
      ...options,
    };
    return apply(store, [{ add: action }]);
  },
};

/** `DELETE /{index}/_alias/{name}` */
export const deleteAlias: RestRoute = {
  methods: ['DELETE'],
  paths: ['/:index/_alias/:name', '/:index/_aliases/:name'],
  parameters: PARAMETERS,
  handle: async (request, store) => {
    const index = request.part('index') ?? null;
    const aliases = (request.part('name') ?? '').split(',');
    return apply(store, [{ remove: { index, aliases, must_exist: true } }]);
  },
};

/** `POST /_aliases`: all actions, or none. */
export const changeAliases: RestRoute = {
  methods: ['POST'],
  paths: ['/_aliases'],
  parameters: PARAMETERS,
  handle: async (request, store) => {
    const { actions } = requireObject(request.body, ['actions']);
    if (!Array.isArray(actions) || actions.length === 0) {
      throw errors.validation('1: Must specify at least one action;');
    }
    return apply(store, actions);
  },
};

/** What the aliases of an index or a data stream will be. */
interface Planned {
  readonly owner: AliasOwner;
  readonly aliases: Record<string, Aliases[string]>;
}

/** By the name of the owner; nothing is changed before all actions are known to be right. */
type Plan = Map<string, Planned>;

async function apply(store: Store, actions: readonly Json[]) {
  const plan: Plan = new Map();
  const removed: IndexEntry[] = [];
  for (const action of actions) {
    const [kind, options] = Object.entries(isObject(action) ? action : {})[0] ?? [];
    if (!isObject(options)) {
      throw errors.contentParse('[1:1] [aliases] failed to parse field [actions]', 'actions');
    }
    if (kind === 'remove_index') {
      refuseAliases(options);
      removed.push(...indicesOf(store, options));
    } else if (kind === 'add' || kind === 'remove') {
      planAction(store, plan, { kind, options });
    } else {
      throw errors.unknownField('alias_action', kind ?? '');
    }
  }
  checkWriters(store, plan);
  for (const { owner, aliases } of plan.values()) {
    saveAliases(store, owner, aliases);
  }
  await store.catalog.sync();
  await store.indices.remove(removed);
  return ok({ acknowledged: true });
}

/** An index is removed with all that it has: who names an alias beside it means something else. */
function refuseAliases(options: JsonObject): void {
  const given = ['alias', 'aliases'].find((name) => options[name] !== undefined);
  if (given !== undefined) {
    throw errors.illegalArgument(`[${given}] is unsupported for [REMOVE_INDEX]`);
  }
}

function checkWriters({ catalog }: Store, plan: Plan): void {
  const names = new Set([...plan.values()].flatMap(({ aliases }) => Object.keys(aliases)));
  for (const alias of names) {
    const others = aliasOwners(catalog, alias).filter(({ name }) => !plan.has(name));
    const planned = [...plan.values()].map(({ owner, aliases }) => ({ ...owner, aliases }));
    const writing = [...others, ...planned].filter(({ aliases }) => aliases[alias]?.is_write_index);
    checkWriteIndices(
      alias,
      writing.map(({ name }) => name),
    );
  }
}

function saveAliases({ catalog }: Store, { entry, stream }: AliasOwner, aliases: Aliases): void {
  if (stream) {
    catalog.putDataStream({ ...stream, aliases });
  } else {
    entry.aliases = aliases;
    catalog.save(entry);
  }
}

function planAction(
  store: Store,
  plan: Plan,
  { kind, options }: { readonly kind: 'add' | 'remove'; readonly options: JsonObject },
): void {
  const names = namesOf(options, 'alias', 'aliases');
  let isFound = false;
  for (const owner of ownersOf(store, options)) {
    const { aliases } = plan.get(owner.name) ?? { aliases: { ...owner.aliases } };
    plan.set(owner.name, { owner, aliases });
    const isChanged =
      kind === 'add' ? add(store, aliases, { names, options }) : remove(aliases, names);
    isFound ||= isChanged;
  }
  if (kind === 'remove' && options.must_exist !== false && !isFound) {
    throw new LongshoreError(
      'aliases_not_found_exception',
      404,
      `aliases [${names.join(',')}] missing`,
      { details: { 'resource.type': 'aliases', 'resource.id': names.join(',') } },
    );
  }
}

function add(
  store: Store,
  aliases: Record<string, Aliases[string]>,
  { names, options }: { readonly names: readonly string[]; readonly options: JsonObject },
): boolean {
  const { index, indices, alias, aliases: more, must_exist: _mustExist, ...rest } = options;
  for (const name of names) {
    checkAliasName(store.catalog, name);
    const parsed = parseAliases({ [name]: rest });
    checkFilters(parsed);
    aliases[name] = parsed[name] ?? {};
  }
  return true;
}

function remove(aliases: Record<string, Aliases[string]>, patterns: readonly string[]): boolean {
  const matchers = patterns.map(nameMatcher);
  const found = Object.keys(aliases).filter((name) => matchers.some((matches) => matches(name)));
  for (const name of found) {
    delete aliases[name];
  }
  return found.length > 0;
}

const RESOLVING: ResolveOptions = {
  ignoreUnavailable: false,
  allowNoIndices: false,
  expandWildcards: new Set(['open']),
};

function indicesOf({ catalog }: Store, options: JsonObject): readonly IndexEntry[] {
  return catalog.expand(namesOf(options, 'index', 'indices').join(','), RESOLVING);
}

/** The indices and data streams that an action names. */
function ownersOf({ catalog }: Store, options: JsonObject): readonly AliasOwner[] {
  const expression = namesOf(options, 'index', 'indices').join(',');
  for (const { name, kind } of catalog.expandNames(expression, RESOLVING)) {
    const stream = kind === 'index' ? catalog.index(name)?.dataStream : undefined;
    if (stream !== undefined) {
      throw errors.illegalArgument(
        `The provided expressions [${expression}] match a backing index belonging to data stream [${stream}]. Data stream backing indices don't support aliases.`,
      );
    }
  }
  const owners = catalog.expand(expression, RESOLVING).map((entry) => ownerOf(catalog, entry));
  return [...new Map(owners.map((owner) => [owner.name, owner])).values()];
}

function namesOf(options: JsonObject, one: string, many: string): readonly string[] {
  const given = options[one] ?? options[many];
  const names = (Array.isArray(given) ? given : [given]).filter(
    (name): name is string => typeof name === 'string' && name !== '',
  );
  if (Array.isArray(given) && given.length === 0) {
    throw errors.illegalArgument(`[${many}] can't be empty`);
  }
  if (names.length === 0) {
    throw errors.validation(`1: One of [${one}] or [${many}] is required;`);
  }
  return names;
}
