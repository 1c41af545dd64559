import { errors } from '@longshore/common/errors';
import { getPath } from '@longshore/common/json';
import type { DocumentPlace, ReadDocument } from '../document-place.ts';
import { findGeoField, readGeoLeaf } from '../geo/geo-field.ts';
import { type QueryShape, readShape } from '../geo/query-shape.ts';
import { SHAPE_RELATIONS, type ShapeRelation, standsTo } from '../geo/shape-relation.ts';
import { NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';

/** A shape that another document has at a path. */
interface ShapeLookup extends DocumentPlace {
  readonly path: string;
}

interface GeoShape {
  readonly field: string;
  /** A look-up until it is prepared. */
  readonly shape: QueryShape | ShapeLookup;
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
      shape: readGiven(inner),
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
  async prepare(spec, _, { document }) {
    return isLookup(spec.shape)
      ? { ...spec, shape: await readIndexed(spec.shape, document) }
      : spec;
  },
  compile({ field: path, shape, relation, ignoreUnmapped }, context) {
    if (isLookup(shape)) {
      throw errors.illegalArgument(
        `[geo_shape] query cannot look up the shape of the document [${shape.id}] in [${shape.index}] here`,
      );
    }
    const field = findGeoField(path, context, ignoreUnmapped);
    return field === undefined ? NEVER : standsTo(field, relation, shape);
  },
  score: ({ boost }) => boost,
};

const isLookup = (shape: GeoShape['shape']): shape is ShapeLookup => 'id' in shape;

function readGiven(reader: ObjectReader): GeoShape['shape'] {
  const indexed = reader.json('indexed_shape');
  if (indexed === undefined) {
    return readShape(reader.json('shape'));
  }
  if (reader.has('shape')) {
    throw errors.parsing('[geo_shape] takes one of [shape] and [indexed_shape], not both');
  }
  const inner = readObject('indexed_shape', indexed);
  const lookup = {
    index: inner.optionalString('index') ?? 'shapes',
    id: inner.string('id'),
    path: inner.optionalString('path') ?? 'shape',
    routing: inner.optionalString('routing'),
  };
  inner.rejectUnknown();
  return lookup;
}

async function readIndexed(
  { path, ...place }: ShapeLookup,
  document: ReadDocument,
): Promise<QueryShape> {
  const source = await document(place);
  if (source === undefined) {
    throw errors.illegalArgument(`Shape with ID [${place.id}] not found`);
  }
  const given = getPath(source, path);
  if (given === undefined) {
    throw errors.illegalState(`Shape with name [${place.id}] found but missing ${path} field`);
  }
  return readShape(given);
}

function readRelation(reader: ObjectReader): ShapeRelation {
  const given = reader.optionalString('relation')?.toLowerCase() ?? 'intersects';
  const relation = SHAPE_RELATIONS.find((known) => known === given);
  if (relation === undefined) {
    throw errors.illegalArgument(`Unknown shape operation [${given}]`);
  }
  return relation;
}
