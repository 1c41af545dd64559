import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { float, sql } from '../../sql/sql.ts';
import { readUnit } from '../geo/distance-unit.ts';
import { type Place, readPlace, readValidation } from '../geo/given-place.ts';
import { type DistanceType, distanceSql, readDistanceType } from '../geo/places.ts';
import { readObject } from '../read-object.ts';
import type { BucketAggType } from './agg-type.ts';
import { between } from './filters.ts';
import { type GeoSpec, openPlaces, readGeoSpec } from './geo-values.ts';
import { planRangeBuckets, present } from './range-buckets.ts';

interface Ring {
  readonly key: string;
  readonly from: number;
  /** Infinite without an end. */
  readonly to: number;
}

interface GeoDistance extends GeoSpec {
  readonly origin: Place;
  readonly rings: readonly Ring[];
  readonly unitM: number;
  readonly type: DistanceType;
  readonly isKeyed: boolean;
}

const RINGS_MAX = 1_000;

/** Buckets of points by how far they are from an origin. */
export const geoDistanceAgg: BucketAggType<GeoDistance> = {
  name: 'geo_distance',
  kind: 'bucket',
  parse(reader) {
    const origin = ['origin', 'center', 'point'].map((key) => reader.json(key));
    return {
      ...readGeoSpec(reader),
      origin: readPlace(
        'geo_distance',
        origin.find((one) => one !== undefined),
        readValidation(reader),
      ),
      rings: readRings(reader.json('ranges')),
      unitM: readUnit(reader.optionalString('unit')),
      type: readDistanceType(reader),
      isKeyed: reader.optionalBoolean('keyed') ?? false,
    };
  },
  plan(spec, context) {
    const places = openPlaces('geo_distance', spec, context);
    const distance = distanceSql(sql`p.1`, sql`p.2`, spec.origin, spec.type);
    const input: typeof places = (branch) =>
      sql`arrayMap(p -> ${distance} / ${float(spec.unitM)}, ${places(branch)})`;
    return planRangeBuckets({
      typedName: 'geo_distance',
      values: { isList: true, common: undefined, input },
      ranges: spec.rings.map(({ key, from, to }) => {
        const end = Number.isFinite(to) ? to : undefined;
        return {
          name: key,
          members: present({ key, from, to: end }),
          test: (value) => between(value, from, end),
        };
      }),
      isKeyed: spec.isKeyed,
    });
  },
};

function readRings(given: Json | undefined): readonly Ring[] {
  if (!Array.isArray(given) || given.length === 0 || given.length > RINGS_MAX) {
    throw errors.illegalArgument(
      `No [ranges] specified for the [geo_distance] aggregation; give 1 to ${RINGS_MAX}`,
    );
  }
  return given
    .map((one: Json) => {
      const reader = readObject('ranges', one);
      const from = reader.optionalNumber('from') ?? 0;
      const to = reader.optionalNumber('to') ?? Number.POSITIVE_INFINITY;
      const name = `${from === 0 ? '*' : edge(from)}-${Number.isFinite(to) ? edge(to) : '*'}`;
      const ring = { key: reader.optionalString('key') ?? name, from, to };
      reader.rejectUnknown();
      return ring;
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

const edge = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));
