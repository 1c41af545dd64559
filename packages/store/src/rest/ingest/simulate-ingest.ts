import { errors, LongshoreError } from '@longshore/common/errors';
import {
  type IngestObject,
  type IngestValue,
  isIngestObject,
  member,
  parseIngest,
  stringifyIngest,
  toIngest,
} from '../../ingest/ingest-value.ts';
import { ANY_VERSION, type DocumentMetadata, fromCtx } from '../../ingest/metadata.ts';
import type { Pipeline } from '../../ingest/pipeline.ts';
import { readDocuments } from '../../ingest/simulate.ts';
import { errorObject } from '../error-answer.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { readIngestBody } from './read-ingest-body.ts';

/** `GET|POST /_ingest/_simulate`: what the pipelines of their indices would make of documents. */
export const simulateIngest: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_ingest/_simulate', '/_ingest/:index/_simulate'],
  parameters: ['pipeline', 'merge_type'],
  ignored: ['merge_type'],
  partly:
    'Documents are not checked against a mapping; substitutes for templates and mappings are refused.',
  handle: async (request, store) => {
    const body = readIngestBody(request.body, ['docs', 'pipeline_substitutions']);
    const instead = readSubstitutes(member(body, 'pipeline_substitutions'), store);
    const named = request.parameters.text('pipeline');
    const index = request.part('index');
    const docs = readDocuments(member(body, 'docs'), new Date()).map((document) => {
      const given = fromCtx(document);
      const isUnnamed = given.index === '_index';
      if (isUnnamed && index === undefined) {
        throw errors.illegalArgument('a document in [docs] has no [_index]');
      }
      const metadata = { ...given, index: isUnnamed && index !== undefined ? index : given.index };
      const source = Buffer.from(stringifyIngest(document.source()));
      return { doc: trial({ metadata, source, named, instead }, store) };
    });
    return ok(stringifyIngest({ docs }));
  },
};

interface Trial {
  readonly metadata: DocumentMetadata;
  readonly source: Buffer;
  readonly named: string | undefined;
  readonly instead: ReadonlyMap<string, Pipeline>;
}

function trial({ metadata, source, named, instead }: Trial, store: Store): IngestObject {
  const plan = store.ingest.plan(metadata.index, named);
  if (!plan) {
    return shown(metadata, source, []);
  }
  try {
    const outcome = store.ingest.run(plan, metadata, source, instead);
    return shown(outcome.metadata, outcome.source, outcome.executed);
  } catch (error) {
    if (!(error instanceof LongshoreError)) {
      throw error;
    }
    const found = toIngest(JSON.parse(JSON.stringify(errorObject(error))));
    return { ...shown(metadata, source, []), error: found };
  }
}

function shown(
  { id, index }: DocumentMetadata,
  source: Buffer,
  executed: readonly string[],
): IngestObject {
  return {
    _id: id ?? null,
    _index: index,
    _version: ANY_VERSION,
    _source: parseIngest(source.toString('utf8')),
    executed_pipelines: [...executed],
  };
}

function readSubstitutes(
  value: IngestValue | undefined,
  store: Store,
): ReadonlyMap<string, Pipeline> {
  if (value !== undefined && !isIngestObject(value)) {
    throw errors.illegalArgument('[pipeline_substitutions] must be an object');
  }
  return new Map(
    Object.entries(value ?? {}).map(([id, config]) => [id, store.ingest.parse(id, config)]),
  );
}
