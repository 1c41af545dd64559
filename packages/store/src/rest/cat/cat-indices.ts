import { errors } from '@longshore/common/errors';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { IndexCounts } from '../../write/writer.ts';
import { healthOf } from '../cluster/cluster-health.ts';
import { requestedIndices } from '../expression-options.ts';
import { countsOf } from '../indices/index-counts.ts';
import { EXPRESSION_PARAMETERS, type Parameters } from '../parameters.ts';
import type { RestAnswer, RestRequest, RestRoute, Store } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer } from './cat-table.ts';

interface IndexRow {
  readonly entry: IndexEntry;
  readonly counts: IndexCounts;
  readonly health: string;
}

const column = (
  name: string,
  aliases: readonly string[],
  value: CatColumn<IndexRow>['value'],
): CatColumn<IndexRow> => ({
  name,
  aliases,
  description: DESCRIPTIONS[name] ?? name,
  isDefault: !/^(?:creation\.date|dataset)/.test(name),
  isNumber: /^(?:pri|rep|docs|.*size|dataset)/.test(name),
  isBytes: name.endsWith('.size'),
  value,
});

/** Nothing is counted in a closed index. */
const ofOpen = (value: (counts: IndexCounts) => number) => (row: IndexRow) =>
  row.entry.isClosed ? null : value(row.counts);

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  health: 'current health status',
  status: 'open/close status',
  index: 'index name',
  uuid: 'index uuid',
  pri: 'number of primary shards',
  rep: 'number of replica shards',
  'docs.count': 'available docs',
  'docs.deleted': 'deleted docs',
  'store.size': 'store size of primaries & replicas',
  'pri.store.size': 'store size of primaries',
  'dataset.size': 'total size of dataset',
  'creation.date': 'index creation date (millisecond value)',
  'creation.date.string': 'index creation date (as string)',
};

const COLUMNS: readonly CatColumn<IndexRow>[] = [
  column('health', ['h'], ({ health }) => health),
  column('status', ['s'], ({ entry }) => (entry.isClosed ? 'close' : 'open')),
  column('index', ['i', 'idx'], ({ entry }) => entry.name),
  column('uuid', ['id'], ({ entry }) => entry.uuid),
  column('pri', ['p', 'shards.primary', 'shardsPrimary'], ({ entry }) => entry.shards),
  column('rep', ['r', 'shards.replica', 'shardsReplica'], ({ entry }) => entry.replicas),
  column(
    'docs.count',
    ['dc', 'docsCount'],
    ofOpen((counts) => counts.documents),
  ),
  column(
    'docs.deleted',
    ['dd', 'docsDeleted'],
    ofOpen((counts) => counts.deleted),
  ),
  column('creation.date', ['cd'], ({ entry }) => entry.createdMs),
  column('creation.date.string', ['cds'], ({ entry }) => new Date(entry.createdMs).toISOString()),
  column(
    'store.size',
    ['ss', 'storeSize'],
    ofOpen((counts) => counts.sizeBytes),
  ),
  column(
    'pri.store.size',
    [],
    ofOpen((counts) => counts.sizeBytes),
  ),
  column(
    'dataset.size',
    [],
    ofOpen((counts) => counts.sizeBytes),
  ),
];

/** Parameters of the table. */
export const CAT_INDICES_PARAMETERS = [
  ...CAT_PARAMETERS,
  ...EXPRESSION_PARAMETERS,
  ...['health', 'pri', 'include_unloaded_segments'],
];

/** `GET /_cat/indices[/{index}]` */
export const catIndices: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/indices', '/_cat/indices/:index'],
  parameters: CAT_INDICES_PARAMETERS,
  handle: async (request, store) => {
    const entries = indicesOfTable(request, store);
    const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
    return answerIndices(store, sorted, request.parameters);
  },
};

/** The indices that a request wants to see in the table. */
export function indicesOfTable(request: RestRequest, store: Store): readonly IndexEntry[] {
  const health = request.parameters.text('health');
  if (health !== undefined && !['green', 'yellow', 'red'].includes(health)) {
    throw errors.illegalArgument(`unknown cluster health status [${health}]`);
  }
  const overrides = request.parameters.has('expand_wildcards')
    ? {}
    : { expandWildcards: new Set(['open', 'closed'] as const) };
  return requestedIndices(request, store, overrides).filter(
    (entry) => health === undefined || healthOf(entry, store) === health,
  );
}

/** The table of these indices. */
export async function answerIndices(
  store: Store,
  entries: readonly IndexEntry[],
  parameters: Parameters,
): Promise<RestAnswer> {
  const counted = await countsOf(store, entries);
  const rows = counted.map((row) => ({ ...row, health: healthOf(row.entry, store) }));
  return catAnswer(rows, COLUMNS, parameters);
}
