import { errors } from '@longshore/common/errors';
import { aliasOwners, writerOf } from './index/alias-owners.ts';
import { checkAliasesOfNew } from './index/alias-rules.ts';
import { parseAliases } from './index/aliases.ts';
import { checkAutoCreate } from './index/auto-create.ts';
import type { DataStream, IndexCatalog } from './index/catalog.ts';
import {
  aliasesFor,
  backingIndex,
  backingIndexName,
  composeIndex,
  type IndexRequest,
  withStream,
} from './index/compose-index.ts';
import { checkClusterBlocks, checkIndexBlocks } from './index/index-blocks.ts';
import { IndexEntry, type NewIndex } from './index/index-entry.ts';
import { changeSettings, parseSettingChanges } from './index/index-settings.ts';
import { attachToNew } from './index/ism-attachment.ts';
import { checkIndexName, resolveDateMath } from './index/names.ts';
import { refuseRuleChange } from './index/source/source-rule.ts';
import type { Writer } from './write/writer.ts';
import { findForWrite, noAlias, refuseWrongKind, type WriteTarget } from './write-target.ts';

/** Makes and removes indices and data streams, with their tables; finds the index that takes a write. */
export class Indices {
  private readonly catalog: IndexCatalog;
  private readonly writer: Writer;
  private readonly now: () => Date;
  /** Creations under way by the name of index or data stream, so that two writes at once make one. */
  private readonly opening = new Map<string, Promise<IndexEntry>>();

  constructor(catalog: IndexCatalog, writer: Writer, now: () => Date = () => new Date()) {
    this.catalog = catalog;
    this.writer = writer;
    this.now = now;
  }

  /**
   * Makes an index; its template applies below what the request says. What it takes over from another index changes
   * together with its appearance.
   */
  async create(expression: string, request: IndexRequest, takeover?: Takeover) {
    const name = resolveDateMath(expression, this.now());
    checkIndexName(name);
    this.catalog.assertFree(name);
    const template = this.catalog.templates.match(name);
    if (template?.isForDataStreams === true) {
      throw errors.illegalArgument(
        `cannot create index with name [${name}], because it matches with template [${template.name}] that creates data streams only, use create data stream api instead`,
      );
    }
    const index = composeIndex({ name, expression, template, request });
    checkAliasesOfNew(this.catalog, index, takeover?.from);
    return this.open(index, { onOpen: takeover?.onOpen });
  }

  /** To be called after a field of an entry was changed; on disk after the next `sync`. */
  saved(entry: IndexEntry): void {
    this.catalog.save(entry);
  }

  /** Gives a data stream its next backing index, which takes the writes from then on. */
  async addBackingIndex(
    stream: DataStream,
    request: IndexRequest,
    onOpen?: () => void,
  ): Promise<IndexEntry> {
    const template = withStream(this.catalog.templates.match(stream.name), stream);
    const generation = stream.generation + 1;
    const backing = backingIndexName(stream.name, generation, this.now());
    const index = composeIndex({ name: backing, expression: backing, template, request });
    const { rollsOverOnWrite: _, ...kept } = stream;
    const next = { ...kept, generation, indices: [...stream.indices, backing] };
    return this.open(backingIndex(index, stream), { stream: next, onOpen });
  }

  /** Makes a data stream by its template, with its first backing index. */
  async createDataStream(name: string): Promise<IndexEntry> {
    checkIndexName(name, 'data stream');
    const template = this.catalog.templates.match(name);
    if (template?.isForDataStreams !== true) {
      throw errors.illegalArgument(`no matching index template found for data stream [${name}]`);
    }
    this.catalog.assertFree(name);
    const aliases = aliasesFor(name, template);
    checkAliasesOfNew(this.catalog, { name, aliases });
    const backing = backingIndexName(name, 1, this.now());
    const stream: DataStream = {
      name,
      template: template.name,
      generation: 1,
      isHidden: template.isDataStreamHidden,
      indices: [backing],
      ...(template.lifecycle === undefined ? {} : { lifecycle: template.lifecycle }),
      ...(template.allowsRouting ? { allowsRouting: true } : {}),
      timestampField: template.timestampField,
      aliases,
    };
    const index = composeIndex({ name: backing, expression: backing, template, request: {} });
    return this.open(backingIndex(index, stream), { stream });
  }

  /** The index that takes a write to this name; made if it may be. */
  async forWrite(target: WriteTarget): Promise<IndexEntry> {
    const name = resolveDateMath(target.name, this.now());
    for (;;) {
      const stream = this.streamFor(name);
      if (stream?.rollsOverOnWrite === true && target.isCreate) {
        await (this.opening.get(stream.name) ?? this.rollOverNow(stream));
        continue;
      }
      const found = findForWrite(this.catalog, name, target);
      if (found) {
        return this.checkWritable(found);
      }
      if (target.requiresAlias) {
        throw noAlias(name);
      }
      const underWay = this.opening.get(name);
      if (!underWay) {
        return this.autoCreate(name, target);
      }
      await underWay;
    }
  }

  /** The data stream that a name stands for in a write. */
  private streamFor(name: string): DataStream | undefined {
    return this.catalog.index(name) === undefined
      ? (this.catalog.dataStream(name) ?? writerOf(name, aliasOwners(this.catalog, name))?.stream)
      : undefined;
  }

  /** What a lazy rollover left to the next write. */
  private rollOverNow(stream: DataStream): Promise<IndexEntry> {
    const now = this.now();
    return this.addBackingIndex(stream, {}, () => {
      const old = this.catalog.index(stream.indices.at(-1) ?? '');
      if (old) {
        old.rolledOver = { atMs: now.getTime(), alias: stream.name };
        this.saved(old);
      }
    });
  }

  /** The index that a delete goes to; one that is missing is not made for it. */
  forDelete(target: WriteTarget): IndexEntry {
    const name = resolveDateMath(target.name, this.now());
    const found = findForWrite(this.catalog, name, target);
    if (!found) {
      throw errors.indexNotFound(name);
    }
    return this.checkWritable(found);
  }

  private checkWritable(entry: IndexEntry): IndexEntry {
    if (entry.isClosed) {
      throw errors.indexClosed(entry.name, entry.uuid);
    }
    checkClusterBlocks(this.catalog.clusterSettings, 'write');
    checkIndexBlocks(entry, 'write');
    return entry;
  }

  async remove(entries: readonly IndexEntry[]): Promise<void> {
    for (const entry of entries) {
      this.catalog.removeIndex(entry);
    }
    await this.catalog.sync();
    for (const entry of entries) {
      await this.writer.dropIndex(entry.uuid);
      this.catalog.dropped(entry.table);
    }
  }

  async removeDataStream(stream: DataStream): Promise<void> {
    this.catalog.removeDataStream(stream.name);
    await this.remove(stream.indices.flatMap((name) => this.catalog.index(name) ?? []));
  }

  /** Throws when a write must not make what has this name; gives the template that it would be made by. */
  checkAutoCreate(name: string) {
    const template = this.catalog.templates.match(name);
    checkAutoCreate(this.catalog.clusterSettings.get('action.auto_create_index'), name, template);
    return template;
  }

  private async autoCreate(name: string, target: WriteTarget): Promise<IndexEntry> {
    const template = this.checkAutoCreate(name);
    if (template?.isForDataStreams !== true) {
      if (target.requiresDataStream) {
        throw errors.indexNotFound(name);
      }
      return this.create(name, {});
    }
    refuseWrongKind(name, 'data stream', target);
    return this.createDataStream(name);
  }

  /** The table first: an index that can be found can be written and searched. A crash leaves a table to be dropped. */
  private async open(index: NewIndex, opening: Opening): Promise<IndexEntry> {
    const name = opening.stream?.name ?? index.name;
    // A later backing index belongs to a stream that is there.
    const free = (opening.stream?.generation ?? 1) > 1 ? index.name : name;
    return this.openOnce(name, free, () =>
      this.openNow(IndexEntry.create(index, this.now()), opening),
    );
  }

  private async openOnce(
    name: string,
    free: string,
    open: () => Promise<IndexEntry>,
  ): Promise<IndexEntry> {
    while (this.opening.has(name)) {
      await this.opening.get(name);
      this.catalog.assertFree(free);
    }
    const underWay = open();
    this.opening.set(name, underWay);
    try {
      return await underWay;
    } finally {
      this.opening.delete(name);
    }
  }

  /** Makes an index with the documents of another one, which takes no writes meanwhile. */
  async copy(
    source: IndexEntry,
    expression: string,
    request: Pick<IndexRequest, 'aliases' | 'settings'>,
  ): Promise<IndexEntry> {
    const name = resolveDateMath(expression, this.now());
    checkIndexName(name);
    this.catalog.assertFree(name);
    const index: NewIndex = {
      name,
      providedName: expression,
      settings: changeSettings(source.settings, parseSettingChanges(request.settings)),
      mappings: source.mapping.json,
      aliases: parseAliases(request.aliases),
    };
    checkAliasesOfNew(this.catalog, index);
    await this.writer.refresh([source.uuid]);
    const entry = IndexEntry.copyOf(source, index, this.now());
    refuseRuleChange(source.mapping.source, entry.mapping.source);
    return this.openOnce(name, name, () => this.openNow(entry, { copyOf: source.uuid }));
  }

  private async openNow(
    entry: IndexEntry,
    { stream, onOpen, copyOf }: Opening,
  ): Promise<IndexEntry> {
    this.catalog.dropLater(entry);
    await this.catalog.sync();
    await this.writer.addIndex(entry, copyOf);
    attachToNew(this.catalog.ismPolicies, entry);
    this.catalog.addIndex(entry);
    onOpen?.();
    if (stream) {
      // An alias may have come or gone while the table was made.
      const { aliases = {} } = this.catalog.dataStream(stream.name) ?? stream;
      this.catalog.putDataStream({ ...stream, aliases });
    }
    this.catalog.dropped(entry.table);
    await this.catalog.sync();
    return entry;
  }
}

/** A new index takes the writes of another one. */
interface Takeover {
  readonly from: IndexEntry;
  /** Changes the other one. */
  readonly onOpen: () => void;
}

/** What appears or changes together with a new index. */
interface Opening {
  readonly stream?: DataStream;
  readonly onOpen?: (() => void) | undefined;
  /** The index whose documents it has from the start. */
  readonly copyOf?: string;
}
