import { errors } from '@longshore/common/errors';
import { float, raw, type Sql, sql } from '../../sql/sql.ts';
import type { SearchField } from '../field-context.ts';
import { listOf } from '../field-sql.ts';
import type { ObjectReader } from '../read-object.ts';
import type { Place } from './given-place.ts';

/** The mean radius of the earth that Lucene computes with. */
export const EARTH_RADIUS_M = 6_371_008.7714;

/** How distances are measured: along the surface of a sphere, or on a map, which is faster and wrong far away. */
export type DistanceType = 'arc' | 'plane';

/** Reads `distance_type`. */
export function readDistanceType(reader: ObjectReader): DistanceType {
  const given = reader.optionalString('distance_type')?.toLowerCase() ?? 'arc';
  if (given !== 'arc' && given !== 'plane') {
    throw errors.illegalArgument(`No geo distance for [${given}]`);
  }
  return given;
}

/** No points, typed, for indices that do not map a field. */
export const NO_PLACES: Sql = raw('CAST([] AS Array(Tuple(Float64, Float64)))');

/** The points of a row as an array of pairs, latitude first: the column has them in turn. */
export function placesOf(field: SearchField): Sql {
  const values = listOf(field);
  return sql`arrayMap(i -> (${values}[i], ${values}[i + 1]), ${starts(values)})`;
}

/** True where any point of the field passes the test. */
export function anyPlace(field: SearchField, test: (lat: Sql, lon: Sql) => Sql): Sql {
  return overPlaces('arrayExists', field, test);
}

/** True where the field has points, and all pass the test. */
export function everyPlace(field: SearchField, test: (lat: Sql, lon: Sql) => Sql): Sql {
  const values = listOf(field);
  return sql`(notEmpty(${values}) AND ${overPlaces('arrayAll', field, test)})`;
}

function overPlaces(
  name: 'arrayExists' | 'arrayAll',
  field: SearchField,
  test: (lat: Sql, lon: Sql) => Sql,
): Sql {
  const values = listOf(field);
  const passes = test(sql`${values}[i]`, sql`${values}[i + 1]`);
  return sql`${raw(name)}(i -> ${passes}, ${starts(values)})`;
}

const starts = (values: Sql): Sql => sql`range(1, length(${values}), 2)`;

/** Metres between a point of a row and one of the request. */
export function distanceSql(lat: Sql, lon: Sql, from: Place, type: DistanceType): Sql {
  const byLat = sql`radians(${lat} - ${float(from.lat)})`;
  const byLon = sql`radians(${lon} - ${float(from.lon)})`;
  if (type === 'plane') {
    const shrink = sql`cos(radians((${lat} + ${float(from.lat)}) / 2))`;
    return sql`(${float(EARTH_RADIUS_M)} * sqrt(pow(${byLon} * ${shrink}, 2) + pow(${byLat}, 2)))`;
  }
  const cosines = sql`${float(Math.cos((from.lat * Math.PI) / 180))} * cos(radians(${lat}))`;
  const haversine = sql`pow(sin(${byLat} / 2), 2) + ${cosines} * pow(sin(${byLon} / 2), 2)`;
  return sql`(${float(2 * EARTH_RADIUS_M)} * asin(sqrt(least(1., ${haversine}))))`;
}
