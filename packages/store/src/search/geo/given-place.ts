import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { type GeoPoint, type PlaceInCell, readGeoPoints } from '../../index/geo-point.ts';
import type { ObjectReader } from '../read-object.ts';

/** A point of a request, in degrees. */
export interface Place {
  readonly lat: number;
  readonly lon: number;
}

const VALIDATIONS = ['STRICT', 'IGNORE_MALFORMED', 'COERCE'] as const;
/** What happens to points that are outside of the world: refused, taken as they are, or moved into it. */
export type Validation = (typeof VALIDATIONS)[number];

/** Reads `validation_method`. */
export function readValidation(reader: ObjectReader): Validation {
  const given = reader.optionalString('validation_method')?.toUpperCase() ?? 'STRICT';
  const validation = VALIDATIONS.find((known) => known === given);
  if (validation === undefined) {
    throw errors.illegalArgument(
      `[validation_method] must be one of [${VALIDATIONS.join(', ')}], not [${given}]`,
    );
  }
  return validation;
}

/** Reads one point in any format. `name` is the query or aggregation that has it, as errors call it. */
export function readPlace(
  name: string,
  given: Json | undefined,
  validation: Validation,
  inCell?: PlaceInCell,
): Place {
  const [place, second] = readPlaces(name, given, validation, inCell);
  if (place === undefined || second !== undefined) {
    throw errors.parsing(`[${name}] needs one point, not [${jsonText(given)}]`);
  }
  return place;
}

/** Reads one point or a list of them. */
export function readPlaces(
  name: string,
  given: Json | undefined,
  validation: Validation,
  inCell?: PlaceInCell,
): readonly Place[] {
  return readGeoPoints(given ?? null, inCell).map((point) => validated(name, point, validation));
}

function validated(name: string, [lat, lon]: GeoPoint, validation: Validation): Place {
  if (validation === 'COERCE') {
    return normalized({ lat, lon });
  }
  if (validation === 'STRICT') {
    refuseBeyond(name, 'latitude', lat, 90);
    refuseBeyond(name, 'longitude', lon, 180);
  }
  if (!Number.isFinite(lat) || !Number.isFinite(lon)) {
    throw errors.illegalArgument(`illegal point [${lat},${lon}] for [${name}]`);
  }
  return { lat, lon };
}

function refuseBeyond(name: string, what: string, value: number, max: number): void {
  if (!(Math.abs(value) <= max)) {
    throw errors.illegalArgument(`illegal ${what} value [${value}] for [${name}]`);
  }
}

/** The point of the world that one is which went over a pole or around. */
function normalized({ lat, lon }: Place): Place {
  const turned = centred(lat);
  if (turned > 90) {
    return { lat: 180 - turned, lon: centred(lon + 180) };
  }
  return turned < -90
    ? { lat: -180 - turned, lon: centred(lon + 180) }
    : { lat: turned, lon: centred(lon) };
}

/** Degrees above -180, up to 180. */
function centred(degrees: number): number {
  const rest = ((degrees % 360) + 360) % 360;
  return rest > 180 ? rest - 360 : rest;
}
