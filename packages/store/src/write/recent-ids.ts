import type { DocumentState } from './versions.ts';

/** Ids that were written a moment ago are often written again. About 1.5 MB per index that is written by id. */
const RECENT_IDS_MAX = 10_000;

/** What was last written to an id and is in the engine now; the oldest are forgotten. Deletes are remembered too. */
export class RecentIds {
  readonly #states = new Map<string, DocumentState>();

  get(id: string): DocumentState | undefined {
    return this.#states.get(id);
  }

  set(id: string, state: DocumentState): void {
    this.#states.delete(id);
    this.#states.set(id, state);
    if (this.#states.size > RECENT_IDS_MAX) {
      const [oldest] = this.#states.keys();
      this.#states.delete(oldest ?? id);
    }
  }
}
