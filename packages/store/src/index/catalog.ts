import { randomBytes } from 'node:crypto';
import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { ClusterSettings } from './cluster-settings.ts';
import type { Damage } from './damage.ts';
import type { DataStreamLifecycle } from './data-stream-lifecycle.ts';
import { expandExpression, type NamedTarget, type NameSpace } from './expression.ts';
import { checkIndexBlocks } from './index-blocks.ts';
import { type Aliases, IndexEntry } from './index-entry.ts';
import { indexLimits } from './index-limits.ts';
import type { IndexMapping } from './index-mapping.ts';
import type { IndexSettings } from './index-settings.ts';
import { IsmPolicies } from './ism-policies.ts';
import { LicenseStore } from './license-store.ts';
import { PipelineStore } from './pipeline-store.ts';
import { PolicyStore } from './policy-store.ts';
import { queryLimitsOf } from './query-limits.ts';
import { StateStore } from './state-store.ts';
import { StoredScripts } from './stored-scripts.ts';
import type { ResolveOptions, SearchIndex, Targets } from './target.ts';
import { Templates } from './templates.ts';
import { TIMESTAMP } from './time-field.ts';

const INDEX = 'index/';
const DATA_STREAM = 'data_stream/';
const CLUSTER = 'cluster';
const DROPPING = 'dropping/';

/** A data stream; its last index takes the writes. */
export interface DataStream {
  readonly name: string;
  readonly template: string;
  readonly generation: number;
  readonly isHidden: boolean;
  /** Names of backing indices, oldest first. */
  readonly indices: readonly string[];
  /** What it has beside its template; counts for backing indices that are made from then on. */
  readonly mappings?: JsonObject;
  readonly settings?: IndexSettings;
  readonly lifecycle?: DataStreamLifecycle;
  readonly allowsRouting?: boolean;
  /** The field of its documents' times; `@timestamp` when absent. */
  readonly timestampField?: string;
  /** The next write gives it a new backing index. */
  readonly rollsOverOnWrite?: boolean;
  /** Of all its backing indices, those to come included. */
  readonly aliases?: Aliases;
}

/** Gives the range of times of an index's searchable documents. */
export type TimeRangeOf = (uuid: string) => SearchIndex['timeRange'];

/**
 * What indices, data streams, aliases and templates there are. Changes are in memory at once and on disk after
 * `sync`; nothing that depends on one may be answered before.
 */
export class IndexCatalog implements Targets {
  readonly templates: Templates;
  readonly clusterSettings: ClusterSettings;
  readonly scripts: StoredScripts;
  readonly pipelines: PipelineStore;
  readonly policies: PolicyStore;
  readonly ismPolicies: IsmPolicies;
  readonly licenses: LicenseStore;
  /** Stable for ever: made at the first start. */
  readonly clusterUuid: string;
  private readonly state: StateStore;
  private readonly now: () => Date;
  private readonly byName = new Map<string, IndexEntry>();
  private readonly byUuid = new Map<string, IndexEntry>();
  private readonly streams = new Map<string, DataStream>();
  private timeRangeOf: TimeRangeOf = () => undefined;

  private constructor(state: StateStore, now: () => Date) {
    this.state = state;
    this.now = now;
    this.templates = new Templates(state);
    this.clusterSettings = new ClusterSettings(state);
    this.scripts = new StoredScripts(state);
    this.pipelines = new PipelineStore(state);
    this.policies = new PolicyStore(state);
    this.ismPolicies = new IsmPolicies(state);
    this.licenses = new LicenseStore(state);
    for (const [, json] of state.entries(INDEX)) {
      const entry = IndexEntry.fromJson(json);
      this.byName.set(entry.name, entry);
      this.byUuid.set(entry.uuid, entry);
    }
    for (const [, json] of state.entries(DATA_STREAM)) {
      const stream = json as unknown as DataStream;
      this.streams.set(stream.name, stream);
      this.shareAliases(stream);
    }
    this.clusterUuid = this.readClusterUuid();
  }

  static async open(folder: string, now: () => Date = () => new Date()): Promise<IndexCatalog> {
    const catalog = new IndexCatalog(await StateStore.open(folder), now);
    await catalog.sync();
    return catalog;
  }

  /** Who knows time ranges; nobody at first, and searches then look into every index. */
  useTimeRanges(timeRangeOf: TimeRangeOf): void {
    this.timeRangeOf = timeRangeOf;
  }

  /** Counts changes since the start, from 1. */
  get version(): number {
    return 1 + this.state.version;
  }

  sync(): Promise<void> {
    return this.state.sync();
  }

  close(): Promise<void> {
    return this.state.close();
  }

  entries(): readonly IndexEntry[] {
    return [...this.byName.values()];
  }

  index(name: string): IndexEntry | undefined {
    return this.byName.get(name);
  }

  indexByUuid(uuid: string): IndexEntry | undefined {
    return this.byUuid.get(uuid);
  }

  dataStream(name: string): DataStream | undefined {
    return this.streams.get(name);
  }

  dataStreams(): readonly DataStream[] {
    return [...this.streams.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Indices that an alias stands for; all of a data stream that has it (`alias-owners.ts`). */
  aliased(alias: string): readonly IndexEntry[] {
    return this.entries().filter((entry) => Object.hasOwn(entry.aliases, alias));
  }

  /** Names that an expression stands for, aliases and data streams as such. */
  expandNames(expression: string, options: ResolveOptions): readonly NamedTarget[] {
    return expandExpression(expression, options, { names: this.names(), now: this.now() });
  }

  /** Indices that an expression stands for, each once. */
  expand(expression: string, options: ResolveOptions): readonly IndexEntry[] {
    const found = new Set<IndexEntry>();
    for (const target of this.expandNames(expression, options)) {
      for (const entry of this.usableIndicesOf(target, options)) {
        found.add(entry);
      }
    }
    return [...found];
  }

  /** Indices behind a name; closed ones that nobody asked for are left out. */
  private usableIndicesOf(target: NamedTarget, options: ResolveOptions): readonly IndexEntry[] {
    return this.indicesOf(target).filter((entry) => {
      if (!entry.isClosed) {
        return true;
      }
      if (target.isMatched === true && !options.expandWildcards.has('closed')) {
        return false;
      }
      if (options.forbidsClosed === true && !options.ignoreUnavailable) {
        throw errors.indexClosed(entry.name, entry.uuid);
      }
      return options.forbidsClosed !== true;
    });
  }

  resolve(expression: string, options: ResolveOptions): readonly SearchIndex[] {
    const found = new Map<IndexEntry, readonly JsonObject[] | undefined>();
    for (const target of this.expandNames(expression, options)) {
      for (const entry of this.usableIndicesOf(target, { ...options, forbidsClosed: true })) {
        checkIndexBlocks(entry, 'read');
        const filter = target.kind === 'alias' ? entry.aliases[target.name]?.filter : undefined;
        const others = found.has(entry) ? found.get(entry) : [];
        found.set(entry, filter && others ? [...others, filter] : undefined);
      }
    }
    const { timeRangeOf } = this;
    return [...found].map(([entry, filters]) => ({
      name: entry.name,
      uuid: entry.uuid,
      table: entry.table,
      mapping: entry.mapping,
      ...indexLimits(entry.settings),
      queryLimits: queryLimitsOf(entry.settings),
      filters,
      // Asked only when the search begins: until then it may bring in what waits.
      get timeRange() {
        return (entry.timeField ?? TIMESTAMP) === TIMESTAMP ? timeRangeOf(entry.uuid) : undefined;
      },
    }));
  }

  /** Throws when an index, alias or data stream has the name. */
  assertFree(name: string): void {
    const taken = this.byName.get(name);
    if (taken) {
      throw errors.indexExists(name, taken.uuid);
    }
    if (this.streams.has(name)) {
      throw errors.dataStreamExists(name);
    }
    if (this.aliased(name).length > 0) {
      throw errors.invalidIndexName(name, 'already exists as alias');
    }
  }

  addIndex(entry: IndexEntry): void {
    this.byName.set(entry.name, entry);
    this.byUuid.set(entry.uuid, entry);
    this.save(entry);
  }

  removeIndex(entry: IndexEntry): void {
    this.byName.delete(entry.name);
    this.byUuid.delete(entry.uuid);
    this.state.remove(INDEX + entry.uuid);
    this.leaveStream(entry);
    this.dropLater(entry);
  }

  private leaveStream({ name, dataStream }: IndexEntry): void {
    const stream = this.streams.get(dataStream ?? '');
    if (stream) {
      this.putDataStream({ ...stream, indices: stream.indices.filter((one) => one !== name) });
    }
  }

  /** Says that the table of an index is none, or no longer one: what is left of it after a crash is dropped. */
  dropLater(entry: IndexEntry): void {
    this.state.put(DROPPING + entry.table, entry.name);
  }

  /** Tables without an index that may be there after a crash. */
  dropping(): readonly string[] {
    return this.state.entries(DROPPING).map(([key]) => key.slice(DROPPING.length));
  }

  /** Says that a table is gone. */
  dropped(table: string): void {
    this.state.remove(DROPPING + table);
  }

  /** After settings or aliases of an entry were changed. */
  save(entry: IndexEntry): void {
    this.state.put(INDEX + entry.uuid, entry.toJson());
  }

  /** Notes that data is missing; says whether that is new. */
  addDamage(entry: IndexEntry, { id, what }: Pick<Damage, 'id' | 'what'>): boolean {
    if (entry.damages.some((known) => known.id === id)) {
      return false;
    }
    entry.damages = [...entry.damages, { id, what, isAccepted: false }];
    this.save(entry);
    return true;
  }

  /** An administrator knows what is missing: the index counts as whole again. */
  acceptDamages(entry: IndexEntry): void {
    entry.damages = entry.damages.map((damage) => ({ ...damage, isAccepted: true }));
    this.save(entry);
  }

  setMapping(entry: IndexEntry, mapping: IndexMapping): void {
    entry.mapping = mapping;
    this.save(entry);
  }

  putDataStream(stream: DataStream): void {
    this.streams.set(stream.name, stream);
    this.shareAliases(stream);
    this.state.put(DATA_STREAM + stream.name, stream as unknown as Json);
  }

  private shareAliases({ indices, aliases = {} }: DataStream): void {
    for (const name of indices) {
      const entry = this.byName.get(name);
      if (entry) {
        entry.aliases = aliases;
      }
    }
  }

  removeDataStream(name: string): void {
    this.streams.delete(name);
    this.state.remove(DATA_STREAM + name);
  }

  private names(): NameSpace {
    return {
      get: (name) => this.named(name),
      all: () => this.allNames(),
    };
  }

  private named(name: string): NamedTarget | undefined {
    const entry = this.byName.get(name);
    if (entry) {
      return { name, kind: 'index', isHidden: entry.isHidden, isClosed: entry.isClosed };
    }
    const stream = this.streams.get(name);
    if (stream) {
      return { name, kind: 'data_stream', isHidden: stream.isHidden };
    }
    const [first] = this.aliased(name);
    return first && { name, kind: 'alias', isHidden: first.aliases[name]?.is_hidden === true };
  }

  private *allNames(): Iterable<NamedTarget> {
    const aliases = new Set<string>();
    for (const entry of this.byName.values()) {
      const { name, isHidden, isClosed } = entry;
      yield { name, kind: 'index', isHidden, isClosed };
      for (const alias of Object.keys(entry.aliases)) {
        aliases.add(alias);
      }
    }
    for (const stream of this.streams.values()) {
      yield { name: stream.name, kind: 'data_stream', isHidden: stream.isHidden };
    }
    for (const alias of aliases) {
      const target = this.named(alias);
      if (target) {
        yield target;
      }
    }
  }

  private indicesOf({ name, kind }: NamedTarget): readonly IndexEntry[] {
    if (kind === 'alias') {
      return this.aliased(name);
    }
    const names = kind === 'index' ? [name] : (this.streams.get(name)?.indices ?? []);
    return names.flatMap((one) => this.byName.get(one) ?? []);
  }

  private readClusterUuid(): string {
    const json = this.state.get(CLUSTER);
    if (isObject(json) && typeof json.uuid === 'string') {
      return json.uuid;
    }
    const uuid = randomBytes(16).toString('base64url');
    this.state.put(CLUSTER, { uuid });
    return uuid;
  }
}
