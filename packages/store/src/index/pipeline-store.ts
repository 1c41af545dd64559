import { jsonText } from '@longshore/common/json';
import { nameMatcher } from './expression.ts';
import type { StateStore } from './state-store.ts';

const PIPELINE = 'ingest_pipeline/';

/** The texts of ingest pipelines by id, as they were put: numbers in them keep their spelling. */
export class PipelineStore {
  readonly #state: StateStore;
  readonly #texts = new Map<string, string>();

  constructor(state: StateStore) {
    this.#state = state;
    for (const [key, text] of state.entries(PIPELINE)) {
      this.#texts.set(key.slice(PIPELINE.length), jsonText(text));
    }
  }

  get(id: string): string | undefined {
    return this.#texts.get(id);
  }

  /** Ids that fit one of the patterns, which are joined by commas, in alphabetical order. */
  find(patterns: string): readonly string[] {
    const tests = patterns.split(',').map((pattern) => nameMatcher(pattern.trim()));
    return [...this.#texts.keys()].filter((id) => tests.some((fits) => fits(id))).sort();
  }

  put(id: string, text: string): void {
    this.#texts.set(id, text);
    this.#state.put(PIPELINE + id, text);
  }

  remove(id: string): void {
    this.#texts.delete(id);
    this.#state.remove(PIPELINE + id);
  }
}
