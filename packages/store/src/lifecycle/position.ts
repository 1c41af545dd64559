import type { JsonObject } from '@longshore/common/json';
import type { IndexEntry } from '../index/index-entry.ts';
import { type PolicyPhase, phasesOf } from '../index/lifecycle-policy.ts';

/** What of an index decides where it is in its policy. */
export type AgedIndex = Pick<IndexEntry, 'createdMs' | 'rolledOver' | 'settings'>;

/** Where an index is in its policy. */
export interface LifecyclePosition {
  /** Undefined before the first phase has begun. */
  readonly phase: PolicyPhase | undefined;
  readonly ageMs: number;
  /** From when the age counts: the rollover, the date that the settings give, or the creation. */
  readonly sinceMs: number;
  /** What is to be done next; `complete` when the phase has nothing to do. */
  readonly action: 'complete' | 'delete' | 'rollover';
}

/** The name of the policy of an index. */
export function policyName({ settings }: Pick<IndexEntry, 'settings'>): string | undefined {
  const name = settings['index.lifecycle.name'];
  return name === undefined || name === '' ? undefined : String(name);
}

/** Works out where an index is: the last phase whose age it has reached. It stays hot until it was rolled over. */
export function positionOf(index: AgedIndex, policy: JsonObject, nowMs: number): LifecyclePosition {
  const sinceMs = index.rolledOver?.atMs ?? originOf(index);
  const ageMs = Math.max(0, nowMs - sinceMs);
  const phases = phasesOf(policy);
  const hot = phases.find(({ name }) => name === 'hot');
  if (hot && hot.minAgeMs <= ageMs && 'rollover' in hot.actions && !isDone(index)) {
    return { phase: hot, ageMs, sinceMs, action: 'rollover' };
  }
  const reached = phases.filter(({ minAgeMs }) => minAgeMs <= ageMs);
  const phase = reached.at(-1);
  const action = phase?.name === 'delete' && 'delete' in phase.actions ? 'delete' : 'complete';
  return { phase, ageMs, sinceMs, action };
}

function isDone({ rolledOver, settings }: AgedIndex): boolean {
  return rolledOver !== undefined || settings['index.lifecycle.indexing_complete'] === 'true';
}

function originOf({ createdMs, settings }: AgedIndex): number {
  const origin = Number(settings['index.lifecycle.origination_date'] ?? -1);
  return origin >= 0 ? origin : createdMs;
}
