import type { MappedType } from './mapping.ts';
import { DATE_TYPES } from './types/date-types.ts';
import type { FieldType } from './types/field-type.ts';
import { GEO_TYPES } from './types/geo-types.ts';
import { KEYWORD_TYPES } from './types/keyword-types.ts';
import { NUMBER_TYPES } from './types/number-types.ts';
import { RANGE_TYPES } from './types/range-types.ts';
import { SIMPLE_TYPES } from './types/simple-types.ts';
import { STRUCTURED_TYPES } from './types/structured-types.ts';
import { TEXT_TYPES } from './types/text-types.ts';

/** All types that hold values, one family a file. `object`, `nested`, `passthrough` and `alias` hold none. */
export const FIELD_TYPES: Readonly<Record<MappedType, FieldType>> = {
  ...TEXT_TYPES,
  ...KEYWORD_TYPES,
  ...NUMBER_TYPES,
  ...DATE_TYPES,
  ...SIMPLE_TYPES,
  ...RANGE_TYPES,
  ...GEO_TYPES,
  ...STRUCTURED_TYPES,
};
