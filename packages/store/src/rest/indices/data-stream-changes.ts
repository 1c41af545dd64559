import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import type { DataStream, IndexCatalog } from '../../index/catalog.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { checkTimeType, TIMESTAMP } from '../../index/time-field.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';
import { requestedStreams } from './requested-streams.ts';

const WAITING = ['timeout', 'master_timeout', 'cluster_manager_timeout'];

/** `POST /_data_stream/_modify`: takes indices into data streams and out of them, all of them or none. */
export const modifyDataStream: RestRoute = {
  methods: ['POST'],
  paths: ['/_data_stream/_modify'],
  parameters: WAITING,
  ignored: WAITING,
  handle: async (request, { catalog }) => {
    const { actions } = requireObject(request.body, ['actions']);
    if (!Array.isArray(actions) || actions.length === 0) {
      throw errors.validation('1: must specify at least one data stream modification action;');
    }
    const plan = new ModificationPlan(catalog);
    for (const action of actions) {
      plan.add(action);
    }
    plan.carryOut();
    await catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `POST /_data_stream/_migrate/{alias}`: the indices of an alias become a data stream of its name. */
export const migrateToDataStream: RestRoute = {
  methods: ['POST'],
  paths: ['/_data_stream/_migrate/:name'],
  parameters: WAITING,
  ignored: WAITING,
  partly:
    'Documents without their time are refused from the next rollover on; the index that was the write index takes them.',
  handle: async ({ part }, { catalog }) => {
    const alias = part('name') ?? '';
    const stream = migrated(catalog, alias);
    for (const entry of catalog.aliased(alias)) {
      entry.aliases = {};
      entry.dataStream = alias;
      catalog.save(entry);
    }
    catalog.putDataStream(stream);
    await catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `POST /_data_stream/_promote/{name}`: nothing is replicated here, so that every data stream is promoted. */
export const promoteDataStream: RestRoute = {
  methods: ['POST'],
  paths: ['/_data_stream/_promote/:name'],
  parameters: WAITING,
  ignored: WAITING,
  handle: async (request, store) => {
    requestedStreams(request, store);
    return ok({ acknowledged: true });
  },
};

/** Changes of data streams, checked one after the other and carried out together. */
class ModificationPlan {
  readonly #catalog: IndexCatalog;
  readonly #streams = new Map<string, DataStream>();
  readonly #owners = new Map<IndexEntry, string | undefined>();

  constructor(catalog: IndexCatalog) {
    this.#catalog = catalog;
  }

  add(action: Json): void {
    const [kind, options] = Object.entries(isObject(action) ? action : {})[0] ?? [];
    if (kind !== 'add_backing_index' && kind !== 'remove_backing_index') {
      throw errors.unknownField('data_stream_action', kind ?? '');
    }
    const { stream, index } = this.#named(isObject(options) ? options : {});
    const known = stream.indices.includes(index.name);
    const generation = stream.generation + 1;
    if (kind === 'remove_backing_index') {
      refuseRemoval(stream, index.name, known);
      const indices = stream.indices.filter((name) => name !== index.name);
      this.#streams.set(stream.name, { ...stream, generation, indices });
      this.#owners.set(index, undefined);
    } else if (!known) {
      refuseAddition(this.#catalog, stream, index);
      const indices = [index.name, ...stream.indices];
      this.#streams.set(stream.name, { ...stream, generation, indices });
      this.#owners.set(index, stream.name);
    }
  }

  carryOut(): void {
    for (const stream of this.#streams.values()) {
      this.#catalog.putDataStream(stream);
    }
    for (const [entry, owner] of this.#owners) {
      entry.aliases = this.#streams.get(owner ?? '')?.aliases ?? {};
      entry.dataStream = owner;
      this.#catalog.save(entry);
    }
  }

  #named({ data_stream: streamName, index: indexName }: JsonObject) {
    if (typeof streamName !== 'string' || typeof indexName !== 'string') {
      throw errors.illegalArgument('Required [data_stream, index]');
    }
    const stream = this.#streams.get(streamName) ?? this.#catalog.dataStream(streamName);
    if (!stream) {
      throw errors.illegalArgument(`data stream [${streamName}] not found`);
    }
    const index = this.#catalog.index(indexName);
    if (!index) {
      throw errors.illegalArgument(`index [${indexName}] not found`);
    }
    return { stream, index };
  }
}

function refuseRemoval(stream: DataStream, index: string, isKnown: boolean): void {
  if (!isKnown) {
    throw errors.illegalArgument(`index [${index}] is not part of data stream [${stream.name}]`);
  }
  if (stream.indices.at(-1) === index) {
    throw errors.illegalArgument(
      `cannot remove backing index [${index}] of data stream [${stream.name}] because it is the write index`,
    );
  }
}

function refuseAddition(catalog: IndexCatalog, stream: DataStream, index: IndexEntry): void {
  const owner = index.dataStream;
  if (owner !== undefined && catalog.dataStream(owner)) {
    throw errors.illegalArgument(
      `cannot add index [${index.name}] to data stream [${stream.name}] because it is already a backing index on data stream [${owner}]`,
    );
  }
  const aliases = Object.keys(index.ownAliases);
  if (aliases.length > 0) {
    throw errors.illegalArgument(
      `cannot add index [${index.name}] to data stream [${stream.name}] until its ${aliases.length === 1 ? 'alias' : 'aliases'} [${aliases.join(',')}] are removed`,
    );
  }
  checkTimestamp(index, stream.timestampField ?? TIMESTAMP);
}

/** Throws unless the index has a time in each of its documents' usual place. */
function checkTimestamp(index: IndexEntry, timeField: string): void {
  const field = index.mapping.fields.get(timeField);
  if (field === undefined) {
    throw errors.illegalArgument(
      `data stream timestamp field [${timeField}] does not exist in index [${index.name}]`,
    );
  }
  checkTimeType(timeField, field.type);
}

function migrated(catalog: IndexCatalog, alias: string): DataStream {
  const entries = catalog.aliased(alias);
  if (entries.length === 0) {
    throw errors.illegalArgument(`alias [${alias}] does not exist`);
  }
  const template = catalog.templates.match(alias);
  if (template?.isForDataStreams !== true) {
    throw errors.illegalArgument(`no matching index template found for data stream [${alias}]`);
  }
  const writing = entries.filter((entry) => entry.aliases[alias]?.is_write_index === true);
  const [write] = entries.length === 1 ? entries : writing;
  if (!write) {
    throw errors.illegalArgument(`alias [${alias}] must specify a write index`);
  }
  for (const entry of entries) {
    const { filter, index_routing: routing } = entry.aliases[alias] ?? {};
    if (filter !== undefined || routing !== undefined) {
      throw errors.illegalArgument(
        `alias [${alias}] may not have custom filtering or custom routing for index [${entry.name}]`,
      );
    }
    checkTimestamp(entry, template.timestampField);
  }
  const others = entries.filter((entry) => entry !== write).map(({ name }) => name);
  const { [alias]: _, ...aliases } = Object.assign({}, ...entries.map((entry) => entry.aliases));
  return {
    name: alias,
    template: template.name,
    generation: entries.length,
    isHidden: template.isDataStreamHidden,
    timestampField: template.timestampField,
    indices: [...others.sort(), write.name],
    aliases,
  };
}
