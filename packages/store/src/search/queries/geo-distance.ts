import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { float, sql } from '../../sql/sql.ts';
import { readDistance, readUnit } from '../geo/distance-unit.ts';
import { findGeoField, readGeoLeaf } from '../geo/geo-field.ts';
import { type Place, readPlace, readValidation } from '../geo/given-place.ts';
import { anyPlace, type DistanceType, distanceSql, readDistanceType } from '../geo/places.ts';
import { NOTHING } from '../geo/query-shape.ts';
import { standsTo } from '../geo/shape-relation.ts';
import { NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';

interface GeoDistance {
  readonly field: string;
  readonly center: Place;
  readonly metres: number;
  readonly type: DistanceType;
  readonly ignoreUnmapped: boolean;
  readonly boost: number;
}

const PARAMETERS: ReadonlySet<string> = new Set([
  'distance',
  'unit',
  'distance_type',
  'validation_method',
  'ignore_unmapped',
  'boost',
]);

/** Documents with a point, or any of a shape, no further than a distance from a given one. */
export const geoDistance: QueryType<GeoDistance> = {
  name: 'geo_distance',
  parse(body) {
    const { field, value, reader } = readGeoLeaf('geo_distance', body, PARAMETERS);
    const unitM = readUnit(reader.optionalString('unit'));
    const spec = {
      field,
      center: readPlace('geo_distance', value, readValidation(reader)),
      metres: readRadius(reader.json('distance'), unitM),
      type: readDistanceType(reader),
      ignoreUnmapped: reader.optionalBoolean('ignore_unmapped') ?? false,
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.rejectUnknown();
    return spec;
  },
  compile({ field: path, center, metres, type, ignoreUnmapped }, context) {
    const field = findGeoField(path, context, ignoreUnmapped);
    if (field?.type === 'geo_shape') {
      return standsTo(field, 'intersects', { ...NOTHING, circles: [{ center, metres }] });
    }
    return field === undefined
      ? NEVER
      : anyPlace(
          field,
          (lat, lon) => sql`${distanceSql(lat, lon, center, type)} <= ${float(metres)}`,
        );
  },
  score: ({ boost }) => boost,
};

function readRadius(given: Json | undefined, unitM: number): number {
  if (given === undefined || given === null) {
    throw errors.parsing("geo_distance requires 'distance' to be specified");
  }
  const metres = readDistance(given, unitM);
  if (!(metres > 0)) {
    throw errors.illegalArgument('distance must be greater than zero');
  }
  return metres;
}
