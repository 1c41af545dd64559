import { errors } from '@longshore/common/errors';
import {
  type IngestObject,
  isIngestObject,
  parseIngest,
  put,
  stringifyIngest,
} from '../../ingest/ingest-value.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { readIngestBody } from './read-ingest-body.ts';

const PARAMETERS = ['master_timeout', 'cluster_manager_timeout', 'timeout'];
const ID_BYTES_MAX = 512;

/** `PUT /_ingest/pipeline/{id}`, https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-ingest-put-pipeline */
export const putPipeline: RestRoute = {
  methods: ['PUT'],
  paths: ['/_ingest/pipeline/:id'],
  parameters: [...PARAMETERS, 'if_version'],
  ignored: PARAMETERS,
  handle: async (request, store) => {
    const id = request.part('id') ?? '';
    if (Buffer.byteLength(id) > ID_BYTES_MAX || /[*,\s]/.test(id)) {
      throw errors.illegalArgument(
        `[${id}] is no id of a pipeline: it may have ${ID_BYTES_MAX} bytes, without blanks, commas and [*]`,
      );
    }
    const config = readIngestBody(request.body);
    store.ingest.parse(id, config);
    const { pipelines } = store.catalog;
    const ifVersion = request.parameters.integer('if_version');
    const text = pipelines.get(id);
    const version =
      ifVersion === undefined ? undefined : nextVersion({ id, text, config, ifVersion });
    if (version !== undefined) {
      config.version = version;
    }
    pipelines.put(id, stringifyIngest(config));
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `GET /_ingest/pipeline/{id}` */
export const getPipeline: RestRoute = {
  methods: ['GET'],
  paths: ['/_ingest/pipeline', '/_ingest/pipeline/:id'],
  parameters: [...PARAMETERS, 'summary', 'local'],
  ignored: [...PARAMETERS, 'local'],
  handle: async (request, store) => {
    const patterns = request.part('id') ?? '*';
    const found = findPipelines(store, patterns);
    const isSummary = request.parameters.boolean('summary', false);
    const isMissing = found.length === 0 && !patterns.includes('*');
    const body: IngestObject = {};
    for (const id of found) {
      put(body, id, isSummary ? {} : parseIngest(store.catalog.pipelines.get(id) ?? '{}'));
    }
    return { status: isMissing ? 404 : 200, body: stringifyIngest(body) };
  },
};

/** `DELETE /_ingest/pipeline/{id}` */
export const deletePipeline: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_ingest/pipeline/:id'],
  parameters: PARAMETERS,
  ignored: PARAMETERS,
  handle: async (request, store) => {
    const patterns = request.part('id') ?? '';
    const found = findPipelines(store, patterns);
    if (found.length === 0 && patterns !== '*') {
      throw errors.resourceNotFound(`pipeline [${patterns}] is missing`);
    }
    for (const id of found) {
      store.catalog.pipelines.remove(id);
      store.ingest.counters.forget(id);
    }
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

const findPipelines = (store: Store, patterns: string): readonly string[] =>
  store.catalog.pipelines.find(patterns === '_all' ? '*' : patterns);

interface Replacing {
  readonly id: string;
  /** The pipeline that is there. */
  readonly text: string | undefined;
  readonly config: IngestObject;
  readonly ifVersion: number;
}

/** The version of a pipeline that replaces one; throws when it is not the one that the caller knows. */
function nextVersion({ id, text, config, ifVersion }: Replacing): number | undefined {
  if (text === undefined) {
    throw errors.illegalArgument(
      `version conflict, required version [${ifVersion}] for pipeline [${id}] but no pipeline was found`,
    );
  }
  const before = parseIngest(text);
  const current = isIngestObject(before) ? before.version : undefined;
  if (current !== ifVersion) {
    throw errors.illegalArgument(
      `version conflict, required version [${ifVersion}] for pipeline [${id}] but current version is [${String(current ?? null)}]`,
    );
  }
  if (config.version === current) {
    throw errors.illegalArgument(
      `cannot update pipeline [${id}] with the same version [${current}]`,
    );
  }
  return config.version === undefined ? ifVersion + 1 : undefined;
}
