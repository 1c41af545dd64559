import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { int, type Sql, sql } from '../../sql/sql.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import type { MetricAggType } from './agg-type.ts';
import { type GeoSpec, openPlaces } from './geo-values.ts';
import { openNumbers, type ValuesSpec } from './inputs.ts';

interface GeoLine {
  readonly point: GeoSpec;
  readonly sort: ValuesSpec;
  readonly isDescending: boolean;
  readonly showsSort: boolean;
  readonly size: number;
}

const POINTS_MAX = 10_000;

/** The points of documents, joined to a line in the order of a field. Documents that lack either are left out. */
export const geoLine: MetricAggType<GeoLine> = {
  name: 'geo_line',
  kind: 'metric',
  parse(reader) {
    const order = reader.optionalString('sort_order')?.toLowerCase() ?? 'asc';
    if (order !== 'asc' && order !== 'desc') {
      throw errors.illegalArgument(`Unknown SortOrder [${order}]`);
    }
    const size = reader.optionalInteger('size') ?? POINTS_MAX;
    if (size <= 0 || size > POINTS_MAX) {
      throw errors.illegalArgument(
        `[size] must be between 1 and ${POINTS_MAX}. Found [${size}] in [geo_line]`,
      );
    }
    return {
      point: { field: readField(reader, 'point'), missing: undefined },
      sort: {
        field: readField(reader, 'sort'),
        script: undefined,
        missing: undefined,
        format: undefined,
      },
      isDescending: order === 'desc',
      showsSort: reader.optionalBoolean('include_sort') ?? false,
      size,
    };
  },
  plan({ point, sort, isDescending, showsSort, size }, context) {
    const places = openPlaces('geo_line', point, context);
    const keys = openNumbers('geo_line', sort, context);
    const key = (v: Sql) =>
      keys.isList ? sql`${isDescending ? sql`arrayMax` : sql`arrayMin`}(${v})` : v;
    const hasKey = (v: Sql) => (keys.isList ? sql`notEmpty(${v})` : sql`isNotNull(${v})`);
    const sign = isDescending ? sql`-` : sql``;
    return {
      typedName: 'geo_line',
      inputs: (branch) => [places(branch), keys.input(branch)],
      columns: ([p = sql`NULL`, v = sql`NULL`]) => {
        const one = sql`(${sign}assumeNotNull(${key(v)}), ${p}[1].2, ${p}[1].1)`;
        const isThere = sql`notEmpty(${p}) AND ${hasKey(v)}`;
        // One more than is shown, which tells that there are more.
        return [sql`groupArraySortedIf(${int(size + 1)})(${one}, ${isThere})`];
      },
      answer: (found) => {
        const all = rowsOf(found?.[0]);
        const shown = all.slice(0, size);
        const values = shown.map(([value]) => (isDescending ? -Number(value) : Number(value)));
        return {
          type: 'Feature',
          geometry: {
            type: 'LineString',
            coordinates: shown.map(([, lon, lat]) => [Number(lon), Number(lat)]),
          },
          properties: {
            complete: all.length <= size,
            ...(showsSort ? { sort_values: values } : {}),
          },
        };
      },
      orderBy: () => {
        throw errors.illegalArgument('Buckets cannot be ordered by [geo_line]: it is no number');
      },
    };
  },
};

function readField(reader: ObjectReader, key: 'point' | 'sort'): string {
  const inner = readObject(key, reader.json(key) as Json | undefined);
  const field = inner.string('field');
  inner.rejectUnknown();
  return field;
}

const rowsOf = (found: unknown): readonly (readonly unknown[])[] =>
  Array.isArray(found) ? found.filter(Array.isArray) : [];
