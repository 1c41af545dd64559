import { errors, type LongshoreError } from '@longshore/common/errors';
import { illegalState } from './configuration-error.ts';
import type { IngestCounters } from './ingest-counters.ts';
import type { Pipeline } from './pipeline.ts';
import type { Processor } from './processor-type.ts';

/** Of one document, those of inner pipelines and loops included: no document may take the process for itself. */
const STEPS_MAX = 100_000;
/** Of all processors of one document; a processor that has begun ends. */
const DURATION_MS_MAX = 10_000;
const PIPELINE_DEPTH_MAX = 100;
/** A document may be rerouted, and each target has pipelines of its own. */
const EXECUTED_MAX = 1_000;

/** A failure, and the processor in which it happened. */
export interface Failure {
  readonly error: LongshoreError;
  readonly processor: Processor;
  readonly pipeline: string | undefined;
}

/** Is told what each processor did, for `_simulate?verbose`. */
export interface Tracer {
  ran(processor: Processor): void;
  skipped(processor: Processor): void;
  dropped(processor: Processor): void;
  failed(processor: Processor, error: LongshoreError, isIgnored: boolean): void;
  /** A pipeline processor is about to run its pipeline. */
  entered(processor: Processor): void;
  /** The whole simulation is refused. */
  refused(error: LongshoreError): void;
}

/** The way of one document through pipelines. */
export class PipelineRun {
  /** Pipelines by id. */
  readonly pipelineOf: (id: string) => Pipeline | undefined;
  tracer: Tracer | undefined;
  /** Where pipelines and processors are counted; nowhere in a trial. */
  counters: IngestCounters | undefined;
  /** The processor that is being run. */
  current: Processor | undefined;
  /** Ids of pipelines in the order in which they began. */
  readonly executed = new Set<string>();
  failure: Failure | undefined;
  /** The document is not to be written. */
  isDropped = false;
  /** The rest of all pipelines is passed over: another target has its own. */
  isRerouted = false;
  /** The rest of this pipeline is passed over. */
  isTerminated = false;
  private readonly stack: string[] = [];
  private steps = 0;
  private readonly clock: () => number;
  private readonly startedMs: number;

  constructor(
    pipelineOf: (id: string) => Pipeline | undefined,
    tracer?: Tracer,
    clock = () => performance.now(),
  ) {
    this.pipelineOf = pipelineOf;
    this.tracer = tracer;
    this.clock = clock;
    this.startedMs = clock();
  }

  /** The pipeline that is being run. */
  get pipeline(): string | undefined {
    return this.stack.at(-1);
  }

  get isOver(): boolean {
    return this.isDropped || this.isRerouted || this.isTerminated;
  }

  enter(id: string): void {
    if (this.stack.includes(id)) {
      throw illegalState(`Cycle detected for pipeline: ${id}`);
    }
    if (this.stack.length >= PIPELINE_DEPTH_MAX) {
      throw illegalState(`Too many nested pipelines, more than ${PIPELINE_DEPTH_MAX}`);
    }
    this.stack.push(id);
    this.executed.add(id);
    if (this.executed.size > EXECUTED_MAX) {
      throw illegalState(`More than ${EXECUTED_MAX} pipelines for one document`);
    }
  }

  leave(): void {
    this.stack.pop();
    this.isTerminated = false;
  }

  /** A pipeline processor has found its pipeline. */
  entered(): void {
    if (this.tracer && this.current) {
      this.tracer.entered(this.current);
    }
  }

  /** Does something of which the trace shows nothing. */
  untraced(work: () => void): void {
    const { tracer } = this;
    this.tracer = undefined;
    try {
      work();
    } finally {
      this.tracer = tracer;
    }
  }

  /** Counts a processor that is about to run. */
  step(): void {
    this.steps += 1;
    this.checkTime();
    if (this.steps > STEPS_MAX) {
      throw errors.illegalArgument(
        `more than ${STEPS_MAX} processors ran for one document; the pipeline has a loop over too much`,
      );
    }
  }

  private checkTime(): void {
    if (this.clock() - this.startedMs > DURATION_MS_MAX) {
      throw errors.illegalArgument(
        `the pipelines of one document took more than ${DURATION_MS_MAX} ms; what is left of them is not run`,
      );
    }
  }

  /** Remembers where a failure began; on its way outward it passes processors that are not at fault. */
  noteFailure(error: LongshoreError, processor: Processor): Failure {
    if (this.failure?.error !== error) {
      this.failure = { error, processor, pipeline: this.pipeline };
    }
    return this.failure;
  }
}
