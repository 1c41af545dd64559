import type { Analysis } from '../analysis/analysis.ts';
import { BUILT_IN } from '../analysis/read-definitions.ts';
import type { Column } from './column.ts';
import { ALL_OWN, type ColumnChoices } from './column-choice.ts';
import type { MappedField, Mapping } from './mapping.ts';
import type { SourceMode, SourceRule } from './source/source-rule.ts';
import type { Convert, Read } from './types/field-type.ts';

/**
 * What becomes of fields not seen before: `runtime` makes them fields that are read from the source when they are
 * searched; the last two take only those that a dynamic template fits.
 */
export const DYNAMICS = [
  'true',
  'false',
  'strict',
  'runtime',
  'strict_allow_templates',
  'false_allow_templates',
] as const;
export type Dynamic = (typeof DYNAMICS)[number];

/** What a mapping depends on beside its JSON. */
export interface MappingOptions {
  /** Of a backing index: the field whose values are the time column of its table. */
  readonly timeField: string | undefined;
  /** Paths of fields that were promoted to list columns. */
  readonly lists: ReadonlySet<string>;
  /** Some document has come with a routing. */
  readonly hasRouting: boolean;
  /** Which fields have columns of their own. */
  readonly choices: ColumnChoices;
  /** `index.mapping.total_fields.limit`. */
  readonly fieldsMax: number;
  /** `index.mapping.depth.limit`. */
  readonly depthMax: number;
  /** Analyzers and normalizers of the index. */
  readonly analysis: Analysis;
  /** `index.mapping.nested_fields.limit`. */
  readonly nestedFieldsMax: number;
  /** `index.mapping.nested_objects.limit`. */
  readonly nestedObjectsMax: number;
  /** `index.mapping.field_name_length.limit`; none unless set. */
  readonly nameCharsMax: number;
  /** `index.mapping.total_fields.ignore_dynamic_beyond_limit`: new fields beyond the limit are not mapped. */
  readonly ignoresBeyondLimit: boolean;
  /** `index.mapping.ignore_malformed`. */
  readonly ignoreMalformed: boolean;
  /** `index.mapping.coerce`. */
  readonly coerce: boolean;
  /** Similarities that the index defines, by name. */
  readonly similarities: ReadonlySet<string>;
  /** `index.mapping.source.mode`. */
  readonly sourceMode: SourceMode;
  /** `index.mapping.synthetic_source_keep`. */
  readonly keepsSource: string;
}

export const MAPPING_DEFAULTS: MappingOptions = {
  timeField: undefined,
  lists: new Set(),
  hasRouting: false,
  choices: ALL_OWN,
  fieldsMax: 1000,
  depthMax: 20,
  analysis: BUILT_IN,
  nestedFieldsMax: 50,
  nestedObjectsMax: 10_000,
  nameCharsMax: Number.MAX_SAFE_INTEGER,
  ignoresBeyondLimit: false,
  ignoreMalformed: false,
  coerce: true,
  similarities: new Set(),
  sourceMode: 'stored',
  keepsSource: 'none',
};

export interface LeafNode {
  readonly kind: 'leaf';
  readonly field: MappedField;
  readonly convert: Convert;
  /** Of types that read lists and objects whole. */
  readonly read?: Read;
  /** In nested objects, how the field is there. */
  readonly inObject?: MappedField;
  readonly multiFields: readonly LeafNode[];
}

export interface ObjectNode {
  readonly kind: 'object';
  /** Empty for the root. */
  readonly path: string;
  readonly dynamic: Dynamic;
  /** False: whatever is below is kept in `_source` only. */
  readonly isEnabled: boolean;
  /** `subobjects: false`: names with dots are names, and objects below are only a way to write them. */
  readonly isFlat: boolean;
  /** Of nested objects. */
  readonly nested?: NestedOptions;
  /** `synthetic_source_keep`, where it is given. */
  readonly keepsSource?: string;
  readonly children: ReadonlyMap<string, MappingNode>;
}

interface NestedOptions {
  readonly column: Column;
  /** True if their fields are not fields of the document as well (`include_in_root`, `include_in_parent`). */
  readonly isHidden: boolean;
}

interface AliasNode {
  readonly kind: 'alias';
  readonly path: string;
}

export type MappingNode = LeafNode | ObjectNode | AliasNode;

export interface DynamicTemplate {
  readonly name: string;
  /** Whether it applies to a new field of this name, path and kind of JSON value. */
  fits(field: NewField): boolean;
  /** It defines runtime fields. */
  readonly isRuntime: boolean;
  definition(field: NewField): Readonly<Record<string, unknown>>;
}

/** Names of dynamic templates by the paths of fields that are to follow them, whatever the templates say they fit. */
export type NamedTemplates = ReadonlyMap<string, string>;

export interface NewField {
  readonly name: string;
  readonly path: string;
  readonly kind: 'string' | 'long' | 'double' | 'boolean' | 'date' | 'object';
}

/** A mapping with what the mapping of documents needs: a tree to walk, and the rules for fields not seen before. */
export interface IndexMapping extends Mapping {
  readonly root: ObjectNode;
  /** Fields, multi-fields, objects, aliases and runtime fields: what `index.mapping.total_fields.limit` counts. */
  readonly fieldCount: number;
  readonly options: MappingOptions;
  /** `_routing.required`: no document is written or read by its id without one. */
  readonly requiresRouting: boolean;
  readonly source: SourceRule;
  /** Columns of fields in the engine's table, without the system columns. Only ever grows. */
  readonly columns: readonly Column[];
  /** Fields with a value that every document has, `constant_keyword`. */
  readonly constants: ReadonlyMap<string, string>;
  readonly dynamicTemplates: readonly DynamicTemplate[];
  readonly dateDetection: boolean;
  readonly numericDetection: boolean;
  /** Formats by which a new text is taken for a date. */
  readonly dateFormats: readonly string[];
}
