import { randomBytes } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { parseTimeValue } from '@longshore/common/time-value';
import type { SourceRules, WriteIndex } from '../write/writer.ts';
import type { Column } from './column.ts';
import type { ColumnChoices } from './column-choice.ts';
import type { Damage } from './damage.ts';
import { IndexActivity } from './index-activity.ts';
import type { IndexMapping } from './index-mapping.ts';
import {
  type IndexSettings,
  parseRefreshInterval,
  settingNumber,
  syncIntervalOf,
} from './index-settings.ts';
import type { Phase } from './lifecycle-policy.ts';
import { mappingOptions } from './mapping-options.ts';
import { parseMapping, restoreMapping } from './parse-mapping.ts';
import { checkRuntime } from './runtime/runtime-columns.ts';
import { sourceRules } from './source/source-rules.ts';
import { TIMESTAMP } from './time-field.ts';

/** An alias of one index. */
export interface AliasOptions {
  readonly is_write_index?: boolean;
  readonly is_hidden?: boolean;
  /** A query: searches through the alias see only what it matches. */
  readonly filter?: JsonObject;
  /** What documents that are written through the alias get. */
  readonly index_routing?: string;
  /** Kept and given back: there is one shard, so that it changes no search. */
  readonly search_routing?: string;
}

export type Aliases = Readonly<Record<string, AliasOptions>>;

/** How far an index came in its policy, beside what its age says. */
export interface LifecycleMark {
  /** The phase that somebody moved it to; it is in this one at least. */
  readonly phase?: Phase;
  /** Actions that were done or passed over: `warm/forcemerge`. */
  readonly done: readonly string[];
}

/** How far an index came in its ISM policy. A policy that is changed or removed changes nothing for it. */
export interface IsmMark {
  readonly policyId: string;
  /** Of the version of the policy that it goes by. */
  readonly seqNo: number;
  readonly policy: JsonObject;
  readonly state: string;
  readonly stateSinceMs: number;
  /** Actions of the state that are done. */
  readonly done: number;
  /** When the next one was first tried; absent before that. */
  readonly actionSinceMs?: number;
  /** How often it was tried again, when it shall be, and whether that is over. */
  readonly retries: number;
  readonly retryAtMs?: number;
  readonly isFailed?: boolean;
  /** What was done last, or why it could not be. */
  readonly message: string;
  /** What it goes over to when the actions of the state are done. */
  readonly change?: IsmChange;
}

/** Another policy, or another version of it, and the state to begin with. */
export interface IsmChange extends Pick<IsmMark, 'policy' | 'policyId' | 'seqNo'> {
  readonly state?: string;
}

/** What is decided when an index is made. */
export interface NewIndex {
  readonly name: string;
  readonly providedName: string;
  readonly settings: IndexSettings;
  readonly mappings: JsonObject;
  readonly aliases: Aliases;
  readonly dataStream?: string;
  /** Of a backing index: the field that its table is sorted and divided by; `@timestamp` when it does not say. */
  readonly timeField?: string;
}

/** What a rollover left in the index that it ended. */
export interface RolledOver {
  /** Epoch ms. */
  readonly atMs: number;
  readonly alias: string;
}

/** What `index.search.idle.after` is where nobody has set it. */
const SEARCH_IDLE_AFTER = '30s';

/** An index as the catalog knows it. Settings, mapping and aliases change; the rest does not. */
export class IndexEntry implements WriteIndex {
  readonly uuid: string;
  readonly name: string;
  readonly providedName: string;
  readonly createdMs: number;
  dataStream: string | undefined;
  /** Made as a backing index: the field that is the time column of its table for good. */
  readonly timeField: string | undefined;
  readonly table: string;
  readonly activity = new IndexActivity();
  settings: IndexSettings;
  mapping: IndexMapping;
  /** Of a backing index: those of its data stream, which has them; the catalog keeps them in step. */
  aliases: Aliases;
  damages: readonly Damage[];
  /** Kept, but neither read nor written until it is opened. */
  isClosed: boolean;
  rolledOver: RolledOver | undefined;
  lifecycle: LifecycleMark | undefined;
  ism: IsmMark | undefined;

  private constructor(record: IndexRecord, readMapping = restoreMapping) {
    this.uuid = record.uuid;
    this.name = record.name;
    this.providedName = record.providedName;
    this.createdMs = record.createdMs;
    this.dataStream = record.dataStream;
    const isTimed = record.isTimed ?? record.dataStream !== undefined;
    this.timeField = isTimed ? (record.timeField ?? TIMESTAMP) : undefined;
    this.table = `ls.i_${Buffer.from(record.uuid, 'base64url').toString('hex')}`;
    this.settings = record.settings;
    this.aliases = record.aliases;
    this.damages = record.damages ?? [];
    this.isClosed = record.isClosed === true;
    this.rolledOver = record.rolledOver;
    this.lifecycle = record.lifecycle;
    this.ism = record.ism;
    this.mapping = readMapping(record.mappings, {
      ...mappingOptions(record.settings, this.timeField),
      lists: new Set(record.lists),
      hasRouting: record.hasRouting === true,
      choices: readChoices(record),
    });
  }

  static create(index: NewIndex, now: Date): IndexEntry {
    const { dataStream, ...rest } = index;
    const record: IndexRecord = {
      ...rest,
      ...(dataStream === undefined ? {} : { dataStream }),
      uuid: randomBytes(16).toString('base64url'),
      createdMs: now.getTime(),
      lists: [],
    };
    const entry = new IndexEntry(record, parseMapping);
    checkRuntime(entry.mapping);
    return entry;
  }

  /** A new index with everything that decides what another one's table looks like. */
  static copyOf(source: IndexEntry, index: NewIndex, now: Date): IndexEntry {
    return new IndexEntry({
      ...index,
      uuid: randomBytes(16).toString('base64url'),
      createdMs: now.getTime(),
      lists: [...source.mapping.options.lists],
      hasRouting: source.mapping.options.hasRouting,
      ...writeChoices(source.mapping.options.choices),
      ...writeTime(source.timeField),
    });
  }

  /** Back from what `toJson` wrote. */
  static fromJson(json: Json): IndexEntry {
    if (!isObject(json)) {
      throw new Error('BUG: the state of an index is not an object');
    }
    return new IndexEntry(json as unknown as IndexRecord);
  }

  toJson(): JsonObject {
    const record: IndexRecord = {
      uuid: this.uuid,
      name: this.name,
      providedName: this.providedName,
      createdMs: this.createdMs,
      ...(this.dataStream === undefined ? {} : { dataStream: this.dataStream }),
      settings: this.settings,
      mappings: this.mapping.json,
      aliases: this.ownAliases,
      ...writeTime(this.timeField),
      lists: [...this.mapping.options.lists],
      ...(this.mapping.options.hasRouting ? { hasRouting: true } : {}),
      ...writeChoices(this.mapping.options.choices),
      ...(this.damages.length === 0 ? {} : { damages: this.damages }),
      ...(this.isClosed ? { isClosed: true } : {}),
      ...(this.rolledOver === undefined ? {} : { rolledOver: this.rolledOver }),
      ...(this.lifecycle === undefined ? {} : { lifecycle: this.lifecycle }),
      ...(this.ism === undefined ? {} : { ism: this.ism }),
    };
    return record as unknown as JsonObject;
  }

  /** Sentences on acknowledged data that is missing, as long as nobody has accepted its loss. */
  get missingData(): readonly string[] {
    return this.damages.filter(({ isAccepted }) => !isAccepted).map(({ what }) => what);
  }

  /** A backing index has none: they are its data stream's. */
  get ownAliases(): Aliases {
    return this.dataStream === undefined ? this.aliases : {};
  }

  columns(): readonly Column[] {
    return this.mapping.columns;
  }

  get sources(): SourceRules | undefined {
    return sourceRules(this.mapping);
  }

  get refreshIntervalMs(): number {
    const value = this.settings['index.refresh_interval'];
    return parseRefreshInterval(value === undefined ? undefined : String(value));
  }

  /** Undefined for an index with an interval of its own, which is refreshed whether it is searched or not. */
  get searchIdleAfterMs(): number | undefined {
    const after = this.settings['index.search.idle.after'];
    return this.settings['index.refresh_interval'] === undefined
      ? parseTimeValue(String(after ?? SEARCH_IDLE_AFTER), 'index.search.idle.after')
      : undefined;
  }

  get syncIntervalMs(): number | undefined {
    return syncIntervalOf(this.settings);
  }

  get isHidden(): boolean {
    return this.settings['index.hidden'] === 'true' || this.dataStream !== undefined;
  }

  /** As many as the settings want on a single node; there is nowhere to put them, so health is yellow for any. */
  get replicas(): number {
    const wanted = /^(\d+)-/.exec(String(this.settings['index.auto_expand_replicas'] ?? ''));
    return wanted?.[1] === undefined
      ? settingNumber(this.settings, 'index.number_of_replicas', 1)
      : Number(wanted[1]);
  }

  get shards(): number {
    return settingNumber(this.settings, 'index.number_of_shards', 1);
  }

  /** All settings as `GET _settings` shows them. */
  shownSettings(): IndexSettings {
    return {
      'index.number_of_shards': '1',
      ...this.settings,
      'index.number_of_replicas': String(this.replicas),
      'index.creation_date': String(this.createdMs),
      'index.provided_name': this.providedName,
      'index.uuid': this.uuid,
      'index.version.created': '8525000',
    };
  }
}

/** How an entry is kept in the state. */
interface IndexRecord extends NewIndex {
  readonly uuid: string;
  readonly createdMs: number;
  readonly lists: readonly string[];
  readonly hasRouting?: boolean;
  /** Fields with a column of their own, and those that share one; absent where each has its own. */
  readonly own?: readonly string[];
  readonly overflow?: readonly string[];
  readonly damages?: readonly Damage[];
  readonly isClosed?: boolean;
  readonly isTimed?: boolean;
  readonly rolledOver?: RolledOver;
  readonly lifecycle?: LifecycleMark;
  readonly ism?: IsmMark;
}

function writeTime(timeField: string | undefined): Pick<IndexRecord, 'isTimed' | 'timeField'> {
  return { isTimed: timeField !== undefined, ...(timeField === undefined ? {} : { timeField }) };
}

function readChoices({ own, overflow = [] }: IndexRecord): ColumnChoices {
  return { ...(own === undefined ? {} : { own: new Set(own) }), overflow: new Set(overflow) };
}

function writeChoices({ own, overflow }: ColumnChoices): Pick<IndexRecord, 'own' | 'overflow'> {
  return own === undefined ? {} : { own: [...own], overflow: [...overflow] };
}
