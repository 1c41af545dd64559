import { errors } from '@longshore/common/errors';
import { float, type Sql, sql } from '../../sql/sql.ts';
import type { SearchField } from '../field-context.ts';
import { hasValue } from '../field-sql.ts';
import { allOf, anyOf, NEVER, not } from '../predicate.ts';
import { anyPlace, distanceSql, EARTH_RADIUS_M, everyPlace } from './places.ts';
import { inPolygon } from './polygon-sql.ts';
import {
  type Circle,
  moved,
  type Polygon,
  type Position,
  type QueryShape,
  repeated,
} from './query-shape.ts';
import {
  covers,
  meet,
  partsOfPoint,
  partsOfQuery,
  type ShapeParts,
  withPartsOf,
} from './shape-parts.ts';

/** How the shapes of a document stand to that of the query. */
export const SHAPE_RELATIONS = ['intersects', 'disjoint', 'within', 'contains'] as const;
export type ShapeRelation = (typeof SHAPE_RELATIONS)[number];

/** Shapes of documents that span the date line end before this. */
const EAST_MAX = 540;
const TURNS = [-360, 0, 360] as const;
const CIRCLE_CORNERS = 256;

/** True where the points or shapes in a field, together, stand in the relation to a shape. */
export function standsTo(field: SearchField, relation: ShapeRelation, shape: QueryShape): Sql {
  return field.type === 'geo_point'
    ? pointsStandTo(field, relation, shape)
    : shapesStandTo(field, relation, withoutCircles(shape));
}

function pointsStandTo(field: SearchField, relation: ShapeRelation, given: QueryShape): Sql {
  const shape = repeated(given, -180, 180);
  const isIn = (lat: Sql, lon: Sql) => pointIn(lat, lon, shape);
  switch (relation) {
    case 'intersects':
      return anyPlace(field, isIn);
    case 'disjoint':
      return allOf([hasValue(field), not(anyPlace(field, isIn))]);
    case 'within':
      return everyPlace(field, isIn);
    case 'contains': {
      // Points have no room for anything but points.
      const { points, lines, polygons, circles } = given;
      return lines.length + polygons.length + circles.length > 0
        ? NEVER
        : allOf(points.map((point) => anyPlace(field, (lat, lon) => samePoint(lat, lon, point))));
    }
  }
}

const samePoint = (lat: Sql, lon: Sql, [x, y]: Position): Sql =>
  sql`(${lon} = ${float(x)} AND ${lat} = ${float(y)})`;

function pointIn(lat: Sql, lon: Sql, { points, lines, polygons, circles }: QueryShape): Sql {
  const ofPoint = partsOfPoint(sql`(${lon}, ${lat})`);
  const ofLines = partsOfQuery({ points: [], lines, polygons: [], circles: [] });
  return anyOf([
    ...polygons.map((polygon) => sql`${inPolygon(lat, lon, polygon)} = 1`),
    ...circles.map(
      ({ center, metres }) => sql`${distanceSql(lat, lon, center, 'arc')} <= ${float(metres)}`,
    ),
    ...points.map((point) => samePoint(lat, lon, point)),
    ...(lines.length === 0 ? [] : [meet(ofPoint, ofLines)]),
  ]);
}

function shapesStandTo(field: SearchField, relation: ShapeRelation, given: QueryShape): Sql {
  const shape = partsOfQuery(repeated(given, -180, EAST_MAX));
  const turns = TURNS.map((by) => partsOfQuery(moved(given, by)));
  const conditions: Readonly<Record<ShapeRelation, (own: ShapeParts) => Sql>> = {
    intersects: (own) => meet(own, shape),
    disjoint: (own) => not(meet(own, shape)),
    within: (own) => covers(shape, own),
    contains: (own) => anyOf(turns.map((turn) => covers(own, turn))),
  };
  return allOf([hasValue(field), withPartsOf(field, conditions[relation])]);
}

/** Shapes are compared with a polygon of many corners instead of a circle. */
const withoutCircles = (shape: QueryShape): QueryShape => ({
  ...shape,
  polygons: [...shape.polygons, ...shape.circles.map(circlePolygon)],
  circles: [],
});

/** Corners on the circle, counter-clockwise. */
function circlePolygon({ center, metres }: Circle): Polygon {
  const angle = metres / EARTH_RADIUS_M;
  const lat = (center.lat * Math.PI) / 180;
  if (Math.abs(lat) + angle >= Math.PI / 2) {
    throw errors.queryShard(
      'failed to create query: a circle over a pole cannot be compared with shapes',
    );
  }
  const ring = Array.from({ length: CIRCLE_CORNERS }, (_, i): Position => {
    const bearing = (-2 * Math.PI * i) / CIRCLE_CORNERS;
    const sine =
      Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing);
    const east = Math.atan2(
      Math.sin(bearing) * Math.sin(angle) * Math.cos(lat),
      Math.cos(angle) - Math.sin(lat) * sine,
    );
    return [center.lon + (east * 180) / Math.PI, (Math.asin(sine) * 180) / Math.PI];
  });
  return [[...ring, ...ring.slice(0, 1)]];
}
