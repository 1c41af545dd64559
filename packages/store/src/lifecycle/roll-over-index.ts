import type { JsonObject } from '@longshore/common/json';
import type { Aliases, IndexEntry } from '../index/index-entry.ts';
import { conditionsHold, parseConditions, planRollover, rollOver } from '../rollover.ts';
import type { LifecycleParts } from './parts.ts';
import { isWriteIndex } from './write-index.ts';

/** Gives the alias or the data stream of an index another one to write to. */
export interface RolloverStep {
  readonly kind: 'rollover';
  /** The setting that names the alias; an index of a data stream needs none. */
  readonly aliasSetting: string;
  readonly alias: string;
  /** As `_rollover` has them; always without any. */
  readonly conditions: JsonObject;
  /** The new index gets the other aliases too. */
  readonly copiesAliases?: boolean;
}

/** Rolls over if the index takes the writes and the conditions hold. */
export async function rollOverIndex(
  parts: LifecycleParts,
  entry: IndexEntry,
  { step, now }: { readonly step: RolloverStep; readonly now: Date },
): Promise<'done' | 'waiting'> {
  const { catalog } = parts;
  const { aliasSetting, conditions } = step;
  if (entry.dataStream !== undefined) {
    return isWriteIndex(catalog, entry)
      ? rollOverWhen(parts, { alias: entry.dataStream, conditions, now })
      : 'waiting';
  }
  if (step.alias === '') {
    throw new Error(`setting [${aliasSetting}] for index [${entry.name}] is empty or not defined`);
  }
  if (entry.aliases[step.alias] === undefined) {
    throw new Error(`${aliasSetting} [${step.alias}] does not point to index [${entry.name}]`);
  }
  if (planRollover(catalog, { name: step.alias, now }).old !== entry) {
    return 'waiting';
  }
  const aliases = step.copiesAliases === true ? copied(entry.aliases, step.alias) : {};
  return rollOverWhen(parts, { alias: step.alias, conditions, now, aliases });
}

interface Rolling {
  /** Or the name of a data stream. */
  readonly alias: string;
  readonly conditions: JsonObject;
  readonly now: Date;
  /** What the new index gets beside it. */
  readonly aliases?: JsonObject;
}

/** Rolls an alias or a data stream over when the conditions hold. */
export async function rollOverWhen(
  { catalog, indices, writer, log }: LifecycleParts,
  { alias, conditions, now, aliases = {} }: Rolling,
): Promise<'done' | 'waiting'> {
  const wanted = parseConditions(conditions);
  const plan = planRollover(catalog, { name: alias, now });
  const facts = {
    ageMs: now.getTime() - plan.old.createdMs,
    counts: await writer.counts(plan.old.uuid),
  };
  if (!conditionsHold(wanted, facts)) {
    return 'waiting';
  }
  await rollOver(indices, plan, { alias, request: plan.stream ? {} : { aliases }, now });
  log.info({ index: plan.old.name, next: plan.newName }, 'an index was rolled over');
  return 'done';
}

/** An empty index stays, as in Elasticsearch, unless a `min_` condition says otherwise. */
export function notEmpty(conditions: JsonObject): JsonObject {
  const hasMinimum = Object.keys(conditions).some((name) => name.startsWith('min_'));
  return hasMinimum ? conditions : { ...conditions, min_docs: 1 };
}

/** Without who takes the writes: that stays. */
function copied(aliases: Aliases, rolled: string): JsonObject {
  const others = Object.entries(aliases).filter(([name]) => name !== rolled);
  return Object.fromEntries(
    others.map(([name, { is_write_index: _, ...options }]) => [name, { ...options }]),
  );
}
