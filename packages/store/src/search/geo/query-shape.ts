import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import { type ExactJson, type ExactObject, exactText } from '../../index/exact-json.ts';
import { parseGeoShapes } from '../../index/geo-shape.ts';
import { readDistance } from './distance-unit.ts';
import { type Place, readPlace } from './given-place.ts';

/** Longitude and latitude. Longitudes go on beyond 180 where a shape spans the date line. */
export type Position = readonly [number, number];
export type Ring = readonly Position[];
/** The outer ring, then those of its holes. */
export type Polygon = readonly Ring[];

export interface Circle {
  readonly center: Place;
  readonly metres: number;
}

/** A shape of a request, by its parts. */
export interface QueryShape {
  readonly points: readonly Position[];
  readonly lines: readonly Ring[];
  readonly polygons: readonly Polygon[];
  readonly circles: readonly Circle[];
}

const POSITIONS_MAX = 10_000;
const TURN = 360;
/** A shape without parts. */
export const NOTHING: QueryShape = { points: [], lines: [], polygons: [], circles: [] };

/** Reads a shape: GeoJSON, with envelopes and circles, or WKT. */
export function readShape(given: Json | undefined): QueryShape {
  const shape = partsOf(given);
  const count = [shape.points, ...shape.lines, ...shape.polygons.flat()].flat().length;
  if (count > POSITIONS_MAX) {
    throw errors.illegalArgument(
      `[geo_shape] has a shape of ${count} positions, more than ${POSITIONS_MAX}`,
    );
  }
  return shape;
}

function partsOf(given: Json | undefined): QueryShape {
  if (isObject(given) && jsonText(given.type).toLowerCase() === 'circle') {
    return { ...NOTHING, circles: [readCircle(given)] };
  }
  if (isObject(given) && Array.isArray(given.geometries)) {
    return joined(given.geometries.map((one: Json) => partsOf(one)));
  }
  if (!isObject(given) && typeof given !== 'string') {
    throw errors.parsing('[geo_shape] needs a [shape]: an object of type and coordinates, or WKT');
  }
  const isLeft = isObject(given) && isClockwiseName(given.orientation);
  return joined(parseGeoShapes(given).map((shape) => partsOfGeoJson(shape, isLeft)));
}

/** True for the orientations by which outer rings run clockwise. */
export const isClockwiseName = (orientation: unknown): boolean =>
  /^(left|cw|clockwise)$/i.test(String(orientation ?? ''));

function readCircle({ coordinates, radius }: { readonly [key: string]: Json }): Circle {
  const metres = readDistance(radius ?? null, 1);
  if (!(metres > 0)) {
    throw errors.illegalArgument('[geo_shape] needs a [radius] greater than zero for a circle');
  }
  return { center: readPlace('geo_shape', coordinates, 'STRICT'), metres };
}

function joined(shapes: readonly QueryShape[]): QueryShape {
  return {
    points: shapes.flatMap(({ points }) => points),
    lines: shapes.flatMap(({ lines }) => lines),
    polygons: shapes.flatMap(({ polygons }) => polygons),
    circles: shapes.flatMap(({ circles }) => circles),
  };
}

/** Of GeoJSON that was checked. */
function partsOfGeoJson(shape: ExactObject, isLeft: boolean): QueryShape {
  const { type, coordinates = null, geometries } = shape;
  switch (type) {
    case 'Point':
      return { ...NOTHING, points: [inWorld(position(coordinates))] };
    case 'MultiPoint':
      return { ...NOTHING, points: ring(coordinates).map(inWorld) };
    case 'LineString':
      return { ...NOTHING, lines: [ring(coordinates)] };
    case 'MultiLineString':
      return { ...NOTHING, lines: list(coordinates).map(ring) };
    case 'Polygon':
      return { ...NOTHING, polygons: [polygon(coordinates, isLeft)] };
    case 'MultiPolygon':
      return { ...NOTHING, polygons: list(coordinates).map((one) => polygon(one, isLeft)) };
    default:
      return joined(
        list(geometries ?? null).map((one) => partsOfGeoJson(one as ExactObject, isLeft)),
      );
  }
}

const list = (value: ExactJson): readonly ExactJson[] => (Array.isArray(value) ? value : []);

function position(value: ExactJson): Position {
  const [lon, lat] = list(value).map((item) => Number(exactText(item)));
  return [lon ?? 0, lat ?? 0];
}

const ring = (value: ExactJson): Ring => list(value).map(position);

const inWorld = ([lon, lat]: Position): Position =>
  lon > 180 ? [lon - TURN, lat] : lon < -180 ? [lon + TURN, lat] : [lon, lat];

function polygon(value: ExactJson, isLeft: boolean): Polygon {
  const rings = list(value).map(ring);
  const [shell = []] = rings;
  return spansDateLine(shell, isLeft)
    ? rings.map((one) => one.map(([lon, lat]): Position => [lon < 0 ? lon + TURN : lon, lat]))
    : rings;
}

/** As Elasticsearch has it: a polygon of more than half the world is the other half if its ring goes the wrong way round. */
function spansDateLine(shell: Ring, isLeft: boolean): boolean {
  const [west, east] = extentOf(shell);
  return east - west > TURN / 2 && isClockwise(shell) !== isLeft;
}

function isClockwise(shell: Ring): boolean {
  const areas = shell.map(([lon, lat], i) => {
    const [nextLon, nextLat] = shell[(i + 1) % shell.length] ?? [lon, lat];
    return (nextLon - lon) * (nextLat + lat);
  });
  return areas.reduce((sum, area) => sum + area, 0) > 0;
}

/** The longitudes of the westernmost and the easternmost position. */
function extentOf(positions: readonly Position[]): readonly [number, number] {
  let [west, east] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [lon] of positions) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
  }
  return [west, east];
}

/** The shape as it is, and a turn of the world to each side, as far as it is between two longitudes. */
export function repeated(shape: QueryShape, west: number, east: number): QueryShape {
  const turns = [-TURN, 0, TURN].map((by) => moved(shape, by));
  const isThere = (positions: readonly Position[]): boolean => {
    const [first, last] = extentOf(positions);
    return last >= west && first <= east;
  };
  return {
    ...joined(
      turns.map(({ points, lines, polygons }) => ({
        points: points.filter((point) => isThere([point])),
        lines: lines.filter(isThere),
        polygons: polygons.filter(([shell = []]) => isThere(shell)),
        circles: [],
      })),
    ),
    circles: shape.circles,
  };
}

/** The shape further east. Circles stay: distances go around the world. */
export function moved({ points, lines, polygons, circles }: QueryShape, by: number): QueryShape {
  const move = ([lon, lat]: Position): Position => [lon + by, lat];
  const moveRing = (one: Ring): Ring => one.map(move);
  return {
    points: points.map(move),
    lines: lines.map(moveRing),
    polygons: polygons.map((rings) => rings.map(moveRing)),
    circles,
  };
}
