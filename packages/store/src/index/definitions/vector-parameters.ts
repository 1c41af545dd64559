import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import { choice, type ParameterPlace } from './parameter.ts';

const DIMS_MAX = 4096;
const ELEMENT_TYPES = ['byte', 'float', 'bit'];
const VECTOR_INDICES: ReadonlySet<unknown> = new Set([
  ...['bbq_flat', 'bbq_hnsw', 'bbq_disk', 'flat', 'hnsw'],
  ...['int4_flat', 'int4_hnsw', 'int8_flat', 'int8_hnsw'],
]);

/** `similarity` of vectors. */
export const vectorSimilarity = choice('l2_norm', 'cosine', 'dot_product', 'max_inner_product');

/** `dims`. */
export function dims(value: Json, { path }: ParameterPlace): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw errors.mapperParsing(
      `Property [dims] on field [${path}] must be an integer but got [${jsonText(value)}]`,
    );
  }
  if (value < 1 || value > DIMS_MAX) {
    throw errors.mapperParsing(
      `The number of dimensions should be in the range [1, ${DIMS_MAX}] but was [${value}]`,
    );
  }
}

/** `element_type`. */
export function elementType(value: Json): void {
  if (!ELEMENT_TYPES.includes(jsonText(value))) {
    throw errors.mapperParsing(
      `invalid element_type [${jsonText(value)}]; available types are [${ELEMENT_TYPES.join(', ')}]`,
    );
  }
}

/** `index_options` of vectors. */
export function vectorIndex(value: Json, { path }: ParameterPlace): void {
  const { type } = isObject(value) ? value : {};
  if (type === undefined) {
    throw errors.mapperParsing('[index_options] requires field [type] to be configured');
  }
  if (!VECTOR_INDICES.has(type)) {
    throw errors.mapperParsing(
      `Unknown vector index options type [${jsonText(type)}] for field [${path}]`,
    );
  }
}
