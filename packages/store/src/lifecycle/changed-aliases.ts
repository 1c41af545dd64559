import { aliasOwners } from '../index/alias-owners.ts';
import { checkAliasName, checkWriteIndices } from '../index/alias-rules.ts';
import type { IndexCatalog } from '../index/catalog.ts';
import { nameMatcher } from '../index/expression.ts';
import type { Aliases, IndexEntry } from '../index/index-entry.ts';

/** Aliases that an index gets, and patterns of those that it loses. */
export interface AliasChange {
  readonly add: Aliases;
  readonly remove: readonly string[];
}

/** The aliases of an index after changes, one after the other. Throws for one that it may not have. */
export function changedAliases(
  catalog: IndexCatalog,
  entry: IndexEntry,
  changes: readonly AliasChange[],
): Aliases {
  if (entry.dataStream !== undefined) {
    throw new Error(
      `index [${entry.name}] belongs to data stream [${entry.dataStream}], whose backing indices have no aliases of their own`,
    );
  }
  const aliases = new Map(Object.entries(entry.aliases));
  for (const { add, remove } of changes) {
    const fits = remove.map(nameMatcher);
    for (const alias of [...aliases.keys()].filter((one) => fits.some((test) => test(one)))) {
      aliases.delete(alias);
    }
    for (const [alias, options] of Object.entries(add)) {
      checkAliasName(catalog, alias);
      const writing = options.is_write_index === true ? [entry.name] : [];
      checkWriteIndices(alias, [...writing, ...otherWriters(catalog, entry, alias)]);
      aliases.set(alias, options);
    }
  }
  return Object.fromEntries(aliases);
}

function otherWriters(catalog: IndexCatalog, entry: IndexEntry, alias: string): readonly string[] {
  return aliasOwners(catalog, alias)
    .filter(({ name, aliases }) => name !== entry.name && aliases[alias]?.is_write_index)
    .map(({ name }) => name);
}
