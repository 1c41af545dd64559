import { type BoundingBox, boxPolygon, inBox, readBoundingBox } from '../geo/bounding-box.ts';
import { findGeoField, readGeoLeaf } from '../geo/geo-field.ts';
import { readValidation } from '../geo/given-place.ts';
import { anyPlace } from '../geo/places.ts';
import { NOTHING } from '../geo/query-shape.ts';
import { standsTo } from '../geo/shape-relation.ts';
import { NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';

interface GeoBoundingBox {
  readonly field: string;
  readonly box: BoundingBox;
  readonly ignoreUnmapped: boolean;
  readonly boost: number;
}

const PARAMETERS: ReadonlySet<string> = new Set([
  'type',
  'validation_method',
  'ignore_unmapped',
  'boost',
]);

/** Documents with a point, or any of a shape, in a box. */
export const geoBoundingBox: QueryType<GeoBoundingBox> = {
  name: 'geo_bounding_box',
  parse(body) {
    const { field, value, reader } = readGeoLeaf('geo_bounding_box', body, PARAMETERS);
    // How it would be executed: `memory` or `indexed`.
    reader.optionalString('type');
    const spec = {
      field,
      box: readBoundingBox('geo_bounding_box', value, readValidation(reader)),
      ignoreUnmapped: reader.optionalBoolean('ignore_unmapped') ?? false,
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.rejectUnknown();
    return spec;
  },
  compile({ field: path, box, ignoreUnmapped }, context) {
    const field = findGeoField(path, context, ignoreUnmapped);
    if (field?.type === 'geo_shape') {
      return standsTo(field, 'intersects', { ...NOTHING, polygons: [boxPolygon(box)] });
    }
    return field === undefined ? NEVER : anyPlace(field, (lat, lon) => inBox(lat, lon, box));
  },
  score: ({ boost }) => boost,
};
