import { setImmediate } from 'node:timers/promises';
import { errors, LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { SearchIndex } from '../../index/target.ts';
import { cursorOf, type Found } from '../../search/build-response.ts';
import { seqNoOfCursor } from '../../search/moment.ts';
import type { SearchRequest } from '../../search/search-request.ts';
import type { Task } from '../../tasks/task-registry.ts';
import { errorObject, toLongshoreError } from '../error-answer.ts';
import type { RestAnswer, Store } from '../route.ts';
import { holdIndices, indicesAt, type SearchContext } from '../search/contexts.ts';
import { searcherOf } from '../search/search-parameters.ts';
import { taskJson } from '../tasks/task-json.ts';
import { keepResult } from '../tasks/task-results.ts';
import type { RunOptions } from './options.ts';
import { type Kind, Progress, statusOf } from './progress.ts';

/** A document that a request reads, here or in another cluster. */
export interface SourceDocument {
  readonly index: { readonly name: string };
  readonly id: string;
  readonly version: number;
  readonly routing?: string | undefined;
  readonly source: string;
}

/** A document as it was found here. */
export interface FoundDocument extends Omit<SourceDocument, 'source'> {
  readonly index: SearchIndex;
  readonly seqNo: number;
  /** Undefined where none is kept. */
  readonly source: string | undefined;
}

/** A document that is written again; throws if its source is not kept. */
export function withSource(found: FoundDocument): FoundDocument & SourceDocument {
  const { source, index, id } = found;
  if (source === undefined) {
    throw errors.illegalArgument(
      `[${index.name}][${id}] didn't store _source, so that it cannot be written again; [_source.enabled] or [index.mapping.source.mode] says so`,
    );
  }
  return { ...found, source };
}

/** Work that is shown as a task. */
export interface TaskRun {
  readonly kind: Kind;
  readonly action: string;
  readonly description: string;
  readonly options: RunOptions;
  readonly workers: readonly Pick<Worker, 'progress' | 'slice'>[];
  /** Does it; the workers' progress says how far it is. */
  perform(task: Task): Promise<void>;
  /** Makes what was done searchable. */
  refresh(): Promise<void>;
}

/** A request that does something to every document that a search finds. */
export interface ByQuery {
  readonly kind: Kind;
  readonly action: string;
  readonly description: string;
  readonly targets: readonly SearchIndex[];
  readonly search: SearchRequest;
  readonly options: RunOptions;
  /** Works on a page; counts what it did. */
  apply(page: readonly FoundDocument[], progress: Progress): Promise<void>;
  /** Makes what was done searchable. */
  refresh(): Promise<void>;
}

/** As many slices at most as `auto` makes. */
const SHARDS_MAX = 20;
/** A page that is being read is worked on; cancelling is between pages. */
const UNCANCELLED = new AbortController().signal;
/** Nobody asks for the best documents first. */
const UNSORTED: SearchRequest['sort'] = [{ kind: 'shard_doc', order: 'asc' }];

/** Runs a request as a task. */
export function runByQuery(store: Store, request: ByQuery): Promise<RestAnswer> {
  const workers = openWorkers(store, request);
  return runAsTask(store, {
    ...request,
    workers,
    perform: (task) => onSnapshot(store, request, { workers, task }),
  });
}

/** Answers with what was done, or with the task if nobody waits. */
export async function runAsTask(store: Store, run: TaskRun): Promise<RestAnswer> {
  const { kind, action, description, options, workers } = run;
  const progresses = workers.map(({ progress }) => progress);
  const status = () => ({
    ...(progresses.length === 1 ? { ...progresses[0]?.status() } : statusOf(kind, progresses)),
    ...(progresses.length === 1 ? {} : { slices: workers.map((one) => ofSlice(one)) }),
  });
  const task = store.tasks.start({
    action,
    description,
    isCancellable: true,
    status,
    rethrottle: (perSecond) => {
      for (const { throttle } of progresses) {
        throttle.change(perSecond / progresses.length);
      }
    },
  });
  const running = work(store, run, { task, status }).finally(() => store.tasks.finish(task));
  if (options.waits) {
    return running;
  }
  running.catch((error: unknown) => store.log.warn({ error, task: task.id }, 'a task failed'));
  return { status: 200, body: { task: task.id } };
}

interface Worker {
  readonly progress: Progress;
  readonly search: SearchRequest;
  readonly maxDocs: number;
  readonly slice: number | undefined;
}

interface Work {
  readonly task: Task;
  status(): JsonObject;
}

function openWorkers({ catalog }: Store, request: ByQuery): readonly Worker[] {
  const { kind, targets, search, options } = request;
  const shards = targets.map(({ uuid }) => catalog.indexByUuid(uuid)?.shards ?? 1);
  const auto = Math.max(1, Math.min(SHARDS_MAX, ...shards));
  const count = options.slices === 0 ? auto : options.slices;
  return Array.from({ length: count }, (_, id) => ({
    progress: new Progress(kind, options.perSecond / count),
    search: count === 1 ? search : { ...search, slice: { id, max: count } },
    maxDocs:
      Math.floor(options.maxDocs / count) + (id < options.maxDocs % count ? 1 : 0) ||
      options.maxDocs,
    slice: count === 1 ? undefined : id,
  }));
}

function ofSlice({ progress, slice }: Pick<Worker, 'progress' | 'slice'>): JsonObject {
  return { ...(slice === undefined ? {} : { slice_id: slice }), ...progress.status() };
}

async function work(store: Store, run: TaskRun, { task, status }: Work) {
  const startedMs = performance.now();
  const { options, workers } = run;
  const finish = async (outcome: JsonObject): Promise<void> => {
    if (!options.waits) {
      const shown = { ...taskJson(task, { isDetailed: true }), status: status() };
      await keepResult(store, task.id, { completed: true, task: shown, ...outcome });
    }
  };
  try {
    await run.perform(task);
    if (options.refresh) {
      await run.refresh();
    }
  } catch (error) {
    await finish({ error: errorObject(toLongshoreError(error, store.log)) });
    throw error;
  }
  const failures = workers.flatMap(({ progress }) => progress.failures);
  const response = {
    took: Math.round(performance.now() - startedMs),
    timed_out: false,
    ...status(),
    ...(task.signal.aborted ? { canceled: 'by user request' } : {}),
    failures: failures as unknown as JsonObject[],
  };
  await finish({ response });
  return { status: Math.max(200, ...failures.map((failure) => failure.status)), body: response };
}

/** All workers read the same moment. */
async function onSnapshot(
  store: Store,
  request: ByQuery,
  { workers, task }: { readonly workers: readonly Worker[]; readonly task: Task },
): Promise<void> {
  await store.writer.settled(request.targets.map(({ uuid }) => uuid));
  const held = await holdIndices(store, request.targets);
  try {
    const reading = workers.map((worker) => new Reader(store, { request, held, worker, task }));
    for (const reader of reading) {
      await reader.count();
    }
    await Promise.all(reading.map((reader) => reader.run(workers.length === 1)));
  } finally {
    await Promise.all(held.map(({ snapshot }) => snapshot.release()));
  }
}

interface Reading {
  readonly request: ByQuery;
  readonly held: SearchContext['indices'];
  readonly worker: Worker;
  readonly task: Task;
}

/** Goes through the documents of one worker, page by page. */
class Reader {
  readonly #store: Store;
  readonly #reading: Reading;

  constructor(store: Store, reading: Reading) {
    this.#store = store;
    this.#reading = reading;
  }

  async count(): Promise<void> {
    const { worker } = this.#reading;
    const found = await this.#find(
      { ...worker.search, size: 0, from: 0 },
      Number.POSITIVE_INFINITY,
    );
    worker.progress.total = Math.min(found.total ?? 0, worker.maxDocs);
  }

  async run(isAlone: boolean): Promise<void> {
    const { request, worker, task, held } = this.#reading;
    const { progress } = worker;
    let cursor: SearchRequest['searchAfter'];
    for (let done = 0; done < progress.total && !task.signal.aborted; ) {
      const startedMs = performance.now();
      const size = Math.min(request.options.pageSize, progress.total - done);
      const found = await this.#find({ ...worker.search, size, searchAfter: cursor }, 0);
      const page = documentsOf(found);
      if (page.length === 0) {
        return;
      }
      cursor = cursorOf(found);
      if (isAlone && worker.search.sort.length === 0) {
        const last = seqNoOfCursor(cursor);
        held.forEach(({ snapshot }) => {
          snapshot.passed(last - 1);
        });
      }
      progress.batches += 1;
      done += page.length;
      await request.apply(page, progress);
      if (progress.failures.length > 0) {
        return;
      }
      if (done < progress.total) {
        const tookMs = performance.now() - startedMs;
        await progress.throttle.pause(page.length, tookMs, task.signal);
      }
      await setImmediate();
    }
  }

  async #find(search: SearchRequest, trackTotalHits: number): Promise<Found> {
    const { held } = this.#reading;
    if (held.some(({ snapshot }) => !snapshot.isWhole)) {
      throw errors.unavailable('the index was deleted, or what was there could not be kept');
    }
    const found = await searcherOf(this.#store).find(
      indicesAt(held),
      {
        ...search,
        sort: search.sort.length > 0 ? search.sort : UNSORTED,
        tiebreak: 'hidden',
        trackTotalHits,
      },
      { signal: UNCANCELLED, typedKeys: false },
    );
    if (found.isTimedOut) {
      throw new LongshoreError('timeout_exception', 503, 'a page was not found in time');
    }
    return found;
  }
}

function documentsOf({ hits, branches }: Found): readonly FoundDocument[] {
  const indices = new Map(branches.map(({ ordinal, index }) => [ordinal, index]));
  return hits.flatMap(({ row, document }) => {
    const index = indices.get(row.ordinal);
    return document === undefined || index === undefined
      ? []
      : [{ index, ...document, seqNo: row.seqNo }];
  });
}
