/** What was done, and how long it took. */
export interface IngestCount {
  count: number;
  failed: number;
  tookMs: number;
}

/** Counts documents that went through pipelines, in all and by pipeline; they only grow. */
export class IngestCounters {
  readonly total: IngestCount = none();
  readonly #byPipeline = new Map<string, IngestCount>();

  /** A document went through a pipeline that was asked for (not those within it). */
  add(pipeline: string, tookMs: number, hasFailed: boolean): void {
    const one = this.#byPipeline.get(pipeline) ?? none();
    this.#byPipeline.set(pipeline, one);
    for (const counted of [this.total, one]) {
      counted.count += 1;
      counted.tookMs += tookMs;
      counted.failed += hasFailed ? 1 : 0;
    }
  }

  of(pipeline: string): IngestCount {
    return this.#byPipeline.get(pipeline) ?? none();
  }

  forget(pipeline: string): void {
    this.#byPipeline.delete(pipeline);
  }
}

const none = (): IngestCount => ({ count: 0, failed: 0, tookMs: 0 });
