import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { sql } from '../../sql/sql.ts';
import { type BoundingBox, readBoundingBox } from '../geo/bounding-box.ts';
import type { GridCells } from '../geo/grid-cell.ts';
import type { ObjectReader } from '../read-object.ts';
import type { AggContext } from './agg-type.ts';
import { type GeoInput, type GeoSpec, openPlaces } from './geo-values.ts';

/** Points by the cells that they are in. */
export interface CellsSpec extends GeoSpec {
  readonly cells: GridCells;
  /** Only cells that meet it are shown. */
  readonly bounds: BoundingBox | undefined;
}

export interface Precisions {
  readonly precision: { readonly min: number; readonly max: number; readonly fallback: number };
  /** Reads a precision that is not just a number. */
  read?(given: string): number | undefined;
}

/** Zooms of the tiles of a map. */
export const TILE_PRECISIONS: Precisions = { precision: { min: 0, max: 29, fallback: 7 } };

/** Reads `precision`. */
export function readPrecision(
  name: string,
  reader: ObjectReader,
  { precision: { min, max, fallback }, read }: Precisions,
): number {
  const given = reader.json('precision') ?? fallback;
  const precision = read?.(jsonText(given)) ?? wholeNumber(given);
  if (!(precision >= min && precision <= max)) {
    throw errors.illegalArgument(
      `Invalid ${name} precision of ${jsonText(given)}. Must be between ${min} and ${max}.`,
    );
  }
  return precision;
}

function wholeNumber(given: Json): number {
  const text = jsonText(given);
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
}

/** Reads `bounds`. */
export function readBounds(name: string, reader: ObjectReader): BoundingBox | undefined {
  const given = reader.json('bounds');
  return given === undefined ? undefined : readBoundingBox(name, given, 'STRICT');
}

/** The keys of the cells that the points of a row are in, each once. */
export function openCells(name: string, spec: CellsSpec, context: AggContext): GeoInput {
  const places = openPlaces(name, spec, context);
  const { cells, bounds } = spec;
  const [lat, lon] = [sql`p.1`, sql`p.2`];
  return (branch) => {
    const all = places(branch);
    const shown =
      bounds === undefined ? all : sql`arrayFilter(p -> ${cells.meets(lat, lon, bounds)}, ${all})`;
    return sql`arrayDistinct(arrayMap(p -> ${cells.key(lat, lon)}, ${shown}))`;
  };
}
