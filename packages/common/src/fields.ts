import type { Json } from './json.ts';

/** The type of a field in an index mapping, for fields that we declare ourselves. */
type FieldType =
  | 'keyword'
  | 'constant_keyword'
  | 'text'
  | 'match_only_text'
  | 'long'
  | 'double'
  | 'boolean'
  | 'date'
  | 'ip'
  | 'object'
  | 'flattened';

/** One declared field. The index template, the field reference and the checks on events come from it. */
export interface FieldDefinition {
  readonly type: FieldType;
  readonly description: string;
  readonly unit?: 'percent' | 'byte' | 'nanos' | 'ms' | 's' | 'byte/s' | 'packet/s' | 'op/s';
  readonly metric?: 'gauge' | 'counter';
  /** True when values are usually lists; the store then keeps a list column from the start. */
  readonly list?: boolean;
}

/** Declared fields by their dotted path; `a.b.*` declares every leaf below `a.b`. */
export type Fields = Readonly<Record<string, FieldDefinition>>;

/**
 * What an agent sends, before it is a document: dotted field paths to values. `@timestamp` is ISO 8601 in UTC.
 * Values that are not known are left out, never null and never 0.
 */
export type Event = Readonly<{ '@timestamp': string } & Record<string, Json>>;
