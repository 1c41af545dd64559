import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonNumber } from '@longshore/common/json';
import { float, join, type Sql, sql } from '../../sql/sql.ts';
import type { FieldContext } from '../field-context.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { readUnit } from './distance-unit.ts';
import { type Place, readPlaces, readValidation } from './given-place.ts';
import { type DistanceType, distanceSql, placesOf, readDistanceType } from './places.ts';

const MODES = ['min', 'max', 'avg', 'median'] as const;
type Mode = (typeof MODES)[number];

/** A sort by how far points are from given ones. */
export interface DistanceSort {
  readonly field: string;
  readonly from: readonly Place[];
  readonly unitM: number;
  readonly mode: Mode | undefined;
  readonly type: DistanceType;
  readonly ignoreUnmapped: boolean;
}

const PARAMETERS: ReadonlySet<string> = new Set([
  'order',
  'unit',
  'mode',
  'distance_type',
  'validation_method',
  'ignore_unmapped',
]);
const ORIGINS_MAX = 100;
/** Stands for infinity, which JSON has no number for: how far documents without a point are. */
const INFINITE = Number.MAX_VALUE;

/** Reads the options of `_geo_distance`, but for the order. The field is the member that is none of them. */
export function parseDistanceSort(
  given: Json,
): DistanceSort & { readonly order: string | undefined } {
  const reader = readObject('_geo_distance', given);
  const entries = Object.entries(isObject(given) ? given : {});
  const [entry, second] = entries.filter(([key]) => !PARAMETERS.has(key));
  if (entry === undefined) {
    throw errors.parsing('[_geo_distance] needs a field with the points to measure from');
  }
  if (second !== undefined) {
    throw errors.parsing(
      `Trying to reset fieldName to [${second[0]}], already set to [${entry[0]}].`,
    );
  }
  const [field, points] = entry;
  const sort = {
    field,
    from: readPlaces('_geo_distance', points, readValidation(reader)),
    order: reader.optionalString('order'),
    unitM: readUnit(reader.optionalString('unit')),
    mode: readMode(reader),
    type: readDistanceType(reader),
    ignoreUnmapped: reader.optionalBoolean('ignore_unmapped') ?? false,
  };
  if (sort.from.length === 0 || sort.from.length > ORIGINS_MAX) {
    throw errors.illegalArgument(
      `[_geo_distance] needs 1 to ${ORIGINS_MAX} points, not ${sort.from.length}`,
    );
  }
  return sort;
}

function readMode(reader: ObjectReader): Mode | undefined {
  const given = reader.optionalString('mode')?.toLowerCase();
  if (given === 'sum') {
    throw errors.illegalArgument("sort_mode [sum] isn't supported for sorting by geo distance");
  }
  const mode = MODES.find((known) => known === given);
  if (given !== undefined && mode === undefined) {
    throw errors.illegalArgument(`Unknown SortMode [${given}]`);
  }
  return mode;
}

/** The distance of a row, in the unit of the sort: of all its points to all given ones, the one that the mode says. */
export function distanceOf(sort: DistanceSort, order: 'asc' | 'desc', context: FieldContext): Sql {
  const field = context.field(sort.field);
  if (field === undefined) {
    if (!sort.ignoreUnmapped && !context.isMapped(sort.field)) {
      throw errors.illegalArgument(
        `failed to find mapper for [${sort.field}] for geo distance based sort`,
      );
    }
    return sql`${float(INFINITE)}`;
  }
  if (field.type !== 'geo_point') {
    throw errors.illegalArgument(
      `field [${sort.field}] is of type [${field.type}], not [geo_point], which geo distance based sort needs`,
    );
  }
  const ofPoint = sort.from.map(
    (from) => sql`${distanceSql(sql`p.1`, sql`p.2`, from, sort.type)} / ${float(sort.unitM)}`,
  );
  const all = sql`arrayFlatten(arrayMap(p -> [${join(ofPoint, ', ')}], ${placesOf(field)}))`;
  const reduce: Readonly<Record<Mode, Sql>> = {
    min: sql`arrayMin(${all})`,
    max: sql`arrayMax(${all})`,
    avg: sql`arrayAvg(${all})`,
    median: sql`arrayReduce('median', ${all})`,
  };
  const one = reduce[sort.mode ?? (order === 'asc' ? 'min' : 'max')];
  return sql`if(empty(${all}), ${float(INFINITE)}, ${one})`;
}

/** A value of `search_after`. */
export const distanceLiteral = (given: Json): Json =>
  given === null || given === 'Infinity' ? INFINITE : given;

/** A distance as `sort` of a hit shows it. */
export const showDistance = (given: unknown): unknown =>
  jsonNumber(given as Json) >= INFINITE ? 'Infinity' : given;
