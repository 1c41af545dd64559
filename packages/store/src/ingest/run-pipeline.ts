import { LongshoreError } from '@longshore/common/errors';
import type { IngestDocument } from './ingest-document.ts';
import { type IngestValue, member } from './ingest-value.ts';
import type { Pipeline } from './pipeline.ts';
import type { Failure, PipelineRun } from './pipeline-run.ts';
import type { Processor } from './processor-type.ts';

/** Runs a document through a pipeline; what fails and is not handled is thrown. */
export function runPipeline(pipeline: Pipeline, document: IngestDocument, run: PipelineRun): void {
  run.enter(pipeline.id);
  const outer = member(document.ingest, 'pipeline');
  document.ingest.pipeline = pipeline.id;
  const startedMs = performance.now();
  let hasFailed = true;
  try {
    runHandled(pipeline, document, run);
    hasFailed = false;
  } finally {
    run.counters?.addPipeline(pipeline.id, { tookMs: performance.now() - startedMs, hasFailed });
    run.leave();
    restore(document, 'pipeline', outer);
  }
}

function runHandled(pipeline: Pipeline, document: IngestDocument, run: PipelineRun): void {
  try {
    runAll(pipeline.processors, document, run);
  } catch (error) {
    const { failure } = run;
    if (pipeline.onFailure.length === 0 || failure === undefined || failure.error !== error) {
      throw error;
    }
    handle(pipeline.onFailure, failure, { document, run });
  }
}

function runAll(
  processors: readonly Processor[],
  document: IngestDocument,
  run: PipelineRun,
): void {
  for (const processor of processors) {
    runProcessor(processor, document, run);
    if (run.isOver) {
      return;
    }
  }
}

/** Runs one processor with its condition and what it does about failures. */
export function runProcessor(
  processor: Processor,
  document: IngestDocument,
  run: PipelineRun,
): void {
  run.step();
  try {
    runIfWanted(processor, document, run);
  } catch (error) {
    if (!(error instanceof LongshoreError)) {
      throw error;
    }
    fail(processor, error, { document, run });
  }
}

interface Running {
  readonly document: IngestDocument;
  readonly run: PipelineRun;
}

function runIfWanted(processor: Processor, document: IngestDocument, run: PipelineRun): void {
  if (processor.condition && !processor.condition.test(document)) {
    run.tracer?.skipped(processor);
    return;
  }
  run.current = processor;
  runCounted(processor, document, run);
  if (run.tracer) {
    if (run.isDropped) {
      run.tracer.dropped(processor);
    } else {
      run.tracer.ran(processor);
    }
  }
}

function runCounted(processor: Processor, document: IngestDocument, run: PipelineRun): void {
  const { counters } = run;
  if (!counters) {
    processor.run(document, run);
    return;
  }
  const startedMs = performance.now();
  let hasFailed = true;
  try {
    processor.run(document, run);
    hasFailed = false;
  } finally {
    counters.addProcessor(processor, { tookMs: performance.now() - startedMs, hasFailed });
  }
}

function fail(processor: Processor, error: LongshoreError, { document, run }: Running): void {
  const failure = run.noteFailure(error, processor);
  const isOwn = failure.processor === processor;
  if (isOwn || processor.ignoresFailure) {
    run.tracer?.failed(processor, error, processor.ignoresFailure);
  }
  if (processor.ignoresFailure) {
    return;
  }
  if (processor.onFailure.length === 0) {
    throw error;
  }
  handle(processor.onFailure, failure, { document, run });
}

/** Runs what is to be done about a failure; meanwhile `_ingest` says what it was. */
function handle(
  processors: readonly Processor[],
  { error, processor, pipeline }: Failure,
  { document, run }: Running,
): void {
  const about: readonly (readonly [string, IngestValue | undefined])[] = [
    ['on_failure_message', rootOf(error).message],
    ['on_failure_processor_type', processor.type],
    ['on_failure_processor_tag', processor.tag],
    ['on_failure_pipeline', pipeline],
  ];
  const before = about.map(([key]) => [key, member(document.ingest, key)] as const);
  for (const [key, value] of about) {
    restore(document, key, value);
  }
  try {
    runAll(processors, document, run);
  } finally {
    for (const [key, value] of before) {
      restore(document, key, value);
    }
  }
}

/** Why it failed, in the end: a script says `runtime error`, its cause says which. */
function rootOf(error: LongshoreError): LongshoreError {
  return error.cause instanceof LongshoreError ? rootOf(error.cause) : error;
}

function restore({ ingest }: IngestDocument, key: string, value: IngestValue | undefined): void {
  if (value === undefined) {
    delete ingest[key];
  } else {
    ingest[key] = value;
  }
}
