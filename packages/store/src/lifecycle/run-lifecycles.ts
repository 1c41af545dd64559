import { isObject, type JsonObject } from '@longshore/common/json';
import type { Logger } from 'pino';
import type { DataStream, IndexCatalog } from '../index/catalog.ts';
import {
  type DataStreamLifecycle,
  expiredIndices,
  rolloverConditions,
} from '../index/data-stream-lifecycle.ts';
import type { IndexEntry } from '../index/index-entry.ts';
import type { Indices } from '../indices.ts';
import { conditionsHold, parseConditions, planRollover, rollOver } from '../rollover.ts';
import type { Writer } from '../write/writer.ts';
import { actOnce, isWriteIndex } from './act.ts';
import type { LifecycleErrors } from './lifecycle-errors.ts';
import { type LifecyclePosition, policyName, positionOf } from './position.ts';

/** What lifecycles work on. */
export interface LifecycleParts {
  readonly catalog: IndexCatalog;
  readonly indices: Indices;
  readonly writer: Pick<Writer, 'counts' | 'merge'>;
  readonly errors: LifecycleErrors;
  readonly log: Logger;
}

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

async function runPolicy(parts: LifecycleParts, entry: IndexEntry, now: Date): Promise<void> {
  const { catalog, indices } = parts;
  const name = policyName(entry);
  if (name === undefined || catalog.index(entry.name) !== entry) {
    return;
  }
  const policy = catalog.policies.get(name);
  if (!policy) {
    throw new Error(`policy [${name}] does not exist`);
  }
  const { action, phase } = await actUntil(parts, entry, { policy: policy.policy, now });
  if (action === 'rollover') {
    await rollOverByPolicy(parts, entry, { conditions: phase?.actions.rollover, now });
  } else if (action === 'delete') {
    if (isWriteIndex(catalog, entry)) {
      throw new Error(
        `index [${entry.name}] is the write index for data stream [${entry.dataStream}]. stopping execution of lifecycle [${name}] as a data stream's write index cannot be deleted. manually rolling over the index will resume the execution of the policy as the index will not be the data stream's write index anymore`,
      );
    }
    await indices.remove([entry]);
  }
}

/** Does what is done once, action by action; gives where the index is then. */
async function actUntil(
  parts: LifecycleParts,
  entry: IndexEntry,
  { policy, now }: { readonly policy: JsonObject; readonly now: Date },
): Promise<LifecyclePosition> {
  for (;;) {
    const position = positionOf(entry, policy, now.getTime());
    const { phase, action } = position;
    if (action === 'complete' || action === 'rollover' || action === 'delete') {
      return position;
    }
    await actOnce(parts, entry, { phase, action });
    parts.log.info(
      { index: entry.name, phase: phase?.name, action },
      'a lifecycle action was done',
    );
  }
}

interface Rolling {
  readonly conditions: unknown;
  readonly now: Date;
}

async function rollOverByPolicy(
  parts: LifecycleParts,
  entry: IndexEntry,
  { conditions, now }: Rolling,
): Promise<void> {
  const { catalog } = parts;
  const alias = entry.dataStream ?? String(entry.settings['index.lifecycle.rollover_alias'] ?? '');
  if (alias === '') {
    throw new Error(
      `setting [index.lifecycle.rollover_alias] for index [${entry.name}] is empty or not defined`,
    );
  }
  if (entry.dataStream !== undefined && !isWriteIndex(catalog, entry)) {
    return;
  }
  if (entry.dataStream === undefined && entry.aliases[alias] === undefined) {
    throw new Error(
      `index.lifecycle.rollover_alias [${alias}] does not point to index [${entry.name}]`,
    );
  }
  const plan = planRollover(catalog, { name: alias, now });
  if (plan.old === entry) {
    const known = isObject(conditions) ? conditions : {};
    await rollOverWhen(parts, { alias, conditions: known, now });
  }
}

/** Rolls over when the conditions hold. An empty index stays, as in Elasticsearch, unless `min_docs` says otherwise. */
async function rollOverWhen(
  { catalog, indices, writer, log }: LifecycleParts,
  {
    alias,
    conditions,
    now,
  }: { readonly alias: string; readonly conditions: JsonObject; readonly now: Date },
): Promise<void> {
  const hasMinimum = Object.keys(conditions).some((name) => name.startsWith('min_'));
  const wanted = parseConditions(hasMinimum ? conditions : { ...conditions, min_docs: 1 });
  const plan = planRollover(catalog, { name: alias, now });
  const facts = {
    ageMs: now.getTime() - plan.old.createdMs,
    counts: await writer.counts(plan.old.uuid),
  };
  if (conditionsHold(wanted, facts)) {
    await rollOver(indices, plan, { alias, request: {}, now });
    log.info({ index: plan.old.name, next: plan.newName }, 'an index was rolled over');
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
  const conditions = rolloverConditions(lifecycle);
  await rollOverWhen(parts, { alias: name, conditions, now });
  const { catalog, indices } = parts;
  const current = catalog.dataStream(name);
  const entries = current?.indices.flatMap((name) => catalog.index(name) ?? []) ?? [];
  const expired = expiredIndices(entries, lifecycle, now.getTime());
  if (expired.length > 0) {
    await indices.remove(expired);
  }
}
