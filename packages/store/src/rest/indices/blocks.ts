import { errors } from '@longshore/common/errors';
import { INDEX_BLOCKS } from '../../index/index-blocks.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { ADMIN_PARAMETERS, requestedIndices } from '../expression-options.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';

const PARAMETERS = [...ADMIN_PARAMETERS, 'verified'];
const IGNORED = ['timeout', 'master_timeout', 'cluster_manager_timeout', 'local', 'verified'];

/** `PUT /{index}/_block/{block}` */
export const addBlock: RestRoute = {
  methods: ['PUT'],
  paths: ['/:index/_block/:block'],
  parameters: PARAMETERS,
  ignored: IGNORED,
  handle: async (request, store) => {
    const { entries, setting } = readBlock(request, store);
    for (const entry of entries) {
      entry.settings = { ...entry.settings, [setting]: 'true' };
      store.catalog.save(entry);
    }
    await store.catalog.sync();
    const indices = entries.map(({ name }) => ({ name, blocked: true }));
    return ok({ acknowledged: true, shards_acknowledged: true, indices });
  },
};

/** `DELETE /{index}/_block/{block}` */
export const removeBlock: RestRoute = {
  methods: ['DELETE'],
  paths: ['/:index/_block/:block'],
  parameters: PARAMETERS,
  ignored: IGNORED,
  handle: async (request, store) => {
    const { entries, setting } = readBlock(request, store);
    for (const entry of entries) {
      const { [setting]: _, ...others } = entry.settings;
      entry.settings = others;
      store.catalog.save(entry);
    }
    await store.catalog.sync();
    const indices = entries.map(({ name }) => ({ name, unblocked: true }));
    return ok({ acknowledged: true, indices });
  },
};

function readBlock(
  request: RestRequest,
  store: Store,
): { readonly entries: readonly IndexEntry[]; readonly setting: string } {
  const block = request.part('block') ?? '';
  // Set by the store itself when the disk is full, never by a request of this kind.
  if (!Object.hasOwn(INDEX_BLOCKS, block) || block === 'read_only_allow_delete') {
    throw errors.illegalArgument(`No block found with name ${block}`);
  }
  return { entries: requestedIndices(request, store), setting: `index.blocks.${block}` };
}
