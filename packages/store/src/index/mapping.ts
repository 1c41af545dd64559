import type { Json, JsonObject } from '@longshore/common/json';
import type { Analysis } from '../analysis/analysis.ts';
import type { Analyzer } from '../analysis/analyzer.ts';
import type { Column } from './column.ts';
import type { FieldAnalysis } from './field-analysis.ts';
import type { Grams } from './grams.ts';
import type { RuntimeFields } from './runtime/runtime-fields.ts';
import type { DATE_TYPES } from './types/date-types.ts';
import type { GEO_TYPES } from './types/geo-types.ts';
import type { KEYWORD_TYPES } from './types/keyword-types.ts';
import type { NUMBER_TYPES } from './types/number-types.ts';
import type { RANGE_TYPES } from './types/range-types.ts';
import type { SIMPLE_TYPES } from './types/simple-types.ts';
import type { STRUCTURED_TYPES } from './types/structured-types.ts';
import type { TEXT_TYPES } from './types/text-types.ts';

/** A type of fields that hold values, as in Elasticsearch; `field-types.ts` has them all. */
export type MappedType =
  | keyof typeof DATE_TYPES
  | keyof typeof GEO_TYPES
  | keyof typeof KEYWORD_TYPES
  | keyof typeof NUMBER_TYPES
  | keyof typeof RANGE_TYPES
  | keyof typeof SIMPLE_TYPES
  | keyof typeof STRUCTURED_TYPES
  | keyof typeof TEXT_TYPES;

/**
 * A leaf field: what it is and where its values are. Multi-fields (`message.keyword`) are fields of their own. A field
 * alias is here under its own path, with the type and the column of what it stands for.
 * A `flattened` field is a list column of texts `key NUL value`, for each leaf below it.
 * A `geo_point` is a list column of latitudes and longitudes in turn, a range one of first and last values in turn.
 * A text field with several values is one text, with `TEXT_BOUNDARY` between them.
 */
export interface MappedField {
  readonly path: string;
  readonly type: MappedType;
  /** Formats of a date, `||` between them. */
  readonly format?: string;
  readonly ignoreAbove?: number;
  readonly ignoreMalformed?: boolean;
  /** False: a text is no number, and a fraction is no whole one. */
  readonly coerce?: false;
  /** Fields that get every value of this one, too. */
  readonly copyTo?: readonly string[];
  readonly nullValue?: Json;
  readonly scalingFactor?: number;
  /** False for what cannot be searched. */
  readonly index: boolean;
  /** Of texts. */
  readonly analysis?: FieldAnalysis;
  /** Of a sub-field that is found in the text of its parent. */
  readonly grams?: Grams;
  /** Of keywords: values are indexed, searched and grouped as it makes them. */
  readonly normalizer?: Analyzer;
  /** As the mapping has it. */
  readonly definition: JsonObject;
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
  /** Nested objects by path, with the list column that has them; `nested-objects.ts` says how. */
  readonly nested: ReadonlyMap<string, Column>;
  /** Leaf fields in nested objects, with the columns that they have where each object is a row. */
  readonly nestedFields: ReadonlyMap<string, MappedField>;
  /** Fields that every index has and that no mapping names, such as `_ignored`. */
  readonly metadata: ReadonlyMap<string, MappedField>;
  /** Analyzers that queries may name. */
  readonly analysis: Analysis;
  /** As `GET _mapping` answers it. */
  readonly json: JsonObject;
}

/** Between the values of one text field: a token of its own, so that no phrase crosses from value to value. */
export const TEXT_BOUNDARY = ' \uF8FF ';

/** Between key and value in the column of a `flattened` field. */
export const FLATTENED_BOUNDARY = '\u0000';
