import { readTableParts, type TablePart } from '../../write/table-parts.ts';
import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { ok, type RestRoute } from '../route.ts';
import { byName } from './by-name.ts';

/** `GET /{index}/_segments`: the engine's parts. */
export const segments: RestRoute = {
  methods: ['GET'],
  paths: ['/_segments', '/:index/_segments'],
  parameters: [...EXPRESSION_PARAMETERS, 'verbose'],
  ignored: ['verbose'],
  partly: 'A segment is a part of the engine; documents that are deleted in it are not counted.',
  handle: async (request, store) => {
    const entries = requestedIndices(request, store, { forbidsClosed: true });
    const parts = await readTableParts(store.engine);
    const partsOf = (name: string) => parts.filter(({ table }) => table === name);
    const total = entries.reduce((sum, { shards, replicas }) => sum + shards * (1 + replicas), 0);
    const successful = entries.reduce((sum, { shards }) => sum + shards, 0);
    return ok({
      _shards: { total, successful, failed: 0 },
      indices: byName(entries, (entry) => ({
        shards: { 0: [shard(partsOf(entry.table), store.node.id)] },
      })),
    });
  },
};

function shard(parts: readonly TablePart[], node: string) {
  return {
    routing: { state: 'STARTED', primary: true, node },
    num_committed_segments: parts.length,
    num_search_segments: parts.length,
    segments: Object.fromEntries(
      parts.map((part, i) => [
        `_${i.toString(36)}`,
        {
          generation: i,
          num_docs: part.rows,
          deleted_docs: 0,
          size_in_bytes: part.bytes,
          committed: true,
          search: true,
          compound: false,
          attributes: { part: part.name },
        },
      ]),
    ),
  };
}
