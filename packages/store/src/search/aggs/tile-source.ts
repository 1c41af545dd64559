import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { int, type Sql, sql } from '../../sql/sql.ts';
import { type TileCells, tileCells } from '../geo/grid-cell.ts';
import { ALWAYS } from '../predicate.ts';
import type { ObjectReader } from '../read-object.ts';
import type { AggContext } from './agg-type.ts';
import type { CompositeSource, OpenSource } from './composite-source.ts';
import {
  type CellsSpec,
  openCells,
  readBounds,
  readPrecision,
  TILE_PRECISIONS,
} from './geo-cells.ts';

/** Tiles of a map as a source of a composite aggregation. */
export interface TileGrouping extends Pick<CellsSpec, 'bounds'> {
  readonly type: 'geotile_grid';
  readonly cells: TileCells;
}

export function readTileGrouping(reader: ObjectReader): TileGrouping {
  return {
    type: 'geotile_grid',
    cells: tileCells(readPrecision('geotile_grid', reader, TILE_PRECISIONS)),
    bounds: readBounds('geotile_grid', reader),
  };
}

/** Opens such a source. */
export function openTiles(
  source: CompositeSource,
  { cells, bounds }: TileGrouping,
  context: AggContext,
): OpenSource {
  const { field, missing } = source.values;
  const keysOf = openCells('geotile_grid', { field, missing, cells, bounds }, context);
  const literal = (key: bigint): Sql => sql`toUInt64(${int(key)})`;
  return {
    source,
    kind: 'uint',
    format: undefined,
    where: (branch) => (source.hasMissing ? ALWAYS : sql`notEmpty(${keysOf(branch)})`),
    part: (branch) => {
      const keys = keysOf(branch);
      return sql`arrayJoin(if(empty(${keys}), [[]], arrayMap(x -> [x], ${keys})))`;
    },
    partCount: (branch) => sql`greatest(1, length(${keysOf(branch)}))`,
    literal: (value) => literal(BigInt(String(value))),
    readAfter: (value) => literal(readKey(value, cells)),
    show: cells.show,
  };
}

function readKey(value: Json, cells: TileCells): bigint {
  const key = cells.read(jsonText(value));
  if (key === undefined) {
    throw errors.illegalArgument(`[${jsonText(value)}] is no tile of this [geotile_grid]`);
  }
  return key;
}
