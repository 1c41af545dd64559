import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { parseWkt } from '../../index/wkt.ts';
import { float, type Sql, sql } from '../../sql/sql.ts';
import { readObject } from '../read-object.ts';
import { readPlace, type Validation } from './given-place.ts';
import type { Polygon } from './query-shape.ts';

/** A part of the world between two meridians and two parallels. One whose west is east of its east spans the date line. */
export interface BoundingBox {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

const CORNERS = ['top_left', 'top_right', 'bottom_left', 'bottom_right'] as const;
const SIDES = ['top', 'left', 'bottom', 'right'] as const;

/** Reads two opposite corners, four sides, or WKT: `BBOX (west, east, north, south)`. */
export function readBoundingBox(
  name: string,
  given: Json | undefined,
  validation: Validation,
): BoundingBox {
  const reader = readObject(name, given);
  const wkt = reader.optionalString('wkt');
  const corners = CORNERS.map((corner) => {
    const point = reader.json(corner);
    // A box is moved into the world as a whole, not by its corners.
    const own = validation === 'COERCE' ? 'IGNORE_MALFORMED' : validation;
    return point === undefined ? undefined : readPlace(name, point, own, corner);
  });
  const sides = SIDES.map((side) => reader.optionalNumber(side));
  reader.rejectUnknown();
  if (wkt !== undefined) {
    if ([...corners, ...sides].some((one) => one !== undefined)) {
      throw errors.parsing(
        'Conflicting definition found using well-known text and explicit corners.',
      );
    }
    return checked(name, ofWkt(name, wkt), validation);
  }
  const [topLeft, topRight, bottomLeft, bottomRight] = corners;
  const [top, left, bottom, right] = sides;
  const box = {
    west: topLeft?.lon ?? bottomLeft?.lon ?? left,
    east: bottomRight?.lon ?? topRight?.lon ?? right,
    south: bottomRight?.lat ?? bottomLeft?.lat ?? bottom,
    north: topLeft?.lat ?? topRight?.lat ?? top,
  };
  return checked(name, whole(name, box), validation);
}

function whole(
  name: string,
  box: Readonly<Record<keyof BoundingBox, number | undefined>>,
): BoundingBox {
  const { west, east, south, north } = box;
  if (west === undefined || east === undefined || south === undefined || north === undefined) {
    throw errors.parsing(
      `[${name}] needs two opposite corners, all of [${SIDES.join(', ')}], or [wkt]`,
    );
  }
  return { west, east, south, north };
}

function ofWkt(name: string, text: string): BoundingBox {
  const { type, coordinates } = parseWkt(text);
  if (type !== 'Envelope' || !Array.isArray(coordinates)) {
    throw errors.parsing(`[${name}] needs a [BBOX] or an [ENVELOPE] as [wkt], not [${text}]`);
  }
  const [west, north, east, south] = coordinates.flat().map(Number);
  return whole(name, { west, east, south, north });
}

function checked(name: string, given: BoundingBox, validation: Validation): BoundingBox {
  const northWest = readPlace(name, [given.west, given.north], validation);
  const southEast = readPlace(name, [given.east, given.south], validation);
  // All around the world, both ends are the same meridian.
  const isAround = given.east > given.west && (given.east - given.west) % 360 === 0;
  const isMoved = validation === 'COERCE' && isAround;
  const box = {
    west: isMoved ? -180 : northWest.lon,
    east: isMoved ? 180 : southEast.lon,
    south: southEast.lat,
    north: northWest.lat,
  };
  if (box.north < box.south) {
    throw errors.illegalArgument(`top is below bottom corner: ${box.north} vs. ${box.south}`);
  }
  return box;
}

/** True for a point in the box; its border belongs to it. */
export function inBox(lat: Sql, lon: Sql, { west, east, south, north }: BoundingBox): Sql {
  const isHigh = sql`${lat} >= ${float(south)} AND ${lat} <= ${float(north)}`;
  const operator = west > east ? sql`OR` : sql`AND`;
  return sql`(${isHigh} AND (${lon} >= ${float(west)} ${operator} ${lon} <= ${float(east)}))`;
}

/** The box on a map; over the date line it goes on beyond 180 degrees. */
export function boxPolygon({ west, east, south, north }: BoundingBox): Polygon {
  const right = west > east ? east + 360 : east;
  const ring = [
    [west, south],
    [right, south],
    [right, north],
    [west, north],
    [west, south],
  ] as const;
  return [ring];
}
