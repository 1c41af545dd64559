import { type NodeFigures, percent, readNodeFigures } from '../cluster/node-figures.ts';
import { hostOf, namesThisNode } from '../cluster/one-node.ts';
import { countsOf } from '../indices/index-counts.ts';
import type { RestRoute, Store } from '../route.ts';
import { CAT_PARAMETERS, type CatColumn, catAnswer, catColumn } from './cat-table.ts';

interface AllocationRow {
  readonly shards: number;
  readonly indexBytes: number;
  /** Undefined for the shards that are nowhere. */
  readonly disk: NodeFigures['disk'] | undefined;
  readonly host: string | null;
  readonly node: string;
}

const BYTES = { isNumber: true, isBytes: true };
const diskOf = (value: (disk: NodeFigures['disk']) => number) => (row: AllocationRow) =>
  row.disk === undefined ? null : value(row.disk);

const COLUMNS: readonly CatColumn<AllocationRow>[] = [
  catColumn(['shards', 's'], 'number of shards on node', ({ shards }) => shards, {
    isNumber: true,
  }),
  catColumn(
    ['disk.indices', 'di', 'diskIndices'],
    'disk used by indices',
    ({ disk, indexBytes }) => (disk === undefined ? null : indexBytes),
    BYTES,
  ),
  catColumn(
    ['disk.used', 'du', 'diskUsed'],
    'disk used (total, not just indices)',
    diskOf(({ total, free }) => total - free),
    BYTES,
  ),
  catColumn(
    ['disk.avail', 'da', 'diskAvail'],
    'disk available',
    diskOf(({ available }) => available),
    BYTES,
  ),
  catColumn(
    ['disk.total', 'dt', 'diskTotal'],
    'total capacity',
    diskOf(({ total }) => total),
    BYTES,
  ),
  catColumn(
    ['disk.percent', 'dp', 'diskPercent'],
    'percent of disk used',
    diskOf(({ total, free }) => percent(total - free, total)),
    { isNumber: true },
  ),
  catColumn(['host', 'h'], 'host of node', ({ host }) => host),
  catColumn(['ip'], 'ip of node', ({ host }) => host),
  catColumn(['node', 'n'], 'name of node', ({ node }) => node),
];

/** `GET /_cat/allocation[/{node}]`: the disk of this node, and the copies that have no node to be on. */
export const catAllocation: RestRoute = {
  methods: ['GET'],
  paths: ['/_cat/allocation', '/_cat/allocation/:node'],
  parameters: CAT_PARAMETERS,
  handle: async ({ part, parameters }, store) => {
    const isOurs = namesThisNode(store.node, part('node'));
    return catAnswer(isOurs ? await rowsOf(store) : [], COLUMNS, parameters);
  },
};

async function rowsOf(store: Store): Promise<readonly AllocationRow[]> {
  const { node, catalog } = store;
  const counted = await countsOf(store, catalog.entries());
  const own: AllocationRow = {
    shards: counted.reduce((sum, { entry }) => sum + entry.shards, 0),
    indexBytes: counted.reduce((sum, { counts }) => sum + counts.sizeBytes, 0),
    disk: (await readNodeFigures(node.dataPath)).disk,
    host: hostOf(node),
    node: node.name,
  };
  const unassigned = counted.reduce((sum, { entry }) => sum + entry.shards * entry.replicas, 0);
  const nowhere = { indexBytes: 0, disk: undefined, host: null, node: 'UNASSIGNED' };
  return unassigned === 0 ? [own] : [own, { shards: unassigned, ...nowhere }];
}
