import { errors, LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { IngestPlan } from '../../ingest/ingest.ts';
import { RawJson } from '../../search/json-text.ts';
import { type ActiveShards, checkActiveShards } from '../active-shards.ts';
import type { Store } from '../route.ts';
import type { BulkAction } from './bulk-request.ts';
import { ingestAction } from './ingest-action.ts';
import { droppedAnswer } from './ingest-write.ts';
import type { SourceFilter } from './source-filter.ts';
import { type UpdateOutcome, updateDocument } from './update-document.ts';
import { itemError, statusOf, updatedSource, writeAnswer } from './write-answer.ts';
import { applyWrites, type WriteOutcome, type WriteRequest } from './write-request.ts';

/** An item of the answer by the name of its action; `toJsonText` writes it, since it may have a source. */
export type BulkItem = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What holds for actions that do not say otherwise. */
export interface BulkDefaults {
  readonly index: string | undefined;
  readonly pipeline: string | undefined;
  readonly requiresAlias: boolean;
  readonly requiresDataStream: boolean;
  readonly isForcedRefresh: boolean;
  readonly listsExecuted: boolean;
  readonly activeShards: ActiveShards;
  /** What items of updates show of their documents. */
  readonly shown: SourceFilter | undefined;
}

interface Waiting {
  readonly place: number;
  readonly action: BulkAction;
  readonly request: WriteRequest;
}

/** The work on one bulk request: actions become items, in order, one for each. */
export class BulkRun {
  readonly touched = new Set<string>();
  hasErrors = false;
  /** Some items have JSON text in them. */
  hasSources = false;
  /** Time spent in pipelines; absent when no document had any. */
  ingestTookMs: number | undefined;
  private readonly store: Store;
  private readonly defaults: BulkDefaults;
  /** One look-up for each name and kind of write. */
  private readonly targets = new Map<string, IndexEntry | LongshoreError>();
  /** Likewise for pipelines; null for none. */
  private readonly plans = new Map<string, IngestPlan | null>();
  /** The action whose target was found last: most requests have one target. */
  private last: { readonly action: BulkAction; readonly target: IndexEntry } | undefined;
  private items: BulkItem[] = [];
  private waiting: Waiting[] = [];

  constructor(store: Store, defaults: BulkDefaults) {
    this.store = store;
    this.defaults = defaults;
  }

  async apply(actions: readonly BulkAction[]): Promise<readonly BulkItem[]> {
    this.items = [];
    for (const received of actions) {
      const place = this.items.push({}) - 1;
      const plan = this.plan(received);
      const action = plan === null ? received : this.ingest(place, received, plan);
      if (action === undefined) {
        continue;
      }
      const target = this.sameTarget(action) ?? (await this.target(action));
      if (target instanceof LongshoreError) {
        this.fail(place, action, target, undefined);
      } else if (action.action === 'update') {
        // An update reads what earlier actions wrote.
        await this.flush();
        await this.update(place, action, target);
      } else {
        const { id, source, conditions } = action;
        const request = { entry: target, kind: action.action, id, source, conditions };
        this.waiting.push({ place, action, request });
      }
    }
    await this.flush();
    return this.items;
  }

  /** The items of actions that did not reach the disk. */
  failAll(actions: readonly BulkAction[], error: unknown): readonly BulkItem[] {
    if (!(error instanceof LongshoreError)) {
      throw error;
    }
    this.items = [];
    for (const [place, action] of actions.entries()) {
      this.fail(place, action, error, undefined);
    }
    return this.items;
  }

  /** What the document of an action has to go through; deletes have no document. */
  private plan({ action, index, pipeline }: BulkAction): IngestPlan | null {
    const name = index ?? this.defaults.index;
    if (action === 'delete' || name === undefined) {
      return null;
    }
    const named = pipeline ?? this.defaults.pipeline;
    const key = named === undefined ? name : `${named}\n${name}`;
    let plan = this.plans.get(key);
    if (plan === undefined) {
      plan = this.store.ingest.plan(name, named) ?? null;
      this.plans.set(key, plan);
    }
    return plan;
  }

  /** The action after its pipelines; `undefined` when they dropped it or failed, and its item is there. */
  private ingest(place: number, received: BulkAction, plan: IngestPlan): BulkAction | undefined {
    const startedMs = performance.now();
    try {
      const action = ingestAction(this.store.ingest, plan, {
        ...received,
        index: received.index ?? this.defaults.index,
      });
      if (action.isDropped) {
        const dropped = droppedAnswer({ name: action.index ?? '', id: action.id });
        const item = { ...dropped, ...this.executedOf(action), status: 200 };
        this.items[place] = { [action.action]: item };
        return undefined;
      }
      return action;
    } catch (error) {
      if (!(error instanceof LongshoreError)) {
        throw error;
      }
      this.fail(place, received, error, undefined);
      return undefined;
    } finally {
      this.ingestTookMs = (this.ingestTookMs ?? 0) + performance.now() - startedMs;
    }
  }

  private executedOf({ executed = [] }: BulkAction): JsonObject {
    return this.defaults.listsExecuted ? { executed_pipelines: executed } : {};
  }

  private async flush(): Promise<void> {
    const waiting = this.waiting;
    this.waiting = [];
    if (waiting.length === 0) {
      return;
    }
    const outcomes = await applyWrites(
      this.store,
      waiting.map(({ request }) => request),
    );
    for (const [i, { place, action, request }] of waiting.entries()) {
      this.settle({ place, action, entry: request.entry }, outcomes[i] as WriteOutcome);
    }
  }

  private async update(place: number, action: BulkAction, entry: IndexEntry): Promise<void> {
    let outcome: UpdateOutcome | LongshoreError;
    try {
      const { id, source, conditions } = action;
      outcome = await updateDocument(this.store, { entry, id: id ?? '', body: source, conditions });
    } catch (error) {
      if (!(error instanceof LongshoreError)) {
        throw error;
      }
      outcome = error;
    }
    if (outcome instanceof LongshoreError) {
      this.fail(place, action, outcome, entry);
    } else if (outcome.isNoop) {
      const shards = { total: 0, successful: 0, failed: 0 };
      const answer = writeAnswer(entry, outcome.result, false);
      const get = this.shownOf(action, outcome);
      const item = { ...answer, result: 'noop', _shards: shards, ...get, status: 200 };
      this.items[place] = { update: item };
    } else {
      this.settle({ place, action, entry }, outcome.result, this.shownOf(action, outcome));
    }
  }

  /** `get` of an item, when somebody wants to see the document. */
  private shownOf(action: BulkAction, { result, source, shown }: UpdateOutcome) {
    const filter = shown ?? action.shown ?? this.defaults.shown;
    if (filter === undefined) {
      return undefined;
    }
    this.hasSources = true;
    return { get: new RawJson(updatedSource(result, source, filter)) };
  }

  private settle(
    { place, action, entry }: { place: number; action: BulkAction; entry: IndexEntry },
    outcome: WriteOutcome,
    get?: { readonly get: RawJson },
  ): void {
    if (outcome instanceof LongshoreError) {
      this.fail(place, action, outcome, entry);
      return;
    }
    this.touched.add(entry.uuid);
    const answer = writeAnswer(entry, outcome, this.defaults.isForcedRefresh);
    const status = statusOf(outcome);
    const item = this.defaults.listsExecuted
      ? { ...answer, ...get, ...this.executedOf(action), status }
      : { ...answer, ...get, status };
    this.items[place] = { [action.action]: item };
  }

  private fail(
    place: number,
    action: BulkAction,
    error: LongshoreError,
    entry: IndexEntry | undefined,
  ): void {
    this.hasErrors = true;
    this.items[place] = {
      [action.action]: {
        _index: entry?.name ?? action.index ?? this.defaults.index ?? null,
        _id: action.id ?? null,
        status: error.status,
        error: itemError(error, entry),
      },
    };
  }

  /** The target of an action that asks for the same as the last one; `undefined` when it has to be looked for. */
  private sameTarget(action: BulkAction): IndexEntry | undefined {
    const last = this.last?.action;
    return last !== undefined &&
      last.action === action.action &&
      last.index === action.index &&
      last.requiresAlias === action.requiresAlias &&
      last.requiresDataStream === action.requiresDataStream &&
      !action.hasDynamicTemplates &&
      last.conditions.ifSeqNo === action.conditions.ifSeqNo &&
      (last.id === undefined) === (action.id === undefined)
      ? this.last?.target
      : undefined;
  }

  private async target(action: BulkAction): Promise<IndexEntry | LongshoreError> {
    const { index, action: kind } = action;
    const refusal = this.refusal(action);
    const name = index ?? this.defaults.index;
    if (refusal || name === undefined) {
      return refusal ?? errors.validation('1: index is missing;');
    }
    const requiresAlias = action.requiresAlias ?? this.defaults.requiresAlias;
    const requiresDataStream = action.requiresDataStream ?? this.defaults.requiresDataStream;
    const isCreate = kind === 'create' || isSequenced(action);
    const key = `${isCreate} ${requiresAlias} ${requiresDataStream} ${kind === 'delete'} ${name}`;
    const known = this.targets.get(key);
    if (known) {
      return known;
    }
    const target = { name, isCreate, requiresAlias, requiresDataStream };
    const found = await this.find(target, kind === 'delete');
    this.targets.set(key, found);
    if (!(found instanceof LongshoreError)) {
      this.last = { action, target: found };
    }
    return found;
  }

  private async find(
    target: Parameters<Store['indices']['forWrite']>[0],
    isDelete: boolean,
  ): Promise<IndexEntry | LongshoreError> {
    try {
      const entry = isDelete
        ? this.store.indices.forDelete(target)
        : await this.store.indices.forWrite(target);
      return checkActiveShards(entry, this.defaults.activeShards) ?? entry;
    } catch (error) {
      if (error instanceof LongshoreError) {
        return error;
      }
      throw error;
    }
  }

  /** What we do not do is that item's error. */
  private refusal({ action, id, hasDynamicTemplates }: BulkAction) {
    if (hasDynamicTemplates) {
      return errors.illegalArgument('[dynamic_templates] of a bulk action is not supported');
    }
    if ((action === 'delete' || action === 'update') && id === undefined) {
      return errors.validation('1: id is missing;');
    }
    return undefined;
  }
}

/** Compare and set is allowed on the backing indices of a data stream. */
function isSequenced({ conditions }: BulkAction): boolean {
  return conditions.ifSeqNo !== undefined;
}
