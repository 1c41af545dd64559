import type { Analysis } from '../analysis/analysis.ts';
import { BUILT_IN } from '../analysis/read-definitions.ts';
import type { Column } from './column.ts';
import type { Convert } from './field-types.ts';
import type { MappedField, Mapping } from './mapping.ts';

export type Dynamic = 'true' | 'false' | 'strict';

/** What a mapping depends on beside its JSON. */
export interface MappingOptions {
  readonly isDataStream: boolean;
  /** Paths of fields that were promoted to list columns. */
  readonly lists: ReadonlySet<string>;
  /** `index.mapping.total_fields.limit`. */
  readonly fieldsMax: number;
  /** `index.mapping.depth.limit`. */
  readonly depthMax: number;
  /** Analyzers and normalizers of the index. */
  readonly analysis: Analysis;
}

export const MAPPING_DEFAULTS: MappingOptions = {
  isDataStream: false,
  lists: new Set(),
  fieldsMax: 1000,
  depthMax: 20,
  analysis: BUILT_IN,
};

export interface LeafNode {
  readonly kind: 'leaf';
  readonly field: MappedField;
  readonly convert: Convert;
  readonly multiFields: readonly LeafNode[];
}

export interface ObjectNode {
  readonly kind: 'object';
  /** Empty for the root. */
  readonly path: string;
  readonly dynamic: Dynamic;
  /** False: whatever is below is kept in `_source` only. */
  readonly isEnabled: boolean;
  readonly children: ReadonlyMap<string, MappingNode>;
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
  /** The field's definition; `undefined` for a template without `mapping`. */
  definition(field: NewField): Readonly<Record<string, unknown>>;
}

export interface NewField {
  readonly name: string;
  readonly path: string;
  readonly kind: 'string' | 'long' | 'double' | 'boolean' | 'date' | 'object';
}

/** A mapping with what the mapping of documents needs: a tree to walk, and the rules for fields not seen before. */
export interface IndexMapping extends Mapping {
  readonly root: ObjectNode;
  readonly options: MappingOptions;
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
