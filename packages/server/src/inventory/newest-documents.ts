import type { JsonObject } from '@longshore/common/json';
import { timeOf } from './document.ts';

/** The newest document of each key, such as of each container. */
export class NewestDocuments {
  readonly #byKey = new Map<string, JsonObject>();

  /** Takes a document unless a newer one of its key is known; one without a key is left out. */
  put(key: string | null, source: JsonObject): void {
    const known = key === null ? undefined : this.#byKey.get(key);
    if (key !== null && (known === undefined || timeOf(known) <= timeOf(source))) {
      this.#byKey.set(key, source);
    }
  }

  /** Leaves out what is older than a time. */
  forget(beforeMs: number): void {
    for (const [key, source] of this.#byKey) {
      if (timeOf(source) < beforeMs) {
        this.#byKey.delete(key);
      }
    }
  }

  get(key: string): JsonObject | undefined {
    return this.#byKey.get(key);
  }

  keys(): string[] {
    return [...this.#byKey.keys()];
  }

  values(): JsonObject[] {
    return [...this.#byKey.values()];
  }

  entries(): [string, JsonObject][] {
    return [...this.#byKey.entries()];
  }
}
