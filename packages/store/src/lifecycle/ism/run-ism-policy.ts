import type { JsonObject } from '@longshore/common/json';
import type { IndexCatalog } from '../../index/catalog.ts';
import type { IndexEntry, IsmChange, IsmMark } from '../../index/index-entry.ts';
import {
  attachIsmPolicy,
  detachIsmPolicy,
  ismPolicyId,
  ismSetting,
  setIsmPolicyId,
} from '../../index/ism-attachment.ts';
import type { LifecycleParts } from '../parts.ts';
import { policyName } from '../position.ts';
import { perform, type Step } from '../step.ts';
import { ISM_ACTIONS } from './actions.ts';
import { changedTo, doneWith, failedOnce, movedTo, moveOf, waitedFor } from './marks.ts';
import { actionOf } from './policy.ts';
import { nextState } from './transitions.ts';

/** Why the policy of an index is not followed at all. */
export function ismObstacle(catalog: IndexCatalog, entry: IndexEntry): string | undefined {
  const id = ismPolicyId(entry);
  const other = policyName(entry);
  if (id !== undefined && other !== undefined) {
    return `the index has the lifecycle policy [${other}] too: take one of them from it by _ilm/remove or _ism/remove`;
  }
  const isMissing = id !== entry.ism?.policyId && catalog.ismPolicies.get(id ?? '') === undefined;
  return id !== undefined && isMissing ? `Fail to load policy: ${id}` : undefined;
}

/** Does what is due in an index by its ISM policy, action by action and state by state, until it has to wait. */
export async function runIsmPolicy(
  parts: LifecycleParts,
  entry: IndexEntry,
  now: Date,
): Promise<void> {
  const { catalog } = parts;
  if (!(await isManaged(catalog, entry, now))) {
    return;
  }
  /** A policy may go in circles: each state is left once in a run. */
  const left = new Set<string>();
  while (catalog.index(entry.name) === entry && entry.ism !== undefined) {
    const mark = entry.ism;
    const move = moveOf(mark, now.getTime());
    if (move.kind === 'act') {
      if (!(await act(parts, entry, { mark, action: move.action, now }))) {
        return;
      }
    } else if (move.kind !== 'leave' || left.has(mark.state)) {
      return;
    } else {
      left.add(mark.state);
      if (!(await leave(parts, entry, { mark, transitions: move.transitions, now }))) {
        return;
      }
    }
  }
}

/** Goes over to another policy. To be saved by who calls. */
export function applyChange(entry: IndexEntry, mark: IsmMark, change: IsmChange, nowMs: number) {
  setIsmPolicyId(entry, change.policyId);
  entry.ism = changedTo(mark, change, nowMs);
}

/** Whether it has a policy that can be followed; begins with one that is new to it. */
async function isManaged(catalog: IndexCatalog, entry: IndexEntry, now: Date): Promise<boolean> {
  const id = ismPolicyId(entry);
  if (id === undefined) {
    if (entry.ism !== undefined) {
      detachIsmPolicy(entry);
      catalog.save(entry);
      await catalog.sync();
    }
    return false;
  }
  const kept = catalog.ismPolicies.get(id);
  if (ismObstacle(catalog, entry) !== undefined) {
    return false;
  }
  if (entry.ism?.policyId !== id && kept !== undefined) {
    attachIsmPolicy(entry, id, { kept, nowMs: now.getTime() });
    catalog.save(entry);
    await catalog.sync();
  }
  return true;
}

interface Acting {
  readonly mark: IsmMark;
  readonly action: JsonObject;
  readonly now: Date;
}

/** Does an action; false when it has to be done later. */
async function act(
  parts: LifecycleParts,
  entry: IndexEntry,
  { mark, action, now }: Acting,
): Promise<boolean> {
  const nowMs = now.getTime();
  const { name, options } = actionOf(action);
  const tried: IsmMark = { ...mark, actionSinceMs: mark.actionSinceMs ?? nowMs };
  const done = doneWith(tried, `Successfully completed action [${name}] [index=${entry.name}]`);
  const note = () => {
    // Somebody may have taken the policy away meanwhile, or given it another one.
    entry.ism = entry.ism === mark ? done : entry.ism;
  };
  try {
    const step = stepOf(name, options, entry);
    if ((await perform(parts, entry, { step, now, note })) === 'waiting') {
      const message = `Conditions of action [${name}] not met [index=${entry.name}]`;
      await keep(parts, entry, { from: mark, to: waitedFor(tried, { action, message, nowMs }) });
      return false;
    }
    await keep(parts, entry, { from: mark, to: done });
    parts.log.info(
      { index: entry.name, state: mark.state, action: name },
      'an ISM action was done',
    );
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await keep(parts, entry, { from: mark, to: failedOnce(tried, { action, reason, nowMs }) });
    parts.log.warn({ error, index: entry.name, action: name }, 'an ISM action could not be done');
    return false;
  }
}

const NOTHING: Step = { kind: 'change' };

function stepOf(name: string, options: JsonObject, entry: IndexEntry): Step {
  const isSkipped = entry.rolledOver !== undefined || ismSetting(entry, 'rollover_skip') === 'true';
  const step = ISM_ACTIONS[name]?.plan(options, entry);
  return step === undefined || (name === 'rollover' && isSkipped) ? NOTHING : step;
}

interface Leaving {
  readonly mark: IsmMark;
  readonly transitions: readonly JsonObject[];
  readonly now: Date;
}

/** Goes to the next state, or over to another policy; false when no condition holds. */
async function leave(
  parts: LifecycleParts,
  entry: IndexEntry,
  { mark, transitions, now }: Leaving,
): Promise<boolean> {
  const nowMs = now.getTime();
  if (mark.change !== undefined) {
    applyChange(entry, mark, mark.change, nowMs);
    parts.catalog.save(entry);
    await parts.catalog.sync();
    return true;
  }
  const { aliases, createdMs, rolledOver } = entry;
  const next = nextState(transitions, {
    ageMs: nowMs - createdMs,
    rolloverAgeMs: rolledOver && nowMs - rolledOver.atMs,
    stateAgeMs: nowMs - mark.stateSinceMs,
    hasAlias: Object.keys(aliases).length > 0,
    counts: await parts.writer.counts(entry.uuid),
  });
  const message = `Evaluating transition conditions [index=${entry.name}]`;
  const to = next === undefined ? { ...mark, message } : movedTo(mark, next, nowMs);
  await keep(parts, entry, { from: mark, to });
  return next !== undefined;
}

/** On disk, unless it says what it said before, or somebody changed the index meanwhile. */
async function keep(
  { catalog }: LifecycleParts,
  entry: IndexEntry,
  { from, to }: { readonly from: IsmMark; readonly to: IsmMark },
): Promise<void> {
  const isNews = JSON.stringify(from) !== JSON.stringify(to);
  if (isNews && entry.ism === from && catalog.index(entry.name) === entry) {
    entry.ism = to;
    catalog.save(entry);
    await catalog.sync();
  }
}
