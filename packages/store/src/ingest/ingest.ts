import { errors, LongshoreError } from '@longshore/common/errors';
import { aliasOwners, writerOf } from '../index/alias-owners.ts';
import type { IndexCatalog } from '../index/catalog.ts';
import { resolveDateMath } from '../index/names.ts';
import { illegalState } from './configuration-error.ts';
import { GeoDatabases } from './geo/geo-databases.ts';
import { IngestCounters } from './ingest-counters.ts';
import { IngestDocument } from './ingest-document.ts';
import { isIngestObject, parseIngest, parseIngestBytes, stringifyIngest } from './ingest-value.ts';
import { type DocumentMetadata, fromCtx, indexOf, toCtx } from './metadata.ts';
import { type Pipeline, parsePipeline } from './pipeline.ts';
import { PipelineRun } from './pipeline-run.ts';
import type { IngestServices } from './processor-type.ts';
import { runPipeline } from './run-pipeline.ts';

/** The pipelines that a document of some target has to go through. */
export interface IngestPlan {
  readonly first: string | undefined;
  readonly final: string | undefined;
}

/** What became of a document: it is to be written, maybe elsewhere and with another source, or dropped. */
export interface IngestOutcome {
  readonly isDropped: boolean;
  readonly metadata: DocumentMetadata;
  readonly source: Buffer;
  /** Ids of the pipelines that ran, in their order. */
  readonly executed: readonly string[];
}

/** Says that a document shall not go through the pipeline that its index has. */
const NO_PIPELINE = '_none';

/** Ingest pipelines: what there are, which a document needs, and running them. */
export class Ingest {
  readonly counters = new IngestCounters();
  private readonly services: IngestServices;
  private readonly catalog: IndexCatalog;
  private readonly now: () => Date;
  /** Compiled pipelines, with the text that they were compiled from. */
  private readonly compiled = new Map<string, { text: string; pipeline: Pipeline }>();

  /** `geoFolder` is that of the operator's databases of addresses; empty for none. */
  constructor(catalog: IndexCatalog, geoFolder: string, now = () => new Date()) {
    const databases = new GeoDatabases(geoFolder);
    this.catalog = catalog;
    this.services = {
      storedScript: (id) => catalog.scripts.get(id)?.source,
      geoDatabase: (fileName) => databases.find(fileName),
    };
    this.now = now;
  }

  /** Reads a pipeline that is not stored; throws for whatever is wrong with it. */
  parse(id: string, config: ReturnType<typeof parseIngest>): Pipeline {
    if (!isIngestObject(config)) {
      throw errors.parsing(`the pipeline [${id}] must be an object`);
    }
    return parsePipeline(id, config, this.services);
  }

  /** A stored pipeline; one that can no longer be read (a script it names is gone) fails each document. */
  pipeline(id: string): Pipeline | undefined {
    const text = this.catalog.pipelines.get(id);
    if (text === undefined) {
      this.compiled.delete(id);
      return undefined;
    }
    const known = this.compiled.get(id);
    if (known?.text === text) {
      return known.pipeline;
    }
    const pipeline = this.parse(id, parseIngest(text));
    this.compiled.set(id, { text, pipeline });
    return pipeline;
  }

  /** Throws for a pipeline that a request names and that is not there. */
  checkNamed(id: string | undefined): void {
    if (id !== undefined && id !== NO_PIPELINE && this.pipeline(id) === undefined) {
      throw noPipeline(id);
    }
  }

  /**
   * What documents for a target have to go through; `undefined` for nothing. `named` is the pipeline that the request
   * names. The target need not exist yet: then its template says. One look-up for many documents.
   */
  plan(index: string, named: string | undefined): IngestPlan | undefined {
    const settings = this.settingsOf(index);
    const first = named ?? settings['index.default_pipeline'];
    const final = settings['index.final_pipeline'];
    const plan = { first: wanted(first), final: wanted(final) };
    return plan.first === undefined && plan.final === undefined ? undefined : plan;
  }

  /**
   * Takes a document through its pipelines. What fails and is not handled is thrown: it is this document's error. With
   * `instead`, it is a trial, in which some pipelines are others; nothing is counted.
   */
  run(
    plan: IngestPlan,
    metadata: DocumentMetadata,
    source: Buffer,
    instead?: ReadonlyMap<string, Pipeline>,
  ): IngestOutcome {
    const run = new PipelineRun((id) => instead?.get(id) ?? this.pipeline(id));
    if (instead) {
      return this.runSteps(plan, { metadata, source, run });
    }
    run.counters = this.counters;
    const startedMs = performance.now();
    let hasFailed = true;
    try {
      const outcome = this.runSteps(plan, { metadata, source, run });
      hasFailed = false;
      return outcome;
    } finally {
      this.counters.addDocument({ tookMs: performance.now() - startedMs, hasFailed });
    }
  }

  private runSteps(plan: IngestPlan, { metadata, source, run }: Incoming): IngestOutcome {
    const document = this.open(metadata, source);
    const targets = [metadata.index];
    let steps = stepsOf(plan);
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      runStep(step.id, document, run);
      if (run.isDropped) {
        return { isDropped: true, metadata, source, executed: [...run.executed] };
      }
      const target = indexOf(document.ctx);
      if (target !== targets.at(-1)) {
        checkTarget(target, { targets, step, id: metadata.id });
        targets.push(target);
        steps = this.nextSteps(target, run);
      }
      run.isRerouted = false;
    }
    return {
      isDropped: false,
      metadata: fromCtx(document),
      source: Buffer.from(stringifyIngest(document.source())),
      executed: [...run.executed],
    };
  }

  private open(metadata: DocumentMetadata, source: Buffer): IngestDocument {
    const json = parseIngestBytes(source);
    if (!isIngestObject(json)) {
      throw errors.contentParse('the source of a document must be an object');
    }
    return IngestDocument.of(json, toCtx(metadata), this.now());
  }

  /** A document that was rerouted goes through all pipelines of its new target, else through the final one only. */
  private nextSteps(target: string, run: PipelineRun): Step[] {
    const plan = this.plan(target, run.isRerouted ? undefined : NO_PIPELINE);
    return plan === undefined ? [] : stepsOf(plan);
  }

  private settingsOf(expression: string): Readonly<Record<string, string | readonly string[]>> {
    const name = tryDateMath(expression, this.now());
    const stream = this.catalog.dataStream(name)?.indices.at(-1);
    const entry = this.catalog.index(stream ?? name) ?? this.writeIndexOf(name);
    return entry?.settings ?? this.catalog.templates.match(name)?.settings ?? {};
  }

  private writeIndexOf(alias: string) {
    const owners = aliasOwners(this.catalog, alias);
    return (writerOf(alias, owners) ?? owners[0])?.entry;
  }
}

interface Incoming {
  readonly metadata: DocumentMetadata;
  readonly source: Buffer;
  readonly run: PipelineRun;
}

function runStep(id: string, document: IngestDocument, run: PipelineRun): void {
  const pipeline = run.pipelineOf(id);
  if (!pipeline) {
    throw noPipeline(id);
  }
  runPipeline(pipeline, document, run);
}

const noPipeline = (id: string) =>
  errors.illegalArgument(`pipeline with id [${id}] does not exist`);

interface Step {
  readonly id: string;
  readonly isFinal: boolean;
}

function stepsOf({ first, final }: IngestPlan): Step[] {
  const steps = [
    { id: first, isFinal: false },
    { id: final, isFinal: true },
  ];
  return steps.flatMap(({ id, isFinal }) => (id === undefined ? [] : [{ id, isFinal }]));
}

function wanted(pipeline: string | readonly string[] | undefined): string | undefined {
  const id = pipeline === undefined ? NO_PIPELINE : String(pipeline);
  return id === NO_PIPELINE ? undefined : id;
}

/** A name that means nothing is refused by the write, not here. */
function tryDateMath(expression: string, now: Date): string {
  try {
    return resolveDateMath(expression, now);
  } catch (error) {
    if (error instanceof LongshoreError) {
      return expression;
    }
    throw error;
  }
}

interface Moved {
  readonly targets: readonly string[];
  readonly step: Step;
  readonly id: string | undefined;
}

function checkTarget(target: string, { targets, step, id }: Moved): void {
  if (step.isFinal) {
    throw illegalState(
      `final pipeline [${step.id}] can't change the target index (from [${targets.at(-1)}] to [${target}]) for document [${id}]`,
    );
  }
  if (targets.includes(target)) {
    throw illegalState(
      `index cycle detected while processing pipeline [${step.id}] for document [${id}]: [${[...targets, target].join(', ')}]`,
    );
  }
}
