import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { float, type Sql, sql } from '../../sql/sql.ts';
import { readPlace } from '../geo/given-place.ts';
import { NO_PLACES, placesOf } from '../geo/places.ts';
import type { Branch } from '../plan.ts';
import type { ObjectReader } from '../read-object.ts';
import type { AggContext } from './agg-type.ts';

/** The field of points that an aggregation reads. */
export interface GeoSpec {
  readonly field: string;
  /** A point for documents without one. */
  readonly missing: Json | undefined;
}

/** The points of a row of a branch: an array of pairs, latitude first, which is empty where there are none. */
export type GeoInput = (branch: Branch) => Sql;

export function readGeoSpec(reader: ObjectReader): GeoSpec {
  const field = reader.optionalString('field');
  if (field === undefined) {
    throw errors.illegalArgument(`Required one of fields [field], but none were specified. `);
  }
  return { field, missing: reader.json('missing') };
}

/** Opens the points of a field in all branches. Throws where it holds none. */
export function openPlaces(
  name: string,
  { field: path, missing }: GeoSpec,
  { branches }: AggContext,
): GeoInput {
  for (const { context } of branches) {
    const field = context.field(path);
    if (field !== undefined && field.type !== 'geo_point') {
      throw errors.illegalArgument(
        `Field [${path}] of type [${field.type}] is not supported for aggregation [${name}]`,
      );
    }
  }
  const other = missing === undefined ? undefined : readPlace(name, missing, 'STRICT');
  return ({ context }) => {
    const field = context.field(path);
    const places = field === undefined ? NO_PLACES : placesOf(field);
    return other === undefined
      ? places
      : sql`if(empty(${places}), [(${float(other.lat)}, ${float(other.lon)})], ${places})`;
  };
}
