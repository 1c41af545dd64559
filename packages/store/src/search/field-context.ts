import { isText as isTextType } from '../index/field-columns.ts';
import {
  FLATTENED_BOUNDARY,
  type MappedField,
  type MappedType,
  type Mapping,
} from '../index/mapping.ts';

import type { QueryLimits } from '../index/query-limits.ts';

/** A field as a query finds it. A leaf of a flattened field has the key that its values are stored under. */
export type SearchField = MappedField & { readonly flattenedKey?: string };

/** One index, as queries and aggregations are compiled for it. */
export interface FieldContext {
  readonly index: string;
  readonly mapping: Mapping;
  readonly nowMs: number;
  readonly limits: QueryLimits;
  /** See `refuseExpensive`. */
  readonly allowsExpensive: boolean;
  /** Undefined if it is not mapped: such a field has no values and matches nothing. */
  field(path: string): SearchField | undefined;
  /** True for a field that is mapped, even if no document that can be searched has it yet. */
  isMapped(path: string): boolean;
  /** The same for a path of nested objects. */
  isNested(path: string): boolean;
  /** The path of the nested objects that are looked at, each as a row; empty where rows are documents. */
  readonly scope: string;
}

/** The types of which values are compared as texts. */
const KEYWORDS: ReadonlySet<MappedType> = new Set([
  'keyword',
  'constant_keyword',
  'wildcard',
  'flattened',
  'counted_keyword',
]);

export const isKeyword = (field: SearchField): boolean => KEYWORDS.has(field.type);
export const isText = (field: SearchField): boolean => isTextType(field.type);
export const isDate = (field: SearchField): boolean =>
  field.type === 'date' || field.type === 'date_nanos';
export const isInteger = (field: SearchField): boolean =>
  field.column.type === 'Int64' || field.column.type === 'UInt64';

/** Looks a field up in a mapping: `labels.app` may be a leaf of the flattened field `labels`. */
export function findField(mapping: Mapping, path: string): SearchField | undefined {
  const field = mapping.fields.get(path) ?? mapping.metadata.get(path);
  if (field !== undefined) {
    return field;
  }
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const parent = mapping.fields.get(path.slice(0, dot));
    if (parent?.type === 'flattened') {
      return { ...parent, path, flattenedKey: path.slice(dot + 1) };
    }
  }
  return undefined;
}

/** What the stored texts of a flattened leaf begin with. */
export const flattenedPrefix = (key: string): string => `${key}${FLATTENED_BOUNDARY}`;
