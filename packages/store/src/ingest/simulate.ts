import { errors, LongshoreError } from '@longshore/common/errors';
import { configurationError } from './configuration-error.ts';
import { IngestDocument, isMetadata } from './ingest-document.ts';
import {
  cloneObject,
  type IngestObject,
  type IngestValue,
  isIngestObject,
  member,
  toIngest,
} from './ingest-value.ts';
import { javaText, javaType } from './java-text.ts';
import { ANY_VERSION } from './metadata.ts';
import type { Pipeline } from './pipeline.ts';
import { PipelineRun, type Tracer } from './pipeline-run.ts';
import type { Processor } from './processor-type.ts';
import { runPipeline } from './run-pipeline.ts';

/** The id of a pipeline that only a simulation has. */
export const SIMULATED = '_simulate_pipeline';

const DOCUMENTS_MAX = 10_000;

/** What a simulation needs beside documents. */
export interface Simulation {
  readonly pipeline: Pipeline;
  readonly pipelineOf: (id: string) => Pipeline | undefined;
  readonly now: Date;
}

/** The documents of a request, each with its metadata. */
export function readDocuments(
  value: IngestValue | undefined,
  now: Date,
): readonly IngestDocument[] {
  if (value === undefined || value === null) {
    throw configurationError('required property is missing', {}, 'docs');
  }
  if (!Array.isArray(value)) {
    throw configurationError(`property isn't a list, but of type [${javaType(value)}]`, {}, 'docs');
  }
  if (value.length === 0) {
    throw errors.illegalArgument('must specify at least one document in [docs]');
  }
  if (value.length > DOCUMENTS_MAX) {
    throw errors.illegalArgument(`a simulation may have ${DOCUMENTS_MAX} documents`);
  }
  return value.map((one) => readDocument(one, now));
}

const DOCUMENT_KEYS: ReadonlySet<string> = new Set(['_source', '_type']);

function readDocument(value: IngestValue, now: Date): IngestDocument {
  if (!isIngestObject(value)) {
    throw errors.illegalArgument('malformed [docs] section, should include an inner object');
  }
  const source = member(value, '_source');
  if (!isIngestObject(source)) {
    throw configurationError('required property is missing', {}, '_source');
  }
  const unknown = Object.keys(value).find((key) => !DOCUMENT_KEYS.has(key) && !isMetadata(key));
  if (unknown !== undefined) {
    throw errors.illegalArgument(`unknown field [${unknown}] of a document in [docs]`);
  }
  const metadata: IngestObject = { _index: '_index', _id: '_id', _version: ANY_VERSION };
  for (const [key, one] of Object.entries(value)) {
    if (isMetadata(key) && one !== null) {
      metadata[key] = one;
    }
  }
  return IngestDocument.of(cloneObject(source), metadata, now);
}

/** What a pipeline makes of a document: `{doc}`, `{error}`, or null when it is dropped. */
export function simulate(document: IngestDocument, simulation: Simulation): IngestValue {
  const run = new PipelineRun(simulation.pipelineOf);
  try {
    runPipeline(simulation.pipeline, document, run);
  } catch (error) {
    return failureOf(error);
  }
  return run.isDropped ? null : { doc: shown(document) };
}

/** What each processor makes of it: `{processor_results}`. */
export function simulateVerbosely(document: IngestDocument, simulation: Simulation): IngestValue {
  const trace = new Trace(document);
  const run = new PipelineRun(simulation.pipelineOf, trace);
  try {
    runPipeline(simulation.pipeline, document, run);
  } catch (error) {
    if (trace.refusal) {
      throw trace.refusal;
    }
    failureOf(error);
  }
  return { processor_results: trace.results };
}

class Trace implements Tracer {
  readonly results: IngestValue[] = [];
  refusal: LongshoreError | undefined;
  private readonly document: IngestDocument;

  constructor(document: IngestDocument) {
    this.document = document;
  }

  ran(processor: Processor): void {
    if (processor.type !== 'pipeline') {
      this.results.push({ ...about(processor, 'success', true), doc: shown(this.document) });
    }
  }

  skipped(processor: Processor): void {
    this.results.push(about(processor, 'skipped', false));
  }

  dropped(processor: Processor): void {
    if (processor.type !== 'pipeline') {
      this.results.push(about(processor, 'dropped', true));
    }
  }

  failed(processor: Processor, error: LongshoreError, isIgnored: boolean): void {
    this.results.push(
      isIgnored
        ? {
            ...about(processor, 'error_ignored', true),
            ignored_error: failureOf(error),
            doc: shown(this.document),
          }
        : { ...about(processor, 'error', true), ...failureOf(error) },
    );
  }

  entered(processor: Processor): void {
    this.results.push(about(processor, 'success', true));
  }

  refused(error: LongshoreError): void {
    this.refusal = error;
  }
}

function about(processor: Processor, status: string, result: boolean): IngestObject {
  const { type, tag, description, condition } = processor;
  return {
    processor_type: type,
    status,
    ...(description === undefined ? {} : { description }),
    ...(tag === undefined ? {} : { tag }),
    ...(condition ? { if: { condition: condition.source, result } } : {}),
  };
}

/** A document as a simulation shows it: metadata as texts. */
function shown(document: IngestDocument): IngestObject {
  const doc: IngestObject = {};
  for (const [key, value] of Object.entries(document.ctx)) {
    if (isMetadata(key) && value !== null) {
      doc[key] = isIngestObject(value) ? cloneObject(value) : javaText(value);
    }
  }
  doc._source = cloneObject(document.source());
  doc._ingest = cloneObject(document.ingest);
  return doc;
}

function failureOf(error: unknown): IngestObject {
  if (!(error instanceof LongshoreError)) {
    throw error;
  }
  const one = errorOf(error);
  return { error: { root_cause: [{ ...one }], ...one } };
}

function errorOf({ type, message, details, cause }: LongshoreError): IngestObject {
  const more = toIngest(JSON.parse(JSON.stringify(details)));
  return {
    type,
    reason: message,
    ...(isIngestObject(more) ? more : {}),
    ...(cause instanceof LongshoreError ? { caused_by: errorOf(cause) } : {}),
  };
}
