import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { float, raw, sql } from '../../sql/sql.ts';
import { readUnit } from '../geo/distance-unit.ts';
import { type Place, readPlace, readValidation } from '../geo/given-place.ts';
import { type DistanceType, distanceSql, readDistanceType } from '../geo/places.ts';
import { readObject } from '../read-object.ts';
import type { BucketAggType } from './agg-type.ts';
import { listOrKeyed } from './date-histogram.ts';
import { between, positions } from './filters.ts';
import { type GeoSpec, openPlaces, readGeoSpec } from './geo-values.ts';

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
    return {
      typedName: 'geo_distance',
      key: (branch) => {
        const all = sql`arrayMap(p -> ${distance} / ${float(spec.unitM)}, ${places(branch)})`;
        return positions(
          spec.rings.map(
            ({ from, to }) =>
              sql`arrayExists(w -> ${between(raw('w'), from, Number.isFinite(to) ? to : undefined)}, ${all})`,
          ),
        );
      },
      keyLiteral: (key) => raw(String(Number(key))),
      buckets: (rows) =>
        spec.rings.map(({ key, from, to }, position) => {
          const row = rows.find((one) => Number(one.key) === position);
          const ends = Number.isFinite(to) ? { from, to } : { from };
          const members = spec.isKeyed ? ends : { key, ...ends };
          return { row, docCount: row?.docCount ?? 0, members, name: key };
        }),
      answer: (buckets) => ({ buckets: listOrKeyed(buckets, spec.isKeyed) }),
    };
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
