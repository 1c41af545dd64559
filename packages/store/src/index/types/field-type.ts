import { errors, type LongshoreError } from '@longshore/common/errors';
import type { ColumnType } from '../column.ts';
import { type ExactJson, ExactNumber } from '../exact-json.ts';
import type { MappedField } from '../mapping.ts';

/** A JSON value that is neither object, list nor null. */
export type Scalar = string | number | boolean | ExactNumber;

/** A value as its column takes it. */
export type Stored = string | number | boolean;

/** What one value becomes in its column; `undefined` when it is not indexed (`ignore_above`). Throws for misfits. */
export type Convert = (value: Scalar, field: MappedField) => Stored | undefined;

/** What a whole JSON value, list or object or both, becomes in its list column. Throws for misfits. */
export type Read = (value: ExactJson, field: MappedField) => readonly Stored[];

/** A type of fields: how its values are stored and what may be asked of them. */
export interface FieldType {
  /** The engine's type of its values. */
  readonly column: ColumnType;
  /** `list`: a list column from the start. `pairs`: one in which two items are one value, the ends of a range. */
  readonly shape?: 'list' | 'pairs';
  /** Reads one value that is neither list nor object. */
  readonly convert: Convert;
  /** For types whose values are objects or lists: reads all of the value, `convert` is not asked. */
  readonly read?: Read;
  /** Mapping parameters, beside `type` and `meta`, which all have. */
  readonly parameters: readonly string[];
  /** False for what is stored and can only be asked for being there. */
  readonly isSearchable?: false;
  readonly isAggregatable?: false;
}

/** Parameters of types that can be indexed, stored and have multi-fields. */
export const COMMON: readonly string[] = ['copy_to', 'doc_values', 'fields', 'index', 'store'];

/** The value as it would stand in a message: texts bare, numbers as spelled. */
export function spell(value: Scalar): string {
  return value instanceof ExactNumber ? value.text : String(value);
}

/** The reason why a value does not fit its field. */
export function misfit(reason: string): LongshoreError {
  return errors.illegalArgument(reason);
}

/** `convert` of a type that reads whole values. */
export const readsWhole: Convert = () => {
  throw new Error('BUG: a type that reads whole values was asked for a part of one');
};
