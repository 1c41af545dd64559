import { errors } from '@longshore/common/errors';
import { findPointField, readGeoLeaf } from '../geo/geo-field.ts';
import { type Place, readPlaces, readValidation } from '../geo/given-place.ts';
import { anyPlace } from '../geo/places.ts';
import { inPolygon } from '../geo/polygon-sql.ts';
import type { Ring } from '../geo/query-shape.ts';
import { NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';

interface GeoPolygon {
  readonly field: string;
  readonly ring: Ring;
  readonly ignoreUnmapped: boolean;
  readonly boost: number;
}

const PARAMETERS: ReadonlySet<string> = new Set(['validation_method', 'ignore_unmapped', 'boost']);
const POINTS_MAX = 10_000;

/** Documents with a point in a polygon, as it is on a map that ends at the date line. */
export const geoPolygon: QueryType<GeoPolygon> = {
  name: 'geo_polygon',
  parse(body) {
    const { field, value, reader } = readGeoLeaf('geo_polygon', body, PARAMETERS);
    const inner = readObject('geo_polygon', value);
    const validation = readValidation(reader);
    const spec = {
      field,
      ring: closed(readPlaces('geo_polygon', inner.json('points'), validation)),
      ignoreUnmapped: reader.optionalBoolean('ignore_unmapped') ?? false,
      boost: reader.optionalNumber('boost') ?? 1,
    };
    inner.rejectUnknown();
    reader.rejectUnknown();
    return spec;
  },
  compile({ field: path, ring, ignoreUnmapped }, context) {
    const field = findPointField(path, context, ignoreUnmapped);
    return field === undefined ? NEVER : anyPlace(field, (lat, lon) => inPolygon(lat, lon, [ring]));
  },
  score: ({ boost }) => boost,
};

/** Ends where it begins. */
function closed(places: readonly Place[]): Ring {
  const ring = places.map(({ lat, lon }) => [lon, lat] as const);
  const [first] = ring;
  const last = ring.at(-1);
  const isClosed = first?.[0] === last?.[0] && first?.[1] === last?.[1];
  if (first === undefined || ring.length < (isClosed ? 4 : 3)) {
    throw errors.parsing('too few points defined for geo_polygon query');
  }
  if (ring.length > POINTS_MAX) {
    throw errors.illegalArgument(
      `[geo_polygon] has ${ring.length} points, more than ${POINTS_MAX}`,
    );
  }
  return isClosed ? ring : [...ring, first];
}
