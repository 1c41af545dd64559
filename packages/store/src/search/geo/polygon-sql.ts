import { type Sql, sql, string } from '../../sql/sql.ts';
import type { Polygon, Position, Ring } from './query-shape.ts';

const positionText = ([lon, lat]: Position): string => `(${lon},${lat})`;
const ringText = (ring: Ring): string => `[${ring.map(positionText).join(',')}]`;
const polygonText = (polygon: Polygon): string => `[${polygon.map(ringText).join(',')}]`;

/** A ring as a value of the engine. */
export const ringSql = (ring: Ring): Sql =>
  sql`CAST(${string(ringText(ring))} AS Array(Tuple(Float64, Float64)))`;

/** Several lines or rings. */
export const ringsSql = (rings: readonly Ring[]): Sql =>
  sql`CAST(${string(polygonText(rings))} AS Array(Array(Tuple(Float64, Float64))))`;

/** Several polygons. */
export const polygonsSql = (polygons: readonly Polygon[]): Sql =>
  sql`CAST(${string(`[${polygons.map(polygonText).join(',')}]`)} AS Array(Array(Array(Tuple(Float64, Float64)))))`;

/** True for a point in a polygon and in none of its holes; borders belong to it. */
export const inPolygon = (lat: Sql, lon: Sql, polygon: Polygon): Sql =>
  sql`pointInPolygon((${lon}, ${lat}), ${ringsSql(polygon)})`;
