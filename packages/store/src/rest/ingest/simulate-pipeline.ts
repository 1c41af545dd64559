import { errors } from '@longshore/common/errors';
import { configurationError } from '../../ingest/configuration-error.ts';
import { type IngestObject, member, stringifyIngest } from '../../ingest/ingest-value.ts';
import type { Pipeline } from '../../ingest/pipeline.ts';
import { readDocuments, SIMULATED, simulate, simulateVerbosely } from '../../ingest/simulate.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { readIngestBody } from './read-ingest-body.ts';

/** `GET|POST /_ingest/pipeline/{id}/_simulate` */
export const simulatePipeline: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_ingest/pipeline/_simulate', '/_ingest/pipeline/:id/_simulate'],
  parameters: ['verbose'],
  handle: async (request, store) => {
    const body = readIngestBody(request.body, ['docs', 'pipeline', 'verbose']);
    const isVerbose = request.parameters.boolean('verbose', false);
    const pipeline = pipelineOf(request, body, store);
    const now = new Date();
    const simulation = { pipeline, now, pipelineOf: (id: string) => store.ingest.pipeline(id) };
    const docs = readDocuments(member(body, 'docs'), now).map((document) =>
      isVerbose ? simulateVerbosely(document, simulation) : simulate(document, simulation),
    );
    return ok(stringifyIngest({ docs }));
  },
};

function pipelineOf({ part }: RestRequest, body: IngestObject, store: Store): Pipeline {
  const id = part('id');
  if (id !== undefined) {
    const stored = store.ingest.pipeline(id);
    if (!stored) {
      throw errors.illegalArgument(`pipeline [${id}] does not exist`);
    }
    return stored;
  }
  const config = member(body, 'pipeline');
  if (config === undefined) {
    throw configurationError('required property is missing', {}, 'pipeline');
  }
  return store.ingest.parse(SIMULATED, config);
}
