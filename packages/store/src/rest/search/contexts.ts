import { randomBytes } from 'node:crypto';
import { errors, LongshoreError } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { parseTimeValue } from '@longshore/common/time-value';
import type { Engine } from '../../engine/engine.ts';
import type { SearchIndex } from '../../index/target.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import type { Snapshot } from '../../write/kept-rows.ts';
import type { Store } from '../route.ts';

const SWEEP_MS = 5_000;
/** As in OpenSearch, `search.max_open_pit_context`. */
const PITS_MAX = 300;
const ID_MARK = 'LSctx';
const ID = new RegExp(`^${ID_MARK}[\\w-]{22,}$`);

/** How far a scroll has come. */
export interface ScrollState {
  readonly request: SearchRequest;
  /** What its answers say of all hits together. */
  readonly whole: { readonly total: unknown; readonly max_score: unknown };
  readonly cursor: readonly Json[] | undefined;
}

/** Indices as they were at a moment, for the pages of a scroll or the searches of a point in time. */
export interface SearchContext {
  readonly id: string;
  readonly kind: 'scroll' | 'pit';
  readonly createdMs: number;
  readonly indices: readonly { readonly index: SearchIndex; readonly snapshot: Snapshot }[];
  keepAliveMs: number;
  expiresMs: number;
  scroll?: ScrollState;
  /** Pages of one scroll come one after the other. */
  turn: Promise<unknown>;
}

const contexts = new WeakMap<Engine, SearchContexts>();

/** The open scrolls and points in time of a store. */
export function contextsOf(store: Pick<Store, 'engine' | 'writer' | 'catalog'>): SearchContexts {
  const known = contexts.get(store.engine);
  if (known !== undefined) {
    return known;
  }
  const opened = new SearchContexts(store);
  contexts.set(store.engine, opened);
  return opened;
}

/** Scrolls and points in time: as many as the settings allow, each until its time is over. */
export class SearchContexts {
  readonly #store: Pick<Store, 'writer' | 'catalog'>;
  readonly #open = new Map<string, SearchContext>();
  #sweeper: NodeJS.Timeout | undefined;

  constructor(store: Pick<Store, 'writer' | 'catalog'>) {
    this.#store = store;
  }

  /** Holds on to what is searchable now in some indices. */
  async open(
    kind: SearchContext['kind'],
    targets: readonly SearchIndex[],
    keepAlive: string | undefined,
  ): Promise<SearchContext> {
    const keepAliveMs = this.readKeepAlive(keepAlive);
    this.#checkRoom(kind);
    const indices = await holdIndices(this.#store, targets);
    const createdMs = Date.now();
    const context: SearchContext = {
      id: ID_MARK + randomBytes(24).toString('base64url'),
      kind,
      createdMs,
      indices,
      keepAliveMs,
      expiresMs: createdMs + keepAliveMs,
      turn: Promise.resolve(),
    };
    this.#open.set(context.id, context);
    this.#sweeper ??= setInterval(() => this.#sweep(), SWEEP_MS).unref();
    return context;
  }

  /** The context of an id; its time begins anew. */
  get(kind: SearchContext['kind'], id: string, keepAlive: string | undefined): SearchContext {
    const keepAliveMs = keepAlive === undefined ? undefined : this.readKeepAlive(keepAlive);
    const context = this.#open.get(id);
    if (!ID.test(id)) {
      throw errors.illegalArgument(
        kind === 'scroll' ? 'Cannot parse scroll id' : `invalid id: [${id}]`,
      );
    }
    const isHere = context?.kind === kind && context.expiresMs > Date.now();
    if (!isHere || context.indices.some(({ snapshot }) => !snapshot.isWhole)) {
      throw contextMissing(id);
    }
    // A search may lengthen the time, not shorten it.
    context.keepAliveMs = Math.max(keepAliveMs ?? 0, context.keepAliveMs);
    context.expiresMs = Date.now() + context.keepAliveMs;
    return context;
  }

  list(kind: SearchContext['kind']): readonly SearchContext[] {
    const nowMs = Date.now();
    return [...this.#open.values()].filter((one) => one.kind === kind && one.expiresMs > nowMs);
  }

  /** Lets go of a context; says whether there was one. */
  async close(kind: SearchContext['kind'], id: string): Promise<boolean> {
    const context = this.#open.get(id);
    if (context?.kind !== kind) {
      return false;
    }
    this.#open.delete(id);
    await Promise.all(context.indices.map(({ snapshot }) => snapshot.release()));
    return true;
  }

  /** Milliseconds for which a context is kept. */
  readKeepAlive(given: string | undefined): number {
    const { clusterSettings } = this.#store.catalog;
    const text =
      given === undefined || given === ''
        ? clusterSettings.get('search.default_keep_alive')
        : given;
    const most = clusterSettings.get('search.max_keep_alive');
    const keepAliveMs = parseTimeValue(text, 'keep_alive');
    if (keepAliveMs > parseTimeValue(most, 'search.max_keep_alive')) {
      throw errors.illegalArgument(
        `Keep alive for request (${text}) is too large. It must be less than (${most}). This limit can be set by changing the [search.max_keep_alive] cluster level setting.`,
      );
    }
    return keepAliveMs;
  }

  #checkRoom(kind: SearchContext['kind']): void {
    const setting = 'search.max_open_scroll_context';
    const most =
      kind === 'pit' ? PITS_MAX : Number(this.#store.catalog.clusterSettings.get(setting));
    if (this.list(kind).length >= most) {
      throw errors.rejected(
        kind === 'scroll'
          ? `Trying to create too many scroll contexts. Must be less than or equal to: [${most}]. This limit can be set by changing the [${setting}] setting.`
          : `Trying to create too many Point In Time contexts. Must be less than or equal to: [${most}].`,
      );
    }
  }

  #sweep(): void {
    const nowMs = Date.now();
    for (const { id, kind, expiresMs } of this.#open.values()) {
      if (expiresMs <= nowMs) {
        void this.close(kind, id).catch(() => undefined);
      }
    }
  }
}

/** Snapshots of some indices. */
export async function holdIndices(
  { writer }: Pick<Store, 'writer'>,
  targets: readonly SearchIndex[],
): Promise<SearchContext['indices']> {
  return Promise.all(
    targets.map(async (index) => ({ index, snapshot: await writer.openSnapshot(index.uuid) })),
  );
}

/** What a search of a moment reads: the tables, and the rows that are not in them any more. */
export function indicesAt(held: SearchContext['indices']): readonly SearchIndex[] {
  const tables = held.map(({ index, snapshot }, shard) => ({
    ...index,
    moment: { seqNoMax: snapshot.seqNoMax, isKept: false, shard, snapshot },
  }));
  const kept = held.flatMap(({ index, snapshot }, shard) => {
    const { seqNoMax, keptTable } = snapshot;
    return keptTable === undefined
      ? []
      : [{ ...index, table: keptTable, moment: { seqNoMax, isKept: true, shard, snapshot } }];
  });
  return [...tables, ...kept];
}

function contextMissing(id: string): LongshoreError {
  const cause = new LongshoreError(
    'search_context_missing_exception',
    404,
    `No search context found for id [${id}]`,
  );
  const reason = { type: cause.type, reason: cause.message };
  return new LongshoreError('search_phase_execution_exception', 404, 'all shards failed', {
    cause,
    details: {
      root_cause: [reason],
      phase: 'query',
      grouped: true,
      failed_shards: [{ shard: -1, index: null, reason }],
    },
  });
}
