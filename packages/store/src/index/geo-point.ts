import { errors, type LongshoreError } from '@longshore/common/errors';
import { type ExactJson, ExactNumber, exactText, isExactObject } from './exact-json.ts';
import { type Cell, geohashCell } from './geohash.ts';

const WKT_POINT = /^\s*POINT\s*\(\s*(\S+)\s+(\S+)\s*\)\s*$/i;

/** Latitude and longitude in degrees. */
export type GeoPoint = readonly [number, number];

/** Which point of the cell a geohash stands for. */
export type PlaceInCell = 'middle' | 'top_left' | 'top_right' | 'bottom_left' | 'bottom_right';

/**
 * The points of a value: `{lat, lon}`, `{geohash}`, `[lon, lat]`, `"lat,lon"`, `"POINT (lon lat)"`, a geohash, a GeoJSON
 * point, or a list of those; each as its latitude and its longitude. Throws for what is none.
 */
export function parseGeoPoints(value: ExactJson): readonly number[] {
  return readGeoPoints(value).flatMap(([lat, lon]) => [
    within(lat, 90, 'latitude'),
    within(lon, 180, 'longitude'),
  ]);
}

/** The same as points, which may be outside of the world. */
export function readGeoPoints(
  value: ExactJson,
  place: PlaceInCell = 'middle',
): readonly GeoPoint[] {
  if (Array.isArray(value)) {
    const items = value as readonly ExactJson[];
    return items.every(isNumber) && items.length > 0
      ? [point(items[1], items[0])]
      : items.flatMap((item) => readGeoPoints(item, place));
  }
  if (value === null) {
    return [];
  }
  if (isExactObject(value)) {
    const { lat, lon, type, coordinates, geohash } = value;
    if (type === 'Point' && Array.isArray(coordinates)) {
      return readGeoPoints(coordinates);
    }
    if (typeof geohash === 'string') {
      return [inCell(geohash, place)];
    }
    if (lat === undefined || lon === undefined) {
      throw errors.parsing('field must be either [lat|lon] or geohash');
    }
    return [point(lat, lon)];
  }
  return [typeof value === 'string' ? parseText(value, place) : point(value, undefined)];
}

function isNumber(value: ExactJson): boolean {
  return typeof value === 'number' || value instanceof ExactNumber;
}

function parseText(text: string, place: PlaceInCell): GeoPoint {
  const wkt = WKT_POINT.exec(text);
  if (wkt) {
    return point(wkt[2], wkt[1]);
  }
  if (text.includes(',')) {
    const [lat, lon] = text.split(',');
    return point(lat, lon);
  }
  return inCell(text, place);
}

function point(lat: ExactJson | undefined, lon: ExactJson | undefined): GeoPoint {
  return [degrees(lat, 'latitude'), degrees(lon, 'longitude')];
}

function degrees(value: ExactJson | undefined, name: string): number {
  const text = exactText(value ?? '');
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(number)) {
    throw errors.parsing(`${name} must be a number, but was [${text}]`);
  }
  return number;
}

function within(value: number, max: number, name: string): number {
  if (Math.abs(value) > max) {
    throw errors.illegalArgument(`illegal ${name} value [${value}]; it must be within ±${max}`);
  }
  return value;
}

function inCell(text: string, place: PlaceInCell): GeoPoint {
  const cell = geohashCell(text);
  if (cell === undefined) {
    throw unsupported(text);
  }
  return IN_CELL[place](cell);
}

const IN_CELL: Readonly<Record<PlaceInCell, (cell: Cell) => GeoPoint>> = {
  middle: ({ west, east, south, north }) => [(south + north) / 2, (west + east) / 2],
  top_left: ({ north, west }) => [north, west],
  top_right: ({ north, east }) => [north, east],
  bottom_left: ({ south, west }) => [south, west],
  bottom_right: ({ south, east }) => [south, east],
};

function unsupported(text: string): LongshoreError {
  return errors.parsing(`unsupported symbol in geohash [${text.slice(0, 20)}]`);
}
