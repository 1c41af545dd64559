import { errors, LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { IngestPlan } from '../../ingest/ingest.ts';
import { RawJson } from '../../search/json-text.ts';
import { type ActiveShards, checkActiveShards } from '../active-shards.ts';
import type { Store } from '../route.ts';
import type { BulkItemWriter } from './bulk-answer.ts';
import type { BulkAction, BulkHead } from './bulk-request.ts';
import { ingestAction } from './ingest-action.ts';
import { droppedAnswer } from './ingest-write.ts';
import { routingOfWrite } from './routing.ts';
import type { SourceFilter } from './source-filter.ts';
import { type UpdateOutcome, updateDocument } from './update-document.ts';
import { itemError, statusOf, updatedSource, writeAnswer } from './write-answer.ts';
import { applyWrites, type WriteOutcome, type WriteRequest } from './write-request.ts';

/** What holds for actions that do not say otherwise. */
export interface BulkDefaults {
  readonly index: string | undefined;
  readonly routing: string | undefined;
  readonly pipeline: string | undefined;
  readonly requiresAlias: boolean;
  readonly requiresDataStream: boolean;
  readonly isForcedRefresh: boolean;
  readonly listsExecuted: boolean;
  readonly activeShards: ActiveShards;
  /** What items of updates show of their documents. */
  readonly shown: SourceFilter | undefined;
}

/** A write that waits for those that come with it. */
interface Waiting extends WriteRequest {
  readonly place: number;
  readonly action: BulkAction;
}

/** What is to be done with actions of a head. */
interface Route {
  readonly head: BulkHead;
  readonly plan: IngestPlan | null;
  readonly target: IndexEntry;
}

/** The work on one bulk request: actions become items, in order, one for each. */
export class BulkRun {
  readonly touched = new Set<string>();
  hasErrors = false;
  /** Time spent in pipelines; absent when no document had any. */
  ingestTookMs: number | undefined;
  private readonly store: Store;
  private readonly defaults: BulkDefaults;
  private readonly writer: BulkItemWriter;
  /** One look-up for each name and kind of write. */
  private readonly targets = new Map<string, IndexEntry | LongshoreError>();
  /** Likewise for pipelines; null for none. */
  private readonly plans = new Map<string, IngestPlan | null>();
  /** Of the last action: most have the same head as the one before. */
  private last: Route | undefined;
  private items: (string | undefined)[] = [];
  private waiting: Waiting[] = [];

  constructor(store: Store, defaults: BulkDefaults, writer: BulkItemWriter) {
    this.store = store;
    this.defaults = defaults;
    this.writer = writer;
  }

  /** Gives the item of each action as text; undefined for those that nobody wants to see. */
  async apply(actions: readonly BulkAction[]): Promise<readonly (string | undefined)[]> {
    this.items = new Array(actions.length);
    for (let place = 0; place < actions.length; place += 1) {
      const action = actions[place] as BulkAction;
      const known = this.routeOf(action.head);
      if (known?.plan === null) {
        this.write(place, action, known.target);
      } else {
        await this.applyOne(place, action);
      }
    }
    await this.flush();
    return this.items;
  }

  private async applyOne(place: number, received: BulkAction): Promise<void> {
    const plan = this.plan(received.head);
    const action = plan === null ? received : this.ingest(place, received, plan);
    if (action === undefined) {
      return;
    }
    const target = await this.target(action.head);
    if (target instanceof LongshoreError) {
      this.fail(place, action, target, undefined);
    } else if (action.head.action === 'update') {
      // An update reads what earlier actions wrote.
      await this.flush();
      await this.update(place, action, target);
    } else {
      this.last = { head: received.head, plan, target };
      this.write(place, action, target);
    }
  }

  private write(place: number, action: BulkAction, entry: IndexEntry): void {
    const { head, source } = action;
    const { id, conditions, dynamicTemplates } = head;
    const kind = head.action as WriteRequest['kind'];
    try {
      const routing = this.routing(action, entry);
      this.waiting.push({
        entry,
        kind,
        id,
        routing,
        source,
        conditions,
        dynamicTemplates,
        place,
        action,
      });
    } catch (error) {
      if (!(error instanceof LongshoreError)) {
        throw error;
      }
      this.fail(place, action, error, entry);
    }
  }

  /** What the document of an action is written with. */
  private routing({ head, executed }: BulkAction, entry: IndexEntry): string | undefined {
    // Pipelines were given the default, and may have removed it.
    const given = executed === undefined ? (head.routing ?? this.defaults.routing) : head.routing;
    const name = head.index ?? this.defaults.index ?? '';
    return routingOfWrite(this.store, { entry, name, routing: given });
  }

  /** The items of actions that did not reach the disk. */
  failAll(actions: readonly BulkAction[], error: unknown): readonly (string | undefined)[] {
    if (!(error instanceof LongshoreError)) {
      throw error;
    }
    this.items = new Array(actions.length);
    for (const [place, action] of actions.entries()) {
      this.fail(place, action, error, undefined);
    }
    return this.items;
  }

  /** What the document of an action has to go through; deletes have no document. */
  private plan({ action, index, pipeline }: BulkHead): IngestPlan | null {
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
      const { head } = received;
      const action = ingestAction(this.store.ingest, plan, {
        ...received,
        head: {
          ...head,
          index: head.index ?? this.defaults.index,
          routing: head.routing ?? this.defaults.routing,
        },
      });
      if (action.isDropped) {
        const { action: kind, index: name = '', id } = action.head;
        const item = { ...droppedAnswer({ name, id }), ...this.executedOf(action), status: 200 };
        this.items[place] = this.writer.write(kind, item);
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

  private executedOf({ executed = [], head }: BulkAction): JsonObject {
    return this.listsExecuted(head) ? { executed_pipelines: executed } : {};
  }

  private listsExecuted({ listsExecuted = this.defaults.listsExecuted }: BulkHead): boolean {
    return listsExecuted;
  }

  private async flush(): Promise<void> {
    const waiting = this.waiting;
    this.waiting = [];
    if (waiting.length === 0) {
      return;
    }
    const outcomes = await applyWrites(this.store, waiting);
    for (let i = 0; i < waiting.length; i += 1) {
      this.settle(waiting[i] as Waiting, outcomes[i] as WriteOutcome);
    }
  }

  private async update(place: number, action: BulkAction, entry: IndexEntry): Promise<void> {
    let outcome: UpdateOutcome | LongshoreError;
    try {
      const { id = '', conditions } = action.head;
      const { source: body } = action;
      const routing = this.routing(action, entry);
      outcome = await updateDocument(this.store, { entry, id, routing, body, conditions });
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
      this.items[place] = this.writer.write('update', item);
    } else {
      this.settle({ place, action, entry }, outcome.result, this.shownOf(action, outcome));
    }
  }

  /** `get` of an item, when somebody wants to see the document. */
  private shownOf(action: BulkAction, { result, source, shown }: UpdateOutcome) {
    const filter = shown ?? action.head.shown ?? this.defaults.shown;
    if (filter === undefined) {
      return undefined;
    }
    return { get: new RawJson(updatedSource(result, source, filter)) };
  }

  private settle(
    { place, action, entry }: Pick<Waiting, 'place' | 'action' | 'entry'>,
    outcome: WriteOutcome,
    get?: { readonly get: RawJson },
  ): void {
    if (outcome instanceof LongshoreError) {
      this.fail(place, action, outcome, entry);
      return;
    }
    this.touched.add(entry.uuid);
    const kind = action.head.action;
    if (get === undefined && !this.listsExecuted(action.head)) {
      this.items[place] = this.writer.writeResult(kind, entry, outcome);
      return;
    }
    const answer = writeAnswer(entry, outcome, this.defaults.isForcedRefresh);
    const item = { ...answer, ...get, ...this.executedOf(action), status: statusOf(outcome) };
    this.items[place] = this.writer.write(kind, item);
  }

  private fail(
    place: number,
    { head }: BulkAction,
    error: LongshoreError,
    entry: IndexEntry | undefined,
  ): void {
    this.hasErrors = true;
    this.items[place] = this.writer.write(head.action, {
      _index: entry?.name ?? head.index ?? this.defaults.index ?? null,
      _id: head.id ?? null,
      status: error.status,
      error: itemError(error, entry),
    });
  }

  /** The route of the last action, when this one asks for the same. */
  private routeOf(head: BulkHead): Route | undefined {
    const { last } = this;
    return last !== undefined && (last.head === head || isAlike(last.head, head))
      ? last
      : undefined;
  }

  private async target(head: BulkHead): Promise<IndexEntry | LongshoreError> {
    const { index, action: kind } = head;
    const refusal = this.refusal(head);
    const name = index ?? this.defaults.index;
    if (refusal || name === undefined) {
      return refusal ?? errors.validation('1: index is missing;');
    }
    const requiresAlias = head.requiresAlias ?? this.defaults.requiresAlias;
    const requiresDataStream = head.requiresDataStream ?? this.defaults.requiresDataStream;
    const isCreate = kind === 'create' || isSequenced(head);
    const key = `${isCreate} ${requiresAlias} ${requiresDataStream} ${kind === 'delete'} ${name}`;
    const known = this.targets.get(key);
    if (known) {
      return known;
    }
    const target = { name, isCreate, requiresAlias, requiresDataStream };
    const found = await this.find(target, kind === 'delete');
    this.targets.set(key, found);
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
  private refusal({ action, id }: BulkHead) {
    if ((action === 'delete' || action === 'update') && id === undefined) {
      return errors.validation('1: id is missing;');
    }
    return undefined;
  }
}

/** True for actions that go the same way, whatever their documents are. */
function isAlike(one: BulkHead, other: BulkHead): boolean {
  return (
    one.action === other.action &&
    one.index === other.index &&
    one.pipeline === other.pipeline &&
    one.requiresAlias === other.requiresAlias &&
    one.requiresDataStream === other.requiresDataStream &&
    isSequenced(one) === isSequenced(other) &&
    (one.id === undefined) === (other.id === undefined)
  );
}

/** Compare and set is allowed on the backing indices of a data stream. */
function isSequenced({ conditions }: BulkHead): boolean {
  return conditions.ifSeqNo !== undefined;
}
