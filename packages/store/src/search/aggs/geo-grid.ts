import { errors } from '@longshore/common/errors';
import { int, type Sql, sql, string } from '../../sql/sql.ts';
import { readDistance } from '../geo/distance-unit.ts';
import { type GridCells, geohashCells, hexCells, tileCells } from '../geo/grid-cell.ts';
import type { Bucket, BucketAggType, BucketRow } from './agg-type.ts';
import {
  type CellsSpec,
  openCells,
  type Precisions,
  readBounds,
  readPrecision,
  TILE_PRECISIONS,
} from './geo-cells.ts';
import { readGeoSpec } from './geo-values.ts';

interface GeoGrid extends CellsSpec {
  readonly size: number;
}

interface GridOf extends Precisions {
  cells(precision: number): GridCells;
  /** A key that the engine gave, as a literal of its type. */
  keyLiteral(key: unknown): Sql;
}

const SIZE = 10_000;

function geoGrid(name: string, grid: GridOf): BucketAggType<GeoGrid> {
  return {
    name,
    kind: 'bucket',
    parse(reader) {
      const size = reader.optionalInteger('size') ?? SIZE;
      if (size <= 0) {
        throw errors.illegalArgument(`[size] must be greater than 0. Found [${size}] in [${name}]`);
      }
      // For engines that count on several shards.
      reader.optionalInteger('shard_size');
      return {
        ...readGeoSpec(reader),
        cells: grid.cells(readPrecision(name, reader, grid)),
        bounds: readBounds(name, reader),
        size,
      };
    },
    plan(spec, context) {
      const { cells } = spec;
      const keysOf = openCells(name, spec, context);
      return {
        typedName: name,
        where: (branch) => sql`notEmpty(${keysOf(branch)})`,
        key: (branch) => sql`arrayJoin(${keysOf(branch)})`,
        keyLiteral: grid.keyLiteral,
        top: {
          size: spec.size,
          order: [
            { path: '_count', direction: 'desc' },
            { path: '_key', direction: 'desc' },
          ],
          minDocCount: 1,
        },
        buckets: <Row extends BucketRow>(rows: readonly Row[]) =>
          rows.map(
            (row): Bucket<Row> => ({
              row,
              docCount: row.docCount,
              members: { key: cells.show(row.key) },
            }),
          ),
        answer: (buckets) => ({ buckets: buckets.map(({ json }) => json) }),
      };
    },
  };
}

const textLiteral = (key: unknown): Sql => sql`${string(String(key))}`;

/** Buckets of points by geohash, of a length or of cells as small as a distance. */
export const geohashGrid = geoGrid('geohash_grid', {
  cells: geohashCells,
  keyLiteral: textLiteral,
  precision: { min: 1, max: 12, fallback: 5 },
  read: (given) => (/[a-z]/i.test(given) ? geohashLength(readDistance(given, 1)) : undefined),
});

/** Buckets of points by tile of a map. */
export const geotileGrid = geoGrid('geotile_grid', {
  cells: tileCells,
  keyLiteral: (key) => sql`toUInt64(${int(BigInt(String(key)))})`,
  ...TILE_PRECISIONS,
});

/** Buckets of points by hexagon. */
export const geohexGrid = geoGrid('geohex_grid', {
  cells: hexCells,
  keyLiteral: textLiteral,
  precision: { min: 0, max: 15, fallback: 6 },
});

const EQUATOR_M = 2 * Math.PI * 6_378_137;
const POLE_TO_POLE_M = Math.PI * 6_356_752.314245;

/** The length of geohashes whose cells have a diagonal of no more than a distance, as Elasticsearch reckons it. */
function geohashLength(metres: number): number {
  if (metres === 0) {
    return 12;
  }
  const width = metres / (1 + POLE_TO_POLE_M / EQUATOR_M);
  const bits = Math.ceil(Math.log2(Math.ceil(EQUATOR_M / width)));
  const left = bits % 5;
  return 2 * Math.floor(bits / 5) + (left > 0 ? 1 : 0) + (left > 3 ? 1 : 0);
}
