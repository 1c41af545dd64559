import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import type { IndexCatalog } from '../index/catalog.ts';
import type { IndexEntry } from '../index/index-entry.ts';
import type { PolicyPhase } from '../index/lifecycle-policy.ts';
import { type DueAction, markOf, policyName } from './position.ts';
import { notEmpty } from './roll-over-index.ts';
import type { Step } from './step.ts';
import { isWriteIndex } from './write-index.ts';

/** The action of a phase that an index is at. */
export interface PhaseAction {
  readonly phase: PolicyPhase;
  readonly action: DueAction;
}

/** Needs an index that nobody writes to. */
const ENDED: ReadonlySet<DueAction> = new Set(['readonly', 'shrink', 'forcemerge']);

/** What an action of a phase does to an index. */
export function ilmStep({ settings }: IndexEntry, { phase, action }: PhaseAction): Step {
  const options = phase.actions[action];
  return STEPS[action](isObject(options) ? options : {}, settings);
}

/** Marks an action as done. */
export function noteDone(entry: IndexEntry, { phase, action }: PhaseAction): void {
  const { done = [], ...moved } = entry.lifecycle ?? {};
  entry.lifecycle = { ...moved, done: [...done, markOf(phase.name, action)] };
}

/** Throws for what ILM does not do to the write index of a data stream, in its words. */
export function refuseEarly(catalog: IndexCatalog, entry: IndexEntry, action: DueAction): void {
  const { name, dataStream } = entry;
  if (!isWriteIndex(catalog, entry)) {
    return;
  }
  if (ENDED.has(action)) {
    throw new Error(
      `index [${name}] is the write index for data stream [${dataStream}], pausing ILM execution of [${action}] until this index is no longer the write index for the data stream via manual or automated rollover`,
    );
  }
  if (action === 'delete') {
    throw new Error(
      `index [${name}] is the write index for data stream [${dataStream}]. stopping execution of lifecycle [${policyName(entry)}] as a data stream's write index cannot be deleted. manually rolling over the index will resume the execution of the policy as the index will not be the data stream's write index anymore`,
    );
  }
}

const ROLLOVER_ALIAS = 'index.lifecycle.rollover_alias';

const STEPS: Readonly<
  Record<DueAction, (options: JsonObject, settings: IndexEntry['settings']) => Step>
> = {
  allocate: (options) => setting('number_of_replicas', options.number_of_replicas),
  delete: () => ({ kind: 'delete' }),
  forcemerge: () => ({ kind: 'change', merges: true }),
  readonly: () => setting('blocks.write', true),
  rollover: (options, settings) => ({
    kind: 'rollover',
    aliasSetting: ROLLOVER_ALIAS,
    alias: String(settings[ROLLOVER_ALIAS] ?? ''),
    conditions: notEmpty(options),
  }),
  set_priority: (options) => setting('priority', options.priority ?? 0),
  // An index is one table: how many shards it has is a number that it shows.
  shrink: (options) => setting('number_of_shards', options.number_of_shards ?? 1),
};

function setting(name: string, value: Json | undefined): Step {
  return {
    kind: 'change',
    settings: value === undefined ? {} : { [`index.${name}`]: jsonText(value) },
  };
}
