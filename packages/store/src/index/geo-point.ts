import { errors, type LongshoreError } from '@longshore/common/errors';
import { type ExactJson, ExactNumber, exactText, isExactObject } from './exact-json.ts';

const WKT_POINT = /^\s*POINT\s*\(\s*(\S+)\s+(\S+)\s*\)\s*$/i;
const GEOHASH = '0123456789bcdefghjkmnpqrstuvwxyz';

/**
 * The points of a value: `{lat, lon}`, `[lon, lat]`, `"lat,lon"`, `"POINT (lon lat)"`, a geohash, or a list of those;
 * each as its latitude and its longitude. Throws for what is none.
 */
export function parseGeoPoints(value: ExactJson): readonly number[] {
  if (Array.isArray(value)) {
    const items = value as readonly ExactJson[];
    return items.every(isNumber) && items.length > 0
      ? point(items[1], items[0])
      : items.flatMap(parseGeoPoints);
  }
  if (value === null) {
    return [];
  }
  if (isExactObject(value)) {
    const { lat, lon, type, coordinates } = value;
    if (type === 'Point' && Array.isArray(coordinates)) {
      return parseGeoPoints(coordinates);
    }
    if (lat === undefined || lon === undefined) {
      throw errors.parsing('field must be either [lat|lon] or geohash');
    }
    return point(lat, lon);
  }
  return typeof value === 'string' ? parseText(value) : point(value, undefined);
}

function isNumber(value: ExactJson): boolean {
  return typeof value === 'number' || value instanceof ExactNumber;
}

function parseText(text: string): Point {
  const wkt = WKT_POINT.exec(text);
  if (wkt) {
    return point(wkt[2], wkt[1]);
  }
  if (text.includes(',')) {
    const [lat, lon] = text.split(',');
    return point(lat, lon);
  }
  return geohash(text);
}

type Point = readonly [number, number];

function point(lat: ExactJson | undefined, lon: ExactJson | undefined): Point {
  return [degrees(lat, 90, 'latitude'), degrees(lon, 180, 'longitude')];
}

function degrees(value: ExactJson | undefined, max: number, name: string): number {
  const text = exactText(value ?? '');
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(number)) {
    throw errors.parsing(`${name} must be a number, but was [${text}]`);
  }
  if (Math.abs(number) > max) {
    throw errors.illegalArgument(`illegal ${name} value [${text}]; it must be within ±${max}`);
  }
  return number;
}

/** The middle of the cell: bits go to longitude and latitude in turn. */
function geohash(text: string): Point {
  const ranges: [[number, number], [number, number]] = [
    [-180, 180],
    [-90, 90],
  ];
  let turn: 0 | 1 = 0;
  for (const letter of text.toLowerCase()) {
    const code = GEOHASH.indexOf(letter);
    if (code < 0) {
      throw unsupported(text);
    }
    for (let bit = 16; bit > 0; bit >>= 1) {
      const range = ranges[turn];
      const middle = (range[0] + range[1]) / 2;
      range[(code & bit) === 0 ? 1 : 0] = middle;
      turn = turn === 0 ? 1 : 0;
    }
  }
  if (text === '') {
    throw unsupported(text);
  }
  const [lon, lat] = ranges;
  return [(lat[0] + lat[1]) / 2, (lon[0] + lon[1]) / 2];
}

function unsupported(text: string): LongshoreError {
  return errors.parsing(`unsupported symbol in geohash [${text.slice(0, 20)}]`);
}
