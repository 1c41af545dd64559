import type { Processor } from './processor-type.ts';

/** What was done, and how long it took. */
export interface IngestCount {
  count: number;
  failed: number;
  tookMs: number;
}

/** One thing that was done. */
export interface Done {
  readonly tookMs: number;
  readonly hasFailed: boolean;
}

/** Counts documents that went through pipelines, in all, by pipeline and by processor; they only grow. */
export class IngestCounters {
  readonly total: IngestCount = none();
  readonly #byPipeline = new Map<string, IngestCount>();
  /** A pipeline that is put again has other processors, which begin anew. */
  readonly #byProcessor = new WeakMap<Processor, IngestCount>();

  /** A document went through all of its pipelines, whatever their number. */
  addDocument(done: Done): void {
    add(this.total, done);
  }

  /** A document went through a pipeline, maybe within another one. */
  addPipeline(id: string, done: Done): void {
    const one = this.#byPipeline.get(id) ?? none();
    this.#byPipeline.set(id, one);
    add(one, done);
  }

  /** A processor ran; one whose condition says no does not. */
  addProcessor(processor: Processor, done: Done): void {
    const one = this.#byProcessor.get(processor) ?? none();
    this.#byProcessor.set(processor, one);
    add(one, done);
  }

  of(pipeline: string): IngestCount {
    return this.#byPipeline.get(pipeline) ?? none();
  }

  ofProcessor(processor: Processor): IngestCount {
    return this.#byProcessor.get(processor) ?? none();
  }

  forget(pipeline: string): void {
    this.#byPipeline.delete(pipeline);
  }
}

const none = (): IngestCount => ({ count: 0, failed: 0, tookMs: 0 });

function add(counted: IngestCount, { tookMs, hasFailed }: Done): void {
  counted.count += 1;
  counted.tookMs += tookMs;
  counted.failed += hasFailed ? 1 : 0;
}
