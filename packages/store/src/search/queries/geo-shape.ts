import { errors } from '@longshore/common/errors';
import { findGeoField, readGeoLeaf } from '../geo/geo-field.ts';
import { type QueryShape, readShape } from '../geo/query-shape.ts';
import { SHAPE_RELATIONS, type ShapeRelation, standsTo } from '../geo/shape-relation.ts';
import { NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';

interface GeoShape {
  readonly field: string;
  readonly shape: QueryShape;
  readonly relation: ShapeRelation;
  readonly ignoreUnmapped: boolean;
  readonly boost: number;
}

const PARAMETERS: ReadonlySet<string> = new Set(['ignore_unmapped', 'boost']);

/** Documents whose points or shapes meet a shape, miss it, are within it, or contain it. */
export const geoShape: QueryType<GeoShape> = {
  name: 'geo_shape',
  parse(body) {
    const { field, value, reader } = readGeoLeaf('geo_shape', body, PARAMETERS);
    const inner = readObject('geo_shape', value);
    const spec = {
      field,
      shape: readShape(inner.json('shape')),
      relation: readRelation(inner),
      ignoreUnmapped: reader.optionalBoolean('ignore_unmapped') ?? false,
      boost: reader.optionalNumber('boost') ?? 1,
    };
    // How an index of prefix trees would be searched.
    inner.optionalString('strategy');
    inner.rejectUnknown();
    reader.rejectUnknown();
    return spec;
  },
  compile({ field: path, shape, relation, ignoreUnmapped }, context) {
    const field = findGeoField(path, context, ignoreUnmapped);
    return field === undefined ? NEVER : standsTo(field, relation, shape);
  },
  score: ({ boost }) => boost,
};

function readRelation(reader: ObjectReader): ShapeRelation {
  const given = reader.optionalString('relation')?.toLowerCase() ?? 'intersects';
  const relation = SHAPE_RELATIONS.find((known) => known === given);
  if (relation === undefined) {
    throw errors.illegalArgument(`Unknown shape operation [${given}]`);
  }
  return relation;
}
