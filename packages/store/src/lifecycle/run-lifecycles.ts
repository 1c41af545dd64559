import type { DataStream } from '../index/catalog.ts';
import {
  type DataStreamLifecycle,
  expiredIndices,
  rolloverConditions,
} from '../index/data-stream-lifecycle.ts';
import type { IndexEntry } from '../index/index-entry.ts';
import { ilmStep, noteDone, refuseEarly } from './ilm-step.ts';
import type { LifecycleParts } from './parts.ts';
import { policyName, positionOf } from './position.ts';
import { notEmpty, rollOverWhen } from './roll-over-index.ts';
import { perform } from './step.ts';

/**
 * Does once what is due: rolls over and deletes the indices of policies, then those of data streams with a lifecycle of
 * their own. An index that fails holds up no other; it is tried again the next time.
 */
export async function runLifecycles(parts: LifecycleParts, now: Date): Promise<void> {
  const { catalog } = parts;
  if (!catalog.policies.isStopped) {
    for (const entry of catalog.entries()) {
      await guarded(parts, entry, () => runPolicy(parts, entry, now));
    }
  }
  for (const stream of catalog.dataStreams()) {
    const write = catalog.index(stream.indices.at(-1) ?? '');
    const lifecycle = write && ownLifecycle(stream, write);
    if (write && lifecycle) {
      await guarded(parts, write, () => runDataStream(parts, stream.name, { lifecycle, now }));
    }
  }
}

async function guarded(
  { errors, log }: LifecycleParts,
  entry: IndexEntry,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
    errors.clear(entry.uuid);
  } catch (error) {
    // Shown by `_ilm/explain`; the next run tries it again.
    errors.note(entry.uuid, error);
    log.warn({ error, index: entry.name }, 'the lifecycle of an index could not go on');
  }
}

/** Does what is due, action by action, until the index has to wait or is gone. */
async function runPolicy(parts: LifecycleParts, entry: IndexEntry, now: Date): Promise<void> {
  const { catalog, log } = parts;
  const name = policyName(entry);
  if (name === undefined) {
    return;
  }
  while (catalog.index(entry.name) === entry) {
    const policy = catalog.policies.get(name);
    if (!policy) {
      throw new Error(`policy [${name}] does not exist`);
    }
    const { phase, action } = positionOf(entry, policy.policy, now.getTime());
    if (phase === undefined || action === 'complete') {
      return;
    }
    refuseEarly(catalog, entry, action);
    const step = ilmStep(entry, { phase, action });
    const note = () => noteDone(entry, { phase, action });
    if ((await perform(parts, entry, { step, now, note })) === 'waiting') {
      return;
    }
    log.info({ index: entry.name, phase: phase.name, action }, 'a lifecycle action was done');
  }
}

/** The lifecycle of a data stream that no policy goes before. */
function ownLifecycle(
  { lifecycle }: DataStream,
  write: IndexEntry,
): DataStreamLifecycle | undefined {
  const prefersPolicy = write.settings['index.lifecycle.prefer_ilm'] !== 'false';
  const hasPolicy = policyName(write) !== undefined && prefersPolicy;
  return lifecycle?.enabled === true && !hasPolicy ? lifecycle : undefined;
}

async function runDataStream(
  parts: LifecycleParts,
  name: string,
  { lifecycle, now }: { readonly lifecycle: DataStreamLifecycle; readonly now: Date },
): Promise<void> {
  const conditions = notEmpty(rolloverConditions(lifecycle));
  await rollOverWhen(parts, { alias: name, conditions, now });
  const { catalog, indices } = parts;
  const current = catalog.dataStream(name);
  const entries = current?.indices.flatMap((name) => catalog.index(name) ?? []) ?? [];
  const expired = expiredIndices(entries, lifecycle, now.getTime());
  if (expired.length > 0) {
    await indices.remove(expired);
  }
}
