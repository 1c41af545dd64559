import type { JsonObject } from '@longshore/common/json';
import type { IndexEntry } from '../index/index-entry.ts';
import {
  ACTIONS,
  PHASES,
  type Phase,
  type PolicyPhase,
  phasesOf,
} from '../index/lifecycle-policy.ts';

/** What of an index decides where it is in its policy. */
export type AgedIndex = Pick<IndexEntry, 'createdMs' | 'lifecycle' | 'rolledOver' | 'settings'>;

/** Actions that do something; the others of a policy concern several nodes, and are over as soon as they begin. */
export type DueAction =
  | 'allocate'
  | 'delete'
  | 'forcemerge'
  | 'readonly'
  | 'rollover'
  | 'set_priority'
  | 'shrink';

const DUE: ReadonlySet<string> = new Set<DueAction>([
  ...(['allocate', 'delete', 'forcemerge', 'readonly', 'rollover'] as const),
  ...(['set_priority', 'shrink'] as const),
]);

/** Where an index is in its policy. */
export interface LifecyclePosition {
  /** Undefined before the first phase has begun. */
  readonly phase: PolicyPhase | undefined;
  readonly ageMs: number;
  /** From when the age counts: the rollover, the date that the settings give, or the creation. */
  readonly sinceMs: number;
  /** What is to be done next; `complete` when the phase has nothing to do. */
  readonly action: DueAction | 'complete';
}

/** The name of the policy of an index. */
export function policyName({ settings }: Pick<IndexEntry, 'settings'>): string | undefined {
  const name = settings['index.lifecycle.name'];
  return name === undefined || name === '' ? undefined : String(name);
}

/**
 * Works out where an index is: at the first action that is not done yet of the phases whose age it has reached, else in
 * the last of them. It stays hot until it was rolled over. What is to be deleted has nothing else done to it before.
 */
export function positionOf(index: AgedIndex, policy: JsonObject, nowMs: number): LifecyclePosition {
  const sinceMs = index.rolledOver?.atMs ?? originOf(index);
  const ageMs = Math.max(0, nowMs - sinceMs);
  const movedTo = index.lifecycle?.phase;
  const reached = phasesOf(policy).filter(
    ({ name, minAgeMs }) =>
      minAgeMs <= ageMs || (movedTo !== undefined && !isBefore(movedTo, name)),
  );
  const pending = reached.flatMap((phase) => pendingOf(phase, index));
  const isHot = pending.some(({ action }) => action === 'rollover');
  const last = pending.at(-1);
  const next = !isHot && last?.action === 'delete' ? last : pending[0];
  return { ageMs, sinceMs, ...(next ?? { phase: reached.at(-1), action: 'complete' }) };
}

/** The key of an action in `IndexEntry.lifecycle.done`. */
export const markOf = (phase: Phase, action: string): string => `${phase}/${action}`;

/** Whether a phase comes before another one. */
export function isBefore(one: Phase, other: Phase): boolean {
  return PHASES.indexOf(one) < PHASES.indexOf(other);
}

/** Actions of a phase that do something, in their order. */
export function actionsOf(phase: PolicyPhase): readonly DueAction[] {
  const isOurs = (action: string): action is DueAction => DUE.has(action);
  return ACTIONS[phase.name].filter(isOurs).filter((action) => action in phase.actions);
}

function pendingOf(phase: PolicyPhase, index: AgedIndex) {
  const done = new Set(index.lifecycle?.done);
  return actionsOf(phase)
    .filter((action) => !done.has(markOf(phase.name, action)))
    .filter((action) => action !== 'rollover' || !isRolledOver(index))
    .map((action) => ({ phase, action }));
}

function isRolledOver({ rolledOver, settings }: AgedIndex): boolean {
  return rolledOver !== undefined || settings['index.lifecycle.indexing_complete'] === 'true';
}

function originOf({ createdMs, settings }: AgedIndex): number {
  const origin = Number(settings['index.lifecycle.origination_date'] ?? -1);
  return origin >= 0 ? origin : createdMs;
}
