import { raw, type Sql, sql } from '../../sql/sql.ts';
import type { SearchField } from '../field-context.ts';
import { listOf } from '../field-sql.ts';
import { ALWAYS, allOf, anyOf } from '../predicate.ts';
import { polygonsSql, ringSql, ringsSql } from './polygon-sql.ts';
import { isClockwiseName, type QueryShape } from './query-shape.ts';

/** A shape as arrays of the engine; what it has none of for sure is undefined. */
export interface ShapeParts {
  /** Pairs, longitude first. */
  readonly points: Sql | undefined;
  readonly lines: Sql | undefined;
  readonly polygons: Sql | undefined;
  /** All of them as polygons. */
  readonly all: Sql;
}

const POSITION = 'Tuple(Float64, Float64)';
/** As `parseGeoShapes` checks positions, the second half of the world is that beyond this. */
const HALF_TURN = 180;
/** What a line is shortened by at its ends, to tell touching a border from crossing it. */
const SHORTENING = 1e-9;

/** The parts of a shape of the request. */
export function partsOfQuery({ points, lines, polygons }: QueryShape): ShapeParts {
  return withAll({
    points: points.length === 0 ? undefined : ringSql(points),
    lines: lines.length === 0 ? undefined : ringsSql(lines),
    polygons: polygons.length === 0 ? undefined : polygonsSql(polygons),
  });
}

/** A point of a row. */
export const partsOfPoint = (point: Sql): ShapeParts =>
  withAll({ points: sql`[${point}]`, lines: undefined, polygons: undefined });

const withAll = (parts: Omit<ShapeParts, 'all'>): ShapeParts => ({
  ...parts,
  all: asPolygons(parts),
});

/**
 * A condition on the parts of all shapes in the field of a row, which are stored as GeoJSON. Collections may be in
 * collections once. Lists of one give the parts names, so that they are read once however often they are compared.
 */
export function withPartsOf(field: SearchField, condition: (parts: ShapeParts) => Sql): Sql {
  const shapes = sql`geo`;
  const rings = sql`arrayMap(r -> ${turned(sql`r`, sql`s`, field)}, s)`;
  const points = collect(shapes, 0, { Point: 0, MultiPoint: 1 });
  const lines = collect(shapes, 1, { LineString: 1, MultiLineString: 2 });
  const polygons = collect(shapes, 2, { Polygon: 2, MultiPolygon: 3 });
  const parts = { points: sql`geo0`, lines: sql`geo1`, polygons: sql`geo2` };
  const inner = sql`arrayExists(geo3 -> ${condition({ ...parts, all: sql`geo3` })}, [${asPolygons(parts)}])`;
  const named = sql`arrayExists((geo0, geo1, geo2) -> ${inner}, [${points}], [${lines}], [arrayMap(s -> ${rings}, ${polygons})])`;
  return sql`arrayExists(geo -> ${named}, [${opened(opened(listOf(field)))}])`;
}

/** Collections replaced by what is in them. */
function opened(shapes: Sql): Sql {
  const members = sql`if(JSONExtractString(g, 'type') = 'GeometryCollection', JSONExtractArrayRaw(g, 'geometries'), [g])`;
  return sql`arrayFlatten(arrayMap(g -> ${members}, ${shapes}))`;
}

/** The coordinates of the shapes of two types, one of which has lists of what the other has one of. */
function collect(shapes: Sql, depth: number, types: Readonly<Record<string, number>>): Sql {
  const one = arrayOf(depth);
  const cases = Object.entries(types).map(([type, own]) => {
    const given = sql`JSONExtract(g, 'coordinates', '${arrayOf(own)}')`;
    return sql`JSONExtractString(g, 'type') = '${raw(type)}', ${own === depth ? sql`[${given}]` : given}, `;
  });
  const [first = sql``, second = sql``] = cases;
  const ofShape = sql`multiIf(${first}${second}CAST([] AS Array(${one})))`;
  return sql`arrayReduce('groupArrayArray', arrayMap(g -> ${ofShape}, ${shapes}))`;
}

const arrayOf = (depth: number): Sql =>
  raw(`${'Array('.repeat(depth)}${POSITION}${')'.repeat(depth)}`);

/** A ring with longitudes that go on beyond 180, where its polygon spans the date line: as `spansDateLine` has it. */
function turned(ring: Sql, polygon: Sql, field: SearchField): Sql {
  const shell = sql`${polygon}[1]`;
  const longitudes = sql`arrayMap(q -> q.1, ${shell})`;
  const half = raw(String(HALF_TURN));
  const area = sql`arraySum((a, b) -> (b.1 - a.1) * (b.2 + a.2), ${shell}, arrayRotateLeft(${shell}, 1))`;
  const isLeft = isClockwiseName(field.definition.orientation);
  const isWide = sql`arrayMax(${longitudes}) - arrayMin(${longitudes}) > ${half}`;
  const spans = sql`(${isWide} AND ${area} ${isLeft ? sql`<=` : sql`>`} 0)`;
  return sql`if(${spans}, arrayMap(q -> (if(q.1 < 0, q.1 + 2 * ${half}, q.1), q.2), ${ring}), ${ring})`;
}

/**
 * All parts as polygons, which the engine compares: a line there and back, a point as one of no size. Whether such
 * meet others it says right; whether they are within others it does not where they touch the border.
 */
function asPolygons({ points, lines, polygons }: Omit<ShapeParts, 'all'>): Sql {
  const all = [
    ...(polygons === undefined ? [] : [polygons]),
    ...(lines === undefined ? [] : [linesAsPolygons(lines)]),
    ...(points === undefined ? [] : [sql`arrayMap(q -> ${pointAsPolygon(sql`q`)}, ${points})`]),
  ];
  const [first = NOWHERE, ...more] = all;
  return filled(more.reduce((sum, one) => sql`arrayConcat(${sum}, ${one})`, first));
}

/** A polygon of no size, further east than anything is. */
const NOWHERE = sql`[[[(10000., 0.), (10000., 0.), (10000., 0.), (10000., 0.)]]]`;

/** Behind a row without polygons, the engine takes those of other rows for a row's. */
const filled = (polygons: Sql): Sql => sql`if(empty(${polygons}), ${NOWHERE}, ${polygons})`;

const linesAsPolygons = (lines: Sql): Sql =>
  sql`arrayMap(l -> [arrayConcat(l, arrayPopFront(arrayReverse(l)))], ${lines})`;
const pointAsPolygon = (point: Sql): Sql => sql`[[${point}, ${point}, ${point}, ${point}]]`;

/** True where the two have a point in common; borders belong to shapes. */
export const meet = (one: ShapeParts, other: ShapeParts): Sql =>
  sql`(polygonsIntersectCartesian(${one.all}, ${other.all}) = 1)`;

/** True where the outer one has all points of the inner one. */
export function covers(outer: ShapeParts, inner: ShapeParts): Sql {
  const hasPoint = (point: Sql) =>
    sql`polygonsIntersectCartesian([${pointAsPolygon(point)}], ${outer.all}) = 1`;
  const { points, lines, polygons } = inner;
  return allOf([
    points === undefined ? ALWAYS : sql`arrayAll(o -> ${hasPoint(sql`o`)}, ${points})`,
    lines === undefined ? ALWAYS : coversLines(outer, lines, hasPoint),
    polygons === undefined ? ALWAYS : coversPolygons(outer.polygons, polygons),
  ]);
}

/** Each corner is in it, and each piece between two, but for its ends, does not leave it. */
function coversLines(outer: ShapeParts, lines: Sql, hasPoint: (point: Sql) => Sql): Sql {
  const { lines: others, polygons } = outer;
  const by = raw(String(SHORTENING));
  const inward = (from: Sql, to: Sql) =>
    sql`(${from}.1 + (${to}.1 - ${from}.1) * ${by}, ${from}.2 + (${to}.2 - ${from}.2) * ${by})`;
  const [a, b] = [sql`a`, sql`b`];
  const inner = sql`[[[${inward(a, b)}, ${inward(b, a)}, ${inward(a, b)}]]]`;
  const within = [
    sql`a = b`,
    ...(polygons === undefined
      ? []
      : [sql`polygonsWithinCartesian(${inner}, ${filled(polygons)}) = 1`]),
    ...(others === undefined ? [] : [isOnPiece(a, b, others)]),
  ];
  const pieces = sql`arrayAll((a, b) -> ${anyOf(within)}, arrayPopBack(c), arrayPopFront(c))`;
  return sql`arrayAll(c -> arrayAll(o -> ${hasPoint(sql`o`)}, c) AND ${pieces}, ${lines})`;
}

/** True where both ends of a piece are on the same piece of one of the lines. */
function isOnPiece(a: Sql, b: Sql, lines: Sql): Sql {
  const isOn = (p: Sql) =>
    sql`(e.1 - d.1) * (${p}.2 - d.2) = (e.2 - d.2) * (${p}.1 - d.1) AND ${p}.1 BETWEEN least(d.1, e.1) AND greatest(d.1, e.1) AND ${p}.2 BETWEEN least(d.2, e.2) AND greatest(d.2, e.2)`;
  return sql`arrayExists(l -> arrayExists((d, e) -> ${isOn(a)} AND ${isOn(b)}, arrayPopBack(l), arrayPopFront(l)), ${lines})`;
}

/** Only polygons have room for one. */
function coversPolygons(outer: Sql | undefined, polygons: Sql): Sql {
  return outer === undefined
    ? sql`empty(${polygons})`
    : sql`(empty(${polygons}) OR polygonsWithinCartesian(${filled(polygons)}, ${filled(outer)}) = 1)`;
}
