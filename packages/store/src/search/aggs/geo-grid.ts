import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { int, type Sql, sql, string } from '../../sql/sql.ts';
import { type BoundingBox, readBoundingBox } from '../geo/bounding-box.ts';
import { readDistance } from '../geo/distance-unit.ts';
import { type GridCells, geohashCells, hexCells, tileCells } from '../geo/grid-cell.ts';
import type { ObjectReader } from '../read-object.ts';
import type { Bucket, BucketAggType, BucketRow } from './agg-type.ts';
import { type GeoSpec, openPlaces, readGeoSpec } from './geo-values.ts';

interface GeoGrid extends GeoSpec {
  readonly cells: GridCells;
  readonly size: number;
  /** Only cells that meet it are shown. */
  readonly bounds: BoundingBox | undefined;
}

interface GridOf {
  cells(precision: number): GridCells;
  /** A key that the engine gave, as a literal of its type. */
  keyLiteral(key: unknown): Sql;
  readonly precision: { readonly min: number; readonly max: number; readonly fallback: number };
  /** Reads a precision that is not just a number. */
  read?(given: string): number | undefined;
}

const SIZE = 10_000;

function geoGrid(name: string, grid: GridOf): BucketAggType<GeoGrid> {
  return {
    name,
    kind: 'bucket',
    parse(reader) {
      const bounds = reader.json('bounds');
      const size = reader.optionalInteger('size') ?? SIZE;
      if (size <= 0) {
        throw errors.illegalArgument(`[size] must be greater than 0. Found [${size}] in [${name}]`);
      }
      // For engines that count on several shards.
      reader.optionalInteger('shard_size');
      return {
        ...readGeoSpec(reader),
        cells: grid.cells(readPrecision(name, reader, grid)),
        size,
        bounds: bounds === undefined ? undefined : readBoundingBox(name, bounds, 'STRICT'),
      };
    },
    plan(spec, context) {
      const places = openPlaces(name, spec, context);
      const { cells, bounds } = spec;
      const shown: typeof places = (branch) => {
        const all = places(branch);
        return bounds === undefined
          ? all
          : sql`arrayFilter(p -> ${cells.meets(sql`p.1`, sql`p.2`, bounds)}, ${all})`;
      };
      return {
        typedName: name,
        where: (branch) => sql`notEmpty(${shown(branch)})`,
        key: (branch) =>
          sql`arrayJoin(arrayDistinct(arrayMap(p -> ${cells.key(sql`p.1`, sql`p.2`)}, ${shown(branch)})))`,
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

/** Reads `precision`. */
function readPrecision(
  name: string,
  reader: ObjectReader,
  { precision: { min, max, fallback }, read }: Pick<GridOf, 'precision' | 'read'>,
): number {
  const given = reader.json('precision') ?? fallback;
  const precision = read?.(jsonText(given)) ?? wholeNumber(given);
  if (!(precision >= min && precision <= max)) {
    throw errors.illegalArgument(
      `Invalid ${name} precision of ${jsonText(given)}. Must be between ${min} and ${max}.`,
    );
  }
  return precision;
}

function wholeNumber(given: Json): number {
  const text = jsonText(given);
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
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
  precision: { min: 0, max: 29, fallback: 7 },
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
