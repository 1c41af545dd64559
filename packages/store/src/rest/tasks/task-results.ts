import { errors, LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import { applyWrites } from '../documents/write-request.ts';
import type { Store } from '../route.ts';

/** Where the results of tasks are kept that nobody waited for; readable like any index. */
const RESULTS_INDEX = '.tasks';
/** Of one run of the store; the oldest are deleted. */
const RESULTS_MAX = 1_000;
const kept = new WeakMap<object, string[]>();

const PLAIN = { routing: undefined, conditions: {} } as const;

const INDEX = {
  settings: { index: { number_of_replicas: '0', hidden: 'true' } },
  mappings: { dynamic: false, properties: { completed: { type: 'boolean' } } },
} as const;

/** Keeps the result of a task across restarts. */
export async function keepResult(store: Store, id: string, result: JsonObject): Promise<void> {
  if (store.catalog.index(RESULTS_INDEX) === undefined) {
    await store.indices.create(RESULTS_INDEX, INDEX).catch((error: unknown) => {
      if (
        !(error instanceof LongshoreError) ||
        error.type !== 'resource_already_exists_exception'
      ) {
        throw error;
      }
    });
  }
  const entry = store.catalog.index(RESULTS_INDEX);
  if (entry === undefined) {
    throw errors.indexNotFound(RESULTS_INDEX);
  }
  const ids = kept.get(store.writer) ?? [];
  kept.set(store.writer, ids);
  ids.push(id);
  const oldest = ids.length > RESULTS_MAX ? ids.shift() : undefined;
  const source = Buffer.from(JSON.stringify(result));
  const { refusals } = store.writer;
  const outcomes = await applyWrites(store, [
    { entry, kind: 'index', id, source, ...PLAIN },
    ...(oldest === undefined
      ? []
      : [{ entry, kind: 'delete' as const, id: oldest, source: Buffer.alloc(0), ...PLAIN }]),
  ]);
  await store.writer.sync(refusals);
  const [outcome] = outcomes;
  if (outcome instanceof LongshoreError) {
    throw outcome;
  }
}

/** The JSON text of a result; undefined when there is none. */
export async function readResult(store: Store, id: string): Promise<string | undefined> {
  const entry = store.catalog.index(RESULTS_INDEX);
  if (entry === undefined) {
    return undefined;
  }
  const [document] = await store.writer.get(entry.uuid, [id]);
  return document?.source?.toString('utf8');
}
