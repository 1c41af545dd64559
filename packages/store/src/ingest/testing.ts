import { GeoDatabases } from './geo/geo-databases.ts';
import { IngestDocument } from './ingest-document.ts';
import { type IngestObject, isIngestObject, parseIngest, stringifyIngest } from './ingest-value.ts';
import { parsePipeline } from './pipeline.ts';
import { PipelineRun } from './pipeline-run.ts';
import type { IngestServices } from './processor-type.ts';
import { runPipeline } from './run-pipeline.ts';

const databases = new GeoDatabases('');

const SERVICES: IngestServices = {
  storedScript: (id) => (id === 'shout' ? 'ctx.name = ctx.name.toUpperCase()' : undefined),
  geoDatabase: (fileName) => databases.find(fileName),
};

/** What a pipeline makes of a document. */
interface TestResult {
  /** JSON of the source, numbers as they are spelled. */
  readonly text: string;
  readonly source: IngestObject;
  readonly document: IngestDocument;
  readonly run: PipelineRun;
}

/** Runs processors over a document; other pipelines are given by id. */
export function runProcessors(
  processors: unknown,
  source: unknown,
  more: {
    readonly pipelines?: Readonly<Record<string, unknown>>;
    readonly onFailure?: unknown;
  } = {},
): TestResult {
  const { pipelines = {}, onFailure } = more;
  const parse = (id: string, config: unknown) => {
    const json = parseIngest(typeof config === 'string' ? config : JSON.stringify(config));
    return parsePipeline(id, isIngestObject(json) ? json : {}, SERVICES);
  };
  const json = parseIngest(typeof source === 'string' ? source : JSON.stringify(source));
  const metadata = { _index: 'logs-app-default', _id: '1', _version: -3 };
  const now = new Date('2026-01-02T03:04:05.678Z');
  const document = IngestDocument.of(isIngestObject(json) ? json : {}, metadata, now);
  const run = new PipelineRun((id) =>
    Object.hasOwn(pipelines, id) ? parse(id, pipelines[id]) : undefined,
  );
  const config = { processors, ...(onFailure === undefined ? {} : { on_failure: onFailure }) };
  runPipeline(parse('tested', config), document, run);
  const text = stringifyIngest(document.source());
  return { text, source: JSON.parse(text), document, run };
}
