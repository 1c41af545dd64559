import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
import type { IndexEntry } from '../../index/index-entry.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute, type Store } from '../route.ts';

const ACCEPT = 'allocate_stale_primary';
const ACCEPT_KEYS = ['index', 'shard', 'node', 'accept_data_loss'];

/**
 * `POST /_cluster/reroute`: the way to accept that data of an index is lost. There is one node, so that nothing can be
 * moved; `allocate_stale_primary` takes what is left of an index as the whole of it.
 */
export const reroute: RestRoute = {
  methods: ['POST'],
  paths: ['/_cluster/reroute'],
  parameters: [
    ...['dry_run', 'explain', 'metric', 'retry_failed', 'timeout', 'master_timeout'],
    'cluster_manager_timeout',
  ],
  ignored: ['metric', 'retry_failed', 'timeout', 'master_timeout', 'cluster_manager_timeout'],
  partly:
    'The one command is `allocate_stale_primary` with `accept_data_loss`, which turns an index with missing data green again.',
  handle: async ({ body, parameters }, store) => {
    const { commands = [] } = readObject(body, ['commands']);
    if (!Array.isArray(commands)) {
      throw errors.parsing('[commands] must be a list');
    }
    const entries = commands.map((command) => readCommand(command, store));
    if (!parameters.boolean('dry_run', false)) {
      for (const entry of entries) {
        store.log.warn(
          { index: entry.name, damage: entry.missingData },
          'loss of data is accepted',
        );
        store.catalog.acceptDamages(entry);
      }
      await store.catalog.sync();
    }
    const explanations = parameters.boolean('explain', false) ? { explanations: [] } : {};
    return ok({ acknowledged: true, ...explanations });
  },
};

function readCommand(command: Json, { catalog }: Store): IndexEntry {
  const [entry, other] = isObject(command) ? Object.entries(command) : [];
  const [name, given] = entry ?? [];
  if (other !== undefined || !isObject(given) || name !== ACCEPT) {
    throw errors.illegalArgument(
      `unknown or malformed allocation command [${name ?? ''}]: on one node there is only [${ACCEPT}]`,
    );
  }
  const unknown = Object.keys(given).find((key) => !ACCEPT_KEYS.includes(key));
  if (unknown !== undefined) {
    throw errors.parsing(`[${ACCEPT}] unknown field [${unknown}]`);
  }
  return acceptedIndex(given, catalog);
}

function acceptedIndex(command: JsonObject, catalog: Store['catalog']): IndexEntry {
  const { index, shard, accept_data_loss: accept } = command;
  const entry = typeof index === 'string' ? catalog.index(index) : undefined;
  if (entry === undefined) {
    throw errors.indexNotFound(jsonText(index));
  }
  if (shard !== undefined && jsonNumber(shard) !== 0) {
    throw errors.illegalArgument(
      `No shard was specified, or it is not there: [${jsonText(shard)}]`,
    );
  }
  if (accept !== true && accept !== 'true') {
    throw errors.illegalArgument(
      `[${ACCEPT}] allocating an existing stale primary for [${entry.name}][0] risks data loss. Please confirm by setting the accept_data_loss parameter to true`,
    );
  }
  if (entry.missingData.length === 0) {
    throw errors.illegalArgument(`[${ACCEPT}] primary [${entry.name}][0] is already assigned`);
  }
  return entry;
}
