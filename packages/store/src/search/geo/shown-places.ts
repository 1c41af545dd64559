import { errors, LongshoreError } from '@longshore/common/errors';
import { type ExactJson, type ExactObject, isExactObject } from '../../index/exact-json.ts';
import { type GeoPoint, parseGeoPoints } from '../../index/geo-point.ts';
import { parseGeoShapes } from '../../index/geo-shape.ts';
import type { MappedField } from '../../index/mapping.ts';
import { decimal, writeWkt } from '../../index/write-wkt.ts';

const FORMATS: Readonly<Record<string, (shape: ExactObject) => ExactJson>> = {
  geojson: (shape) => shape,
  wkt: writeWkt,
};

export const isGeo = ({ type }: Pick<MappedField, 'type'>): boolean =>
  type === 'geo_point' || type === 'geo_shape';

/** Refuses what `fields` cannot write places in. */
export function checkGeoFormat(format: string): void {
  if (!Object.hasOwn(FORMATS, format)) {
    throw errors.illegalArgument(
      `Unrecognized geometry format [${format}], use one of [${Object.keys(FORMATS).join(', ')}]`,
    );
  }
}

/** The points or shapes of a field in a source, as GeoJSON or as text. */
export function shownPlaces(
  field: MappedField,
  source: ExactJson,
  paths: readonly string[],
  format = 'geojson',
): readonly ExactJson[] {
  const shapes = valuesIn(field, source, paths, (value) =>
    field.type === 'geo_point'
      ? pairs(parseGeoPoints(value)).map(([lat, lon]) => ({
          type: 'Point',
          coordinates: [lon, lat],
        }))
      : parseGeoShapes(value),
  );
  return shapes.map((shape) => FORMATS[format]?.(shape) ?? null);
}

/** The points of a field as `docvalue_fields` has them: `lat, lon`, from the south and the west. */
export function shownPoints(
  field: MappedField,
  source: ExactJson,
  paths: readonly string[],
): readonly string[] {
  const points = valuesIn(field, source, paths, (value) => pairs(parseGeoPoints(value)));
  return [...points]
    .sort(([latA, lonA], [latB, lonB]) => latA - latB || lonA - lonB)
    .map(([lat, lon]) => `${decimal(lat)}, ${decimal(lon)}`);
}

const pairs = (flat: readonly number[]): readonly GeoPoint[] =>
  flat.flatMap((lat, i) => (i % 2 === 0 ? [[lat, flat[i + 1] ?? 0] as const] : []));

function valuesIn<T>(
  field: MappedField,
  source: ExactJson,
  paths: readonly string[],
  read: (value: ExactJson) => readonly T[],
): readonly T[] {
  return paths
    .flatMap((path) => wholesAt(source, path))
    .flatMap((value) => {
      try {
        return read(value ?? field.nullValue ?? null);
      } catch (error) {
        // A malformed value that the field ignores is in the source only.
        if (error instanceof LongshoreError) {
          return [];
        }
        throw error;
      }
    });
}

/** The values at a path as they were sent: a list may be a position. */
function wholesAt(value: ExactJson, path: string): readonly ExactJson[] {
  if (path === '') {
    return [value];
  }
  if (Array.isArray(value)) {
    return value.flatMap((member: ExactJson) => wholesAt(member, path));
  }
  return Object.entries(isExactObject(value) ? value : {}).flatMap(([key, member]) => {
    if (key === path) {
      return wholesAt(member, '');
    }
    return path.startsWith(`${key}.`) ? wholesAt(member, path.slice(key.length + 1)) : [];
  });
}
