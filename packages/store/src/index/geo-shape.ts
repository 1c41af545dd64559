import { errors, type LongshoreError } from '@longshore/common/errors';
import { type ExactJson, ExactNumber, type ExactObject, isExactObject } from './exact-json.ts';
import { parseWkt } from './wkt.ts';

const POSITIONS_MAX = 100_000;

/** How deep the coordinates of a geometry are nested, by its name without capitals. */
const GEOMETRIES: Readonly<Record<string, { readonly name: string; readonly depth: number }>> = {
  point: { name: 'Point', depth: 0 },
  multipoint: { name: 'MultiPoint', depth: 1 },
  linestring: { name: 'LineString', depth: 1 },
  multilinestring: { name: 'MultiLineString', depth: 2 },
  polygon: { name: 'Polygon', depth: 2 },
  multipolygon: { name: 'MultiPolygon', depth: 3 },
};

/** The shapes of a value as GeoJSON: GeoJSON objects, WKT, or a list of them. Throws for what is none. */
export function parseGeoShapes(value: ExactJson): readonly ExactObject[] {
  if (value === null) {
    return [];
  }
  if (Array.isArray(value)) {
    return value.flatMap(parseGeoShapes);
  }
  const shape = typeof value === 'string' ? parseWkt(value) : value;
  if (!isExactObject(shape)) {
    throw errors.parsing('shape must be an object consisting of type and coordinates');
  }
  return [checked(shape)];
}

function checked(shape: ExactObject): ExactObject {
  const { type } = shape;
  if (typeof type !== 'string') {
    throw errors.parsing('shape type not included');
  }
  const name = type.toLowerCase();
  if (name === 'geometrycollection') {
    const geometries = shape.geometries;
    if (!Array.isArray(geometries)) {
      throw errors.parsing('geometries not included');
    }
    return { type: 'GeometryCollection', geometries: geometries.flatMap(parseGeoShapes) };
  }
  if (name === 'envelope') {
    return envelope(shape.coordinates);
  }
  const geometry = GEOMETRIES[name];
  if (geometry === undefined) {
    throw errors.illegalArgument(`unknown geo_shape [${type}]`);
  }
  const coordinates = shape.coordinates;
  if (coordinates === undefined) {
    throw errors.parsing('coordinates not included');
  }
  checkCoordinates(coordinates, geometry.depth, { left: POSITIONS_MAX });
  if (name.endsWith('polygon')) {
    for (const polygon of name === 'polygon' ? [coordinates] : listOf(coordinates)) {
      listOf(polygon).forEach(checkRing);
    }
  }
  return { type: geometry.name, coordinates };
}

function listOf(value: ExactJson): readonly ExactJson[] {
  if (!Array.isArray(value)) {
    throw malformed();
  }
  return value;
}

function malformed(): LongshoreError {
  return errors.parsing('coordinates cannot be read: the nesting does not fit the type of shape');
}

function checkCoordinates(value: ExactJson, depth: number, budget: { left: number }): void {
  if (depth > 0) {
    for (const inner of listOf(value)) {
      checkCoordinates(inner, depth - 1, budget);
    }
    return;
  }
  budget.left -= 1;
  if (budget.left < 0) {
    throw errors.parsing(`a shape has more than ${POSITIONS_MAX} positions`);
  }
  const [lon, lat] = position(value);
  if (Math.abs(lat) > 90) {
    throw errors.illegalArgument(`invalid latitude ${lat}; must be between -90.0 and 90.0`);
  }
  if (Math.abs(lon) > 360) {
    throw errors.illegalArgument(`invalid longitude ${lon}; must be between -180.0 and 180.0`);
  }
}

function position(value: ExactJson): readonly [number, number] {
  const [lon, lat] = listOf(value).map((item) =>
    item instanceof ExactNumber ? Number(item.text) : item,
  );
  if (typeof lon !== 'number' || typeof lat !== 'number') {
    throw errors.parsing('geo coordinates must be numbers');
  }
  return [lon, lat];
}

function checkRing(ring: ExactJson): void {
  const positions = listOf(ring);
  if (positions.length < 4) {
    throw errors.illegalArgument(
      `at least 4 polygon points required, but found [${positions.length}]`,
    );
  }
  const [first, last] = [positions[0] ?? null, positions.at(-1) ?? null].map(position);
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
    throw errors.illegalArgument('first and last points of the linear ring must be the same');
  }
}

/** Upper left and lower right corner, as the polygon that they span. */
function envelope(coordinates: ExactJson | undefined): ExactObject {
  const corners = listOf(coordinates ?? null);
  if (corners.length !== 2) {
    throw errors.parsing(
      `invalid number of points [${corners.length}] provided for geo_shape [envelope] when expecting an array of 2 coordinates`,
    );
  }
  const [[west, north] = [0, 0], [east, south] = [0, 0]] = corners.map(position);
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return checked({ type: 'Polygon', coordinates: [ring] });
}
