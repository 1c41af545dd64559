import type { DataStream, IndexCatalog } from './catalog.ts';
import type { Aliases, IndexEntry } from './index-entry.ts';

/** What has aliases: an index, or a data stream as a whole. */
export interface AliasOwner {
  readonly name: string;
  readonly aliases: Aliases;
  /** What takes the writes: the index itself, or the last one of the data stream. */
  readonly entry: IndexEntry;
  readonly stream: DataStream | undefined;
}

type Names = Pick<IndexCatalog, 'aliased' | 'dataStream' | 'index'>;

/** Who has the aliases of an index: its data stream if it is a backing index, else the index. */
export function ownerOf(names: Pick<Names, 'dataStream' | 'index'>, entry: IndexEntry): AliasOwner {
  const stream = names.dataStream(entry.dataStream ?? '');
  const { name, aliases } = stream ?? entry;
  const written = names.index(stream?.indices.at(-1) ?? '') ?? entry;
  return { name, aliases: aliases ?? {}, entry: written, stream };
}

/** Each index and data stream that has the alias. */
export function aliasOwners(names: Names, alias: string): readonly AliasOwner[] {
  const owners = names.aliased(alias).map((entry) => ownerOf(names, entry));
  return [...new Map(owners.map((owner) => [owner.name, owner])).values()];
}

/** Who takes the writes to an alias; undefined where it does not say. */
export function writerOf(alias: string, owners: readonly AliasOwner[]): AliasOwner | undefined {
  const [first, ...others] = owners;
  return others.length === 0 && first?.aliases[alias]?.is_write_index !== false
    ? first
    : owners.find(({ aliases }) => aliases[alias]?.is_write_index === true);
}
