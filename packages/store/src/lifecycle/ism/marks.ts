import type { JsonObject } from '@longshore/common/json';
import type { IsmChange, IsmMark } from '../../index/index-entry.ts';
import { parseAge } from '../units.ts';
import { actionOf, type IsmRetry, type IsmState, retryOf, statesOf } from './policy.ts';

/** What an index does next in its policy. */
export type IsmMove =
  | { readonly kind: 'act'; readonly action: JsonObject }
  /** All actions of the state are done: a transition may lead to another one. */
  | { readonly kind: 'leave'; readonly transitions: readonly JsonObject[] }
  /** It failed for good, or is to be tried again later. */
  | { readonly kind: 'wait' }
  /** Nothing leads away from its state. */
  | { readonly kind: 'complete' };

/** Works out what is next from the mark alone. */
export function moveOf(mark: IsmMark, nowMs: number): IsmMove {
  const { actions, transitions } = stateOf(mark);
  const action = actions[mark.done];
  if (mark.isFailed === true || nowMs < (mark.retryAtMs ?? 0)) {
    return { kind: 'wait' };
  }
  if (action !== undefined) {
    return { kind: 'act', action };
  }
  return transitions.length === 0 && mark.change === undefined
    ? { kind: 'complete' }
    : { kind: 'leave', transitions };
}

/** The state of an index; one that its policy does not have is an empty one. */
export function stateOf({ policy, state }: Pick<IsmMark, 'policy' | 'state'>): IsmState {
  const found = statesOf(policy).find(({ name }) => name === state);
  return found ?? { name: state, actions: [], transitions: [] };
}

/** At the beginning of a state. */
export function movedTo(mark: IsmMark, state: string, nowMs: number): IsmMark {
  const { policyId, policy, seqNo, change } = mark;
  return {
    ...{ policyId, policy, seqNo, state },
    ...(change === undefined ? {} : { change }),
    stateSinceMs: nowMs,
    done: 0,
    retries: 0,
    message: `Transitioning to ${state}`,
  };
}

/** Behind the action that it was at. */
export function doneWith(mark: IsmMark, message: string): IsmMark {
  const { actionSinceMs: _, retryAtMs: _at, ...kept } = mark;
  return { ...kept, done: mark.done + 1, retries: 0, message };
}

/** After an action that could not be done: it is tried again, until it was often enough. */
export function failedOnce(
  mark: IsmMark,
  { action, reason, nowMs }: Tried & { readonly reason: string },
): IsmMark {
  const retry = retryOf(action);
  const { retryAtMs: _, ...kept } = mark;
  if (mark.retries >= retry.count || isOverdue(mark, { action, nowMs })) {
    return { ...kept, isFailed: true, message: reason };
  }
  const retries = mark.retries + 1;
  return { ...kept, retries, retryAtMs: nowMs + delayMs(retry, retries), message: reason };
}

/** After an action whose conditions do not hold yet. */
export function waitedFor(
  mark: IsmMark,
  { action, message, nowMs }: Tried & { readonly message: string },
): IsmMark {
  const isFailed = isOverdue(mark, { action, nowMs });
  return isFailed
    ? { ...mark, isFailed, message: `Action timed out [action=${actionOf(action).name}]` }
    : { ...mark, message };
}

/** Failed for good, and tried again, from another state if one is given. */
export function retried(mark: IsmMark, state: string | undefined, nowMs: number): IsmMark {
  const { isFailed: _, retryAtMs: _at, actionSinceMs: _since, ...kept } = mark;
  const fresh = { ...kept, retries: 0, message: 'Pending retry of failed managed index' };
  return state === undefined ? fresh : { ...movedTo(mark, state, nowMs), message: fresh.message };
}

/** Whether another policy can count at once: not in the middle of a state whose actions it has otherwise. */
export function canChangeNow(mark: IsmMark, change: IsmChange): boolean {
  const { actions } = stateOf(mark);
  const others = stateOf({ policy: change.policy, state: mark.state }).actions;
  const isBetween = mark.done === 0 && mark.actionSinceMs === undefined;
  const isSame = JSON.stringify(actions) === JSON.stringify(others);
  return isBetween || isSame || mark.done >= actions.length || mark.isFailed === true;
}

/** By another policy: in the state that is named, else in the same one if it goes on with its policy, else at the start. */
export function changedTo(mark: IsmMark, change: IsmChange, nowMs: number): IsmMark {
  const { state, ...by } = change;
  const { change: _, ...kept } = mark;
  const names = statesOf(change.policy).map(({ name }) => name);
  const isSame = change.policyId === mark.policyId && names.includes(mark.state);
  const message = `Successfully changed policy to ${change.policyId}`;
  if (state === undefined && isSame) {
    const done = Math.min(mark.done, stateOf({ ...by, state: mark.state }).actions.length);
    return { ...kept, ...by, done, message };
  }
  const start = state ?? String(change.policy.default_state);
  return { ...movedTo({ ...kept, ...by }, start, nowMs), message };
}

interface Tried {
  readonly action: JsonObject;
  readonly nowMs: number;
}

function isOverdue({ actionSinceMs }: IsmMark, { action, nowMs }: Tried): boolean {
  const { timeout } = action;
  return (
    timeout !== undefined &&
    actionSinceMs !== undefined &&
    nowMs - actionSinceMs > parseAge('timeout', timeout)
  );
}

const DOUBLINGS_MAX = 20;

function delayMs({ backoff, delayMs: delay }: IsmRetry, retries: number): number {
  const factors = {
    constant: 1,
    exponential: 2 ** Math.min(DOUBLINGS_MAX, retries - 1),
    linear: retries,
  };
  return delay * factors[backoff];
}
