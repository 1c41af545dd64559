import type { JsonObject } from '@longshore/common/json';
import { nameMatcher } from './expression.ts';
import type { LifecyclePolicy } from './lifecycle-policy.ts';
import type { StateStore } from './state-store.ts';

const POLICY = 'ilm/';
const STOPPED = 'ilm_stopped';

/** Lifecycle policies by name, and whether they are executed at all; on disk after the next `sync`. */
export class PolicyStore {
  readonly #state: StateStore;

  constructor(state: StateStore) {
    this.#state = state;
  }

  get(name: string): LifecyclePolicy | undefined {
    const json = this.#state.get(POLICY + name);
    return json === undefined ? undefined : (json as unknown as LifecyclePolicy);
  }

  /** Policies that fit one of the patterns, which are joined by commas, by name. */
  find(patterns: string): readonly (readonly [string, LifecyclePolicy])[] {
    const tests = patterns.split(',').map(nameMatcher);
    return this.#state
      .entries(POLICY)
      .map(([key]) => key.slice(POLICY.length))
      .filter((name) => tests.some((fits) => fits(name)))
      .sort()
      .flatMap((name) => {
        const policy = this.get(name);
        return policy ? [[name, policy] as const] : [];
      });
  }

  /** Its version counts up, unless it says what it said before. */
  put(name: string, policy: JsonObject, modifiedMs: number): void {
    const before = this.get(name);
    if (JSON.stringify(before?.policy) === JSON.stringify(policy)) {
      return;
    }
    const version = (before?.version ?? 0) + 1;
    this.#state.put(POLICY + name, { version, modifiedMs, policy });
  }

  remove(name: string): void {
    this.#state.remove(POLICY + name);
  }

  get isStopped(): boolean {
    return this.#state.get(STOPPED) === true;
  }

  set isStopped(isStopped: boolean) {
    this.#state.put(STOPPED, isStopped);
  }
}
