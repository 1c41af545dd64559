import type { IndexEntry } from '../../index/index-entry.ts';
import { readTableParts, type TablePart } from '../../write/table-parts.ts';
import { hostOf } from '../cluster/one-node.ts';
import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import type { NodeIdentity, RestRoute } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

interface SegmentRow {
  readonly entry: IndexEntry;
  readonly part: TablePart;
  readonly node: NodeIdentity;
}

const NUMBER = { isNumber: true };

const COLUMNS: readonly CatColumn<SegmentRow>[] = [
  catColumn(['index', 'i', 'idx'], 'index name', ({ entry }) => entry.name),
  catColumn(['shard', 's', 'sh'], 'shard name', () => 0),
  catColumn(['prirep', 'p', 'pr', 'primaryOrReplica'], 'primary or replica', () => 'p'),
  catColumn(['ip'], 'ip of node where it lives', ({ node }) => hostOf(node)),
  catColumn(['id'], 'unique id of node where it lives', ({ node }) => node.id, {
    isDefault: false,
  }),
  catColumn(['segment', 'seg'], 'name of the part', ({ part }) => part.name),
  catColumn(
    ['generation', 'g', 'gen'],
    'how often it was merged',
    ({ part }) => part.level,
    NUMBER,
  ),
  catColumn(
    ['docs.count', 'dc', 'docsCount'],
    'number of docs in segment',
    ({ part }) => part.rows,
    NUMBER,
  ),
  catColumn(['size', 'si'], 'segment size in bytes', ({ part }) => part.bytes, {
    ...NUMBER,
    isBytes: true,
  }),
  catColumn(['committed', 'ic', 'isCommitted'], 'is segment committed', () => 'true'),
  catColumn(['searchable', 'is', 'isSearchable'], 'is segment searched', () => 'true'),
];

/** `GET /_cat/segments[/{index}]`: the engine's parts. */
export const catSegments: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/segments', '/_cat/segments/:index'],
  parameters: [...CAT_PARAMETERS, ...EXPRESSION_PARAMETERS],
  partly: 'A segment is a part of the engine; documents that are deleted in it are not counted.',
  handle: async (request, store) => {
    const { node } = store;
    const entries = new Map(requestedIndices(request, store).map((entry) => [entry.table, entry]));
    const parts = await readTableParts(store.engine);
    const rows = parts.flatMap((part) => {
      const entry = entries.get(part.table);
      return entry === undefined ? [] : [{ entry, part, node }];
    });
    return catAnswer(rows, COLUMNS, request.parameters);
  },
};
