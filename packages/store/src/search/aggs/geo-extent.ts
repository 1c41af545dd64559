import { errors } from '@longshore/common/errors';
import { type Sql, sql } from '../../sql/sql.ts';
import type { MetricAggType } from './agg-type.ts';
import { type GeoSpec, openPlaces, readGeoSpec } from './geo-values.ts';
import { numberOf } from './number-answer.ts';

interface GeoBounds extends GeoSpec {
  /** The box may span the date line, where it is smaller then. */
  readonly wrapsLongitude: boolean;
}

/** Buckets cannot be ordered by a place. */
function refuseOrder(name: string): never {
  throw errors.illegalArgument(`Buckets cannot be ordered by [${name}]: it is no number`);
}

/** The smallest box with all points. */
export const geoBounds: MetricAggType<GeoBounds> = {
  name: 'geo_bounds',
  kind: 'metric',
  parse: (reader) => ({
    ...readGeoSpec(reader),
    wrapsLongitude: reader.optionalBoolean('wrap_longitude') ?? true,
  }),
  plan(spec, context) {
    const places = openPlaces('geo_bounds', spec, context);
    const least = (of: Sql) => sql`minOrNull(if(empty(${of}), NULL, arrayMin(${of})))`;
    const most = (of: Sql) => sql`maxOrNull(if(empty(${of}), NULL, arrayMax(${of})))`;
    return {
      typedName: 'geo_bounds',
      inputs: (branch) => [places(branch)],
      columns: ([v = sql`NULL`]) => {
        const lats = sql`arrayMap(p -> p.1, ${v})`;
        const lons = sql`arrayMap(p -> p.2, ${v})`;
        const east = sql`arrayFilter(x -> x >= 0, ${lons})`;
        const west = sql`arrayFilter(x -> x < 0, ${lons})`;
        return [least(lats), most(lats), least(west), most(west), least(east), most(east)];
      },
      answer: (found = []) => {
        const [bottom = null, top = null, ...longitudes] = found.map(numberOf);
        const [left, right] = sidesOf(longitudes, spec.wrapsLongitude);
        return bottom === null
          ? {}
          : {
              bounds: {
                top_left: { lat: top, lon: left },
                bottom_right: { lat: bottom, lon: right },
              },
            };
      },
      orderBy: () => refuseOrder('geo_bounds'),
    };
  },
};

/** Left and right of the smallest range of longitudes, given the ends of those below and those from zero. */
function sidesOf(
  [westMin = null, westMax = null, eastMin = null, eastMax = null]: readonly (number | null)[],
  wraps: boolean,
): readonly [number | null, number | null] {
  if (westMin === null || westMax === null) {
    return [eastMin, eastMax];
  }
  if (eastMin === null || eastMax === null) {
    return [westMin, westMax];
  }
  const isSmaller = 360 - eastMin + westMax < eastMax - westMin;
  return wraps && isSmaller ? [eastMin, westMax] : [westMin, eastMax];
}

/** The mean of all points: of their latitudes and their longitudes. */
export const geoCentroid: MetricAggType<GeoSpec> = {
  name: 'geo_centroid',
  kind: 'metric',
  parse: readGeoSpec,
  plan(spec, context) {
    const places = openPlaces('geo_centroid', spec, context);
    return {
      typedName: 'geo_centroid',
      inputs: (branch) => [places(branch)],
      columns: ([v = sql`NULL`]) => [
        sql`sum(length(${v}))`,
        sql`sum(arraySum(p -> p.1, ${v}))`,
        sql`sum(arraySum(p -> p.2, ${v}))`,
      ],
      answer: (found = []) => {
        const [count, lat, lon] = found.map((value) => numberOf(value) ?? 0);
        return count === undefined || count === 0
          ? { count: 0 }
          : { location: { lat: (lat ?? 0) / count, lon: (lon ?? 0) / count }, count };
      },
      orderBy: () => refuseOrder('geo_centroid'),
    };
  },
};
