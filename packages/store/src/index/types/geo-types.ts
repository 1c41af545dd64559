import type { ExactJson } from '../exact-json.ts';
import { stringifyExact } from '../exact-json.ts';
import { parseGeoPoints } from '../geo-point.ts';
import { parseGeoShapes } from '../geo-shape.ts';
import { COMMON, type FieldType, readsWhole } from './field-type.ts';

const GEO = [...COMMON, 'ignore_malformed', 'ignore_z_value'];

/** Places. A point is two items of its list column, latitude and longitude; a shape is its GeoJSON. */
export const GEO_TYPES = {
  geo_point: {
    column: 'Float64',
    shape: 'pairs',
    convert: readsWhole,
    read: parseGeoPoints,
    parameters: [...GEO, 'null_value', 'on_script_error', 'script'],
  },
  geo_shape: {
    column: 'String',
    shape: 'list',
    convert: readsWhole,
    read: (value: ExactJson) => parseGeoShapes(value).map(stringifyExact),
    parameters: [...GEO, 'coerce', 'orientation', 'strategy', 'tree', 'precision'],
    isSearchable: false,
    isAggregatable: false,
  },
} as const satisfies Readonly<Record<string, FieldType>>;
