import type { Event, Fields } from '@longshore/common/fields';
import type { StreamName } from './event-sink.ts';

/** What a fetch may use of the world. */
interface FetchContext {
  /** Aborted when the fetch takes longer than its period, or when the agent stops. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** One thing to measure. `fetch` does the I/O; `map` is pure, so a fixture tests it whole. */
export interface Metricset<Raw> {
  readonly name: `${string}.${string}`;
  readonly fields: Fields;
  /** True when events compare two samples: the runner then fetches twice at start, a second apart. */
  readonly comparesSamples?: boolean;
  /** It runs once in so many periods of the agent; 1 if not given. */
  readonly everyPeriods?: number;
  fetch(context: FetchContext): Promise<Raw>;
  map(raw: Raw, now: Date): Event[];
}

/** A data stream that we fill, with every field of our own in it; index templates are made from these. */
export interface DatasetDefinition extends StreamName {
  readonly fields: Fields;
}

/** A module by its name, with all data streams it can fill. */
export interface ModuleDefinition {
  readonly name: string;
  readonly datasets: readonly DatasetDefinition[];
}
