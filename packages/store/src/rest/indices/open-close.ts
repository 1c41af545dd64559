import { errors } from '@longshore/common/errors';
import { isWildcard } from '../../index/expression.ts';
import { checkClusterBlocks, checkIndexBlocks } from '../../index/index-blocks.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { ResolveOptions } from '../../index/target.ts';
import { ADMIN_PARAMETERS, requestedIndices } from '../expression-options.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { inBackground } from '../tasks/background.ts';

const PARAMETERS = [...ADMIN_PARAMETERS, 'wait_for_active_shards', 'wait_for_completion'];
const IGNORED = ['timeout', 'master_timeout', 'cluster_manager_timeout', 'local'].concat([
  'wait_for_active_shards',
  'wait_for_completion',
]);

/** `POST /{index}/_close`: the index is kept, but neither read nor written. */
export const closeIndex: RestRoute = {
  methods: ['POST'],
  paths: ['/_close', '/:index/_close'],
  parameters: PARAMETERS,
  ignored: IGNORED,
  handle: async (request, store) => {
    const entries = indicesToChange(request, store, ['open']);
    refuseWriteIndices(entries, store);
    // What waits for a refresh is brought in first: nobody asks for it while the index is closed.
    await store.writer.refresh(entries.map(({ uuid }) => uuid));
    await setClosed(entries, store, true);
    const indices = entries.map(({ name }) => [name, { closed: true }] as const);
    return ok({
      acknowledged: true,
      shards_acknowledged: true,
      indices: Object.fromEntries(indices),
    });
  },
};

/** `POST /{index}/_open` */
export const openIndex: RestRoute = {
  methods: ['POST'],
  paths: ['/_open', '/:index/_open'],
  parameters: [...PARAMETERS, 'task_execution_timeout'],
  ignored: [...IGNORED.filter((name) => name !== 'wait_for_completion'), 'task_execution_timeout'],
  handle: async (request, store) => {
    const entries = indicesToChange(request, store, ['closed']);
    return inBackground(store, request.parameters, {
      action: 'indices:admin/open',
      description: `open indices [${entries.map(({ name }) => name).join(', ')}]`,
      perform: async () => {
        await setClosed(entries, store, false);
        return { acknowledged: true, shards_acknowledged: true };
      },
    });
  },
};

/**
 * The indices of a request that changes what they are. Wildcards may be forbidden
 * (`action.destructive_requires_name`), and so may the change, by a block.
 */
function indicesToChange(
  request: RestRequest,
  store: Store,
  wildcards: readonly ('open' | 'closed')[],
): readonly IndexEntry[] {
  const expression = request.part('index') ?? '';
  if (expression === '') {
    throw errors.validation('1: index is missing;');
  }
  refuseWildcards(expression, store);
  const overrides: Partial<ResolveOptions> = request.parameters.has('expand_wildcards')
    ? {}
    : { expandWildcards: new Set(wildcards) };
  const entries = requestedIndices(request, store, overrides);
  checkClusterBlocks(store.catalog.clusterSettings, 'metadata_write');
  for (const entry of entries) {
    checkIndexBlocks(entry, 'metadata_write');
  }
  return entries;
}

/** Throws for `*` and `_all` where the settings of the cluster ask for names. */
export function refuseWildcards(expression: string, { catalog }: Store): void {
  const hasWildcard = expression.split(',').some(isWildcard);
  if (hasWildcard && catalog.clusterSettings.isOn('action.destructive_requires_name')) {
    throw errors.illegalArgument('Wildcard expressions or all indices are not allowed');
  }
}

function refuseWriteIndices(entries: readonly IndexEntry[], { catalog }: Store): void {
  const writing = entries.filter(
    ({ name, dataStream }) =>
      dataStream !== undefined && catalog.dataStream(dataStream)?.indices.at(-1) === name,
  );
  if (writing.length > 0) {
    const names = writing.map(({ name }) => name).join(', ');
    throw errors.illegalArgument(`cannot close the following data stream write indices [${names}]`);
  }
}

async function setClosed(
  entries: readonly IndexEntry[],
  { catalog }: Store,
  isClosed: boolean,
): Promise<void> {
  for (const entry of entries) {
    if (entry.isClosed !== isClosed) {
      entry.isClosed = isClosed;
      catalog.save(entry);
    }
  }
  await catalog.sync();
}
