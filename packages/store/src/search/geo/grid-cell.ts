import { float, int, raw, type Sql, sql } from '../../sql/sql.ts';
import type { BoundingBox } from './bounding-box.ts';
import { boxPolygon } from './bounding-box.ts';
import { polygonsSql } from './polygon-sql.ts';
import { NOTHING, repeated } from './query-shape.ts';

/** A way to divide the world into cells. */
export interface GridCells {
  /** The key of the cell of a point, which sorts as Elasticsearch's keys do. */
  key(lat: Sql, lon: Sql): Sql;
  /** Whether the cell of a point meets a part of the world. */
  meets(lat: Sql, lon: Sql, box: BoundingBox): Sql;
  /** A key as answers have it. */
  show(key: unknown): string;
}

/** Cells whose keys are not texts, so that those of answers have to be read to go on behind them. */
export interface TileCells extends GridCells {
  /** Undefined for what is no key of theirs. */
  read(text: string): bigint | undefined;
}

const LAT_BITS = 29n;
const TILE = /^(\d{1,2})\/(\d{1,9})\/(\d{1,9})$/;
const HALF_TURN = 180;

/** Columns and rows of a grid, of a point of the engine and of one of the request. */
interface Axes {
  x(lon: Sql): Sql;
  y(lat: Sql): Sql;
  xOf(lon: number): number;
  yOf(lat: number): number;
}

function meetsBox(axes: Axes, lat: Sql, lon: Sql, box: BoundingBox): Sql {
  const { x, y, xOf, yOf } = axes;
  const rows = [yOf(box.south), yOf(box.north)].sort((a, b) => a - b).map(float);
  const [first = float(0), last = float(0)] = rows;
  const operator = box.west > box.east ? sql`OR` : sql`AND`;
  const isBeside = sql`${x(lon)} >= ${float(xOf(box.west))} ${operator} ${x(lon)} <= ${float(xOf(box.east))}`;
  return sql`(${y(lat)} BETWEEN ${first} AND ${last} AND (${isBeside}))`;
}

/** Rows or columns of equal size, from the south or the west. */
function equalParts(degrees: number, count: number) {
  return {
    of: (value: number) =>
      Math.min(count - 1, Math.max(0, Math.floor(((value + degrees / 2) / degrees) * count))),
    sql: (value: Sql) =>
      sql`least(${float(count - 1)}, greatest(0., floor((${value} + ${float(degrees / 2)}) / ${float(degrees)} * ${float(count)})))`,
  };
}

/** Geohashes of a length: each letter halves longitudes and latitudes five times in turn. */
export function geohashCells(length: number): GridCells {
  const columns = equalParts(360, 2 ** Math.ceil((5 * length) / 2));
  const rows = equalParts(180, 2 ** Math.floor((5 * length) / 2));
  const axes = { x: columns.sql, xOf: columns.of, y: rows.sql, yOf: rows.of };
  return {
    key: (lat, lon) => sql`geohashEncode(${lon}, ${lat}, ${raw(String(length))})`,
    meets: (lat, lon, box) => meetsBox(axes, lat, lon, box),
    show: String,
  };
}

/** Tiles of a map in Mercator's projection: `zoom/x/y`. What is beyond 85 degrees is in the first and last row. */
export function tileCells(zoom: number): TileCells {
  const count = 2 ** zoom;
  const columns = equalParts(360, count);
  const axes: Axes = {
    x: columns.sql,
    xOf: columns.of,
    y: (lat) => {
      const sine = sql`sin(radians(${lat}))`;
      const part = sql`(0.5 - log((1 + ${sine}) / (1 - ${sine})) / ${float(4 * Math.PI)})`;
      return sql`least(${float(count - 1)}, greatest(0., floor(${part} * ${float(count)})))`;
    },
    yOf: (lat) => {
      const sine = Math.sin((lat * Math.PI) / 180);
      const part = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
      return Math.min(count - 1, Math.max(0, Math.floor(part * count)));
    },
  };
  const column = sql`toUInt64(${raw(String(2 ** Number(LAT_BITS)))})`;
  return {
    key: (lat, lon) => sql`(toUInt64(${axes.x(lon)}) * ${column} + toUInt64(${axes.y(lat)}))`,
    meets: (lat, lon, box) => meetsBox(axes, lat, lon, box),
    show: (key) => {
      const number = BigInt(String(key));
      return `${zoom}/${number >> LAT_BITS}/${number & ((1n << LAT_BITS) - 1n)}`;
    },
    read: (text) => {
      const [, z, x = '', y = ''] = TILE.exec(text) ?? [];
      const isTile = Number(z) === zoom && Number(x) < count && Number(y) < count;
      return isTile ? (BigInt(x) << LAT_BITS) + BigInt(y) : undefined;
    },
  };
}

/** Hexagons of H3. */
export function hexCells(resolution: number): GridCells {
  const cell = (lat: Sql, lon: Sql) => sql`geoToH3(${lat}, ${lon}, toUInt8(${int(resolution)}))`;
  return {
    key: (lat, lon) => sql`h3ToString(${cell(lat, lon)})`,
    meets: (lat, lon, box) => {
      const half = raw(String(HALF_TURN));
      const corners = sql`h3ToGeoBoundary(${cell(lat, lon)})`;
      // One that spans the date line goes on beyond 180 degrees.
      const longitudes = sql`arrayMap(c -> c.2, ${corners})`;
      const isWide = sql`(arrayMax(${longitudes}) - arrayMin(${longitudes}) > ${half})`;
      const ring = sql`arrayMap(c -> (c.2 + if(${isWide} AND c.2 < 0, 2 * ${half}, 0), c.1), ${corners})`;
      const boxes = repeated({ ...NOTHING, polygons: [boxPolygon(box)] }, -180, 540).polygons;
      return sql`(polygonsIntersectCartesian([[${ring}]], ${polygonsSql(boxes)}) = 1)`;
    },
    show: String,
  };
}
