import { parseDateMath } from '@longshore/common/date-math';
import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { parseTimeValue } from '@longshore/common/time-value';
import { float, type Sql, sql } from '../../sql/sql.ts';
import { type FieldContext, isDate, type SearchField } from '../field-context.ts';
import { hasValue, listOf } from '../field-sql.ts';
import { dateFormat } from '../field-values.ts';
import { readDistance } from '../geo/distance-unit.ts';
import { readPlace } from '../geo/given-place.ts';
import { distanceSql, placesOf } from '../geo/places.ts';
import { NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';

interface DistanceFeature {
  readonly field: string;
  readonly origin: Json;
  readonly pivot: string;
  readonly boost: number;
}

/** Documents with a value, scored by how near it is to an origin: half of the boost at the distance of the pivot. */
export const distanceFeature: QueryType<DistanceFeature> = {
  name: 'distance_feature',
  parse(body) {
    const reader = readObject('distance_feature', body);
    const spec = {
      field: required(reader, 'field'),
      origin: reader.json('origin') ?? null,
      pivot: required(reader, 'pivot'),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    if (spec.origin === null) {
      throw missing('origin');
    }
    reader.rejectUnknown();
    return spec;
  },
  compile(spec, context) {
    const field = findField(spec, context);
    return field === undefined ? NEVER : hasValue(field);
  },
  score(spec, context) {
    const field = findField(spec, context);
    if (field === undefined) {
      return spec.boost;
    }
    const { nearest, pivot } = isDate(field)
      ? fromMoment(field, spec, context)
      : fromPlace(field, spec);
    return sql`(${float(spec.boost)} * ${float(pivot)} / (${float(pivot)} + ${nearest}))`;
  },
  scoreNote: 'the boost times pivot / (pivot + distance):',
};

function required(reader: ObjectReader, key: string): string {
  const given = reader.optionalString(key);
  if (given === undefined) {
    throw missing(key);
  }
  return given;
}

const missing = (key: string) =>
  errors.illegalArgument(`Required [${key}] is missing in [distance_feature]`);

function findField({ field: path }: DistanceFeature, context: FieldContext) {
  const field = context.field(path);
  if (field !== undefined && !isDate(field) && field.type !== 'geo_point') {
    throw errors.queryShard(
      `failed to create query: Illegal data type of [${field.type}]!, [distance_feature] query can only be run on a date, date_nanos or geo_point field type!`,
    );
  }
  return field;
}

interface Nearness {
  /** The distance of the nearest value; zero where there is none. */
  readonly nearest: Sql;
  readonly pivot: number;
}

/** In milliseconds. */
function fromMoment(
  field: SearchField,
  { origin, pivot }: DistanceFeature,
  { nowMs }: FieldContext,
): Nearness {
  const originMs = parseDateMath(jsonText(origin), { nowMs, format: dateFormat(field) });
  const ms =
    field.type === 'date_nanos'
      ? sql`toUnixTimestamp64Nano(v) / 1000000`
      : sql`toUnixTimestamp64Milli(v)`;
  return {
    nearest: sql`arrayMin(arrayMap(v -> abs(${ms} - ${float(originMs)}), ${listOf(field)}))`,
    pivot: positive(parseTimeValue(pivot, 'pivot')),
  };
}

/** In metres. */
function fromPlace(field: SearchField, { origin, pivot }: DistanceFeature): Nearness {
  const from = readPlace('distance_feature', origin, 'STRICT');
  const distance = distanceSql(sql`p.1`, sql`p.2`, from, 'arc');
  return {
    nearest: sql`arrayMin(arrayMap(p -> ${distance}, ${placesOf(field)}))`,
    pivot: positive(readDistance(pivot, 1)),
  };
}

function positive(pivot: number): number {
  if (!(pivot > 0)) {
    throw errors.queryShard(`failed to create query: pivot must be > 0, got ${pivot}`);
  }
  return pivot;
}
