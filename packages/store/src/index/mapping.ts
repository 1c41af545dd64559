import type { JsonObject } from '@longshore/common/json';
import type { Column } from './column.ts';
import type { RuntimeFields } from './runtime/runtime-fields.ts';

/** A field's type as in Elasticsearch. */
export type MappedType =
  | 'text'
  | 'match_only_text'
  | 'keyword'
  | 'constant_keyword'
  | 'wildcard'
  | 'long'
  | 'integer'
  | 'short'
  | 'byte'
  | 'unsigned_long'
  | 'double'
  | 'float'
  | 'half_float'
  | 'scaled_float'
  | 'boolean'
  | 'date'
  | 'date_nanos'
  | 'ip'
  | 'object'
  | 'flattened'
  | 'binary'
  | 'geo_point'
  | 'alias';

/**
 * A leaf field: what it is and where its values are. Multi-fields (`message.keyword`) are fields of their own. A field
 * alias is here under its own path, with the type and the column of what it stands for.
 * A `flattened` field is a list column of texts `key NUL value`, for each leaf below it.
 * A `geo_point` is a list column of texts `lat,lon`; like `binary`, it can be asked for being there, not searched.
 * A text field with several values is one text, with `TEXT_BOUNDARY` between them.
 */
export interface MappedField {
  readonly path: string;
  readonly type: MappedType;
  /** Formats of a date, `||` between them. */
  readonly format?: string;
  readonly ignoreAbove?: number;
  readonly ignoreMalformed?: boolean;
  readonly nullValue?: string | number | boolean;
  readonly scalingFactor?: number;
  readonly index: boolean;
  /** The field that this one is a multi-field of. */
  readonly parent?: string;
  readonly column: Column;
}

/** The mapping of one index, as searches and the row builder read it. */
export interface Mapping {
  /** Leaf fields by full dotted path. */
  readonly fields: ReadonlyMap<string, MappedField>;
  /** Fields that are computed when they are searched. */
  readonly runtime: RuntimeFields;
  /** Paths of objects that are mapped, so that `exists` on `host` can ask for its leaves. */
  readonly objects: ReadonlySet<string>;
  /** As `GET _mapping` answers it. */
  readonly json: JsonObject;
}

/** Between the values of one text field: a token of its own, so that no phrase crosses from value to value. */
export const TEXT_BOUNDARY = ' \uF8FF ';

/** Between key and value in the column of a `flattened` field. */
export const FLATTENED_BOUNDARY = '\u0000';
