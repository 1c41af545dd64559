import { IGNORED_COLUMN } from './field-columns.ts';
import type { MappedField } from './mapping.ts';

const IGNORED: MappedField = {
  path: '_ignored',
  type: 'keyword',
  index: true,
  definition: {},
  column: IGNORED_COLUMN,
};

/** Fields that every index has, which no mapping can name. */
export const METADATA_FIELDS: ReadonlyMap<string, MappedField> = new Map([[IGNORED.path, IGNORED]]);
