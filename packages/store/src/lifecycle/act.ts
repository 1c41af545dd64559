import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import type { IndexCatalog } from '../index/catalog.ts';
import type { IndexEntry } from '../index/index-entry.ts';
import type { Writer } from '../write/writer.ts';
import { type DueAction, type LifecyclePosition, markOf } from './position.ts';

/** An action that happens within the index and is done once. */
export type OnceAction = Exclude<DueAction, 'delete' | 'rollover'>;

interface Parts {
  readonly catalog: IndexCatalog;
  readonly writer: Pick<Writer, 'merge'>;
}

/** Needs an index that nobody writes to. */
const ENDED: ReadonlySet<DueAction> = new Set(['readonly', 'shrink', 'forcemerge']);

/** Does an action of a phase, and notes that it was done: a crash in between does it once more, which changes nothing. */
export async function actOnce(
  { catalog, writer }: Parts,
  entry: IndexEntry,
  { phase, action }: { readonly phase: LifecyclePosition['phase']; readonly action: OnceAction },
): Promise<void> {
  if (phase === undefined) {
    return;
  }
  if (ENDED.has(action) && isWriteIndex(catalog, entry)) {
    throw new Error(
      `index [${entry.name}] is the write index for data stream [${entry.dataStream}], pausing ILM execution of [${action}] until this index is no longer the write index for the data stream via manual or automated rollover`,
    );
  }
  const options = phase.actions[action];
  const changes = SETTINGS[action](isObject(options) ? options : {});
  if (action === 'forcemerge') {
    await writer.merge(entry.uuid);
  }
  entry.settings = { ...entry.settings, ...changes };
  const { done = [], ...moved } = entry.lifecycle ?? {};
  entry.lifecycle = { ...moved, done: [...done, markOf(phase.name, action)] };
  catalog.save(entry);
  await catalog.sync();
}

/** Whether it takes the writes of its data stream. */
export function isWriteIndex(catalog: IndexCatalog, entry: IndexEntry): boolean {
  return catalog.dataStream(entry.dataStream ?? '')?.indices.at(-1) === entry.name;
}

/** What the settings of the index are afterwards. */
const SETTINGS: Readonly<
  Record<OnceAction, (options: JsonObject) => Readonly<Record<string, string>>>
> = {
  allocate: (options) => given('number_of_replicas', options.number_of_replicas),
  forcemerge: () => ({}),
  readonly: () => ({ 'index.blocks.write': 'true' }),
  set_priority: (options) => given('priority', options.priority ?? 0),
  // An index is one table: how many shards it has is a number that it shows.
  shrink: (options) => given('number_of_shards', options.number_of_shards ?? 1),
};

function given(name: string, value: Json | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [`index.${name}`]: jsonText(value) };
}
