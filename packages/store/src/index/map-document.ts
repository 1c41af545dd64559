import { assert, errors, LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { ColumnValue, DocumentRow } from '../write/operation.ts';
import { describeNewField } from './dynamic-fields.ts';
import {
  type ExactJson,
  ExactNumber,
  type ExactObject,
  isExactObject,
  stringifyExact,
} from './exact-json.ts';
import { isText } from './field-columns.ts';
import { type Scalar, spell } from './field-types.ts';
import { parseGeoPoints } from './geo-point.ts';
import type { IndexMapping, LeafNode, MappingNode, ObjectNode } from './index-mapping.ts';
import { FLATTENED_BOUNDARY, type MappedField, TEXT_BOUNDARY } from './mapping.ts';
import { mergeMapping, promoteLists } from './parse-mapping.ts';

/** Lists in lists in lists are flattened, but not without end. */
const LIST_DEPTH_MAX = 50;
const PREVIEW_CHARS_MAX = 50;

/** A document as a row, and the mapping that it fits: the given one, or one with what the document added. */
export interface MappedDocument {
  readonly row: DocumentRow;
  readonly mapping: IndexMapping;
}

/**
 * Maps a source to its row. Fields that are seen for the first time, and first lists, extend the mapping by the rules
 * of dynamic mapping. Throws `document_parsing_exception` for a value that does not fit; the mapping is then as before.
 */
export function mapDocument(mapping: IndexMapping, source: ExactJson, id?: string): MappedDocument {
  if (!isExactObject(source)) {
    throw errors.documentParsing(
      'failed to parse: malformed, expected an object as the document source',
    );
  }
  // New fields first, then lists of those: a third look is never needed.
  let current = mapping;
  for (let round = 0; round < 3; round += 1) {
    const run = new Run(current, id);
    run.object(current.root, source, 0);
    if (!run.hasChanges) {
      return { row: run.row(), mapping: current };
    }
    current = run.extended();
  }
  assert(false, 'a mapping that was extended by a document does not fit it');
}

/** One walk over a document along the tree of the mapping. */
class Run {
  private readonly mapping: IndexMapping;
  private readonly id: string | undefined;
  private readonly values = new Map<string, ColumnValue>();
  private newFields: Map<string, JsonObject> | undefined;
  private newLists: Set<string> | undefined;
  private timeMs: number | undefined;

  constructor(mapping: IndexMapping, id: string | undefined) {
    this.mapping = mapping;
    this.id = id;
  }

  get hasChanges(): boolean {
    return this.newFields !== undefined || this.newLists !== undefined;
  }

  extended(): IndexMapping {
    let mapping = this.mapping;
    if (this.newFields) {
      mapping = mergeMapping(mapping, { properties: Object.fromEntries(this.newFields) });
    }
    return this.newLists ? promoteLists(mapping, this.newLists) : mapping;
  }

  row(): DocumentRow {
    for (const [path, value] of this.mapping.constants) {
      const field = this.mapping.fields.get(path);
      if (field) {
        this.values.set(field.column.name, value);
      }
    }
    if (this.mapping.options.isDataStream && this.timeMs === undefined) {
      throw errors.documentParsing(
        'failed to parse: data stream timestamp field [@timestamp] is missing',
        errors.illegalArgument('data stream timestamp field [@timestamp] is missing'),
      );
    }
    return { timeMs: this.timeMs ?? 0, values: this.values };
  }

  object(node: ObjectNode, value: ExactObject, depth: number): void {
    for (const key in value) {
      const child = node.children.get(key);
      const inner = value[key] as ExactJson;
      if (child !== undefined) {
        this.node(child, inner, depth);
      } else if (key.includes('.')) {
        this.dotted(node, key, inner, depth);
      } else {
        this.unknown(node, key, inner, depth);
      }
    }
  }

  /** `{"a.b": 1}` is `{"a": {"b": 1}}`. */
  private dotted(node: ObjectNode, key: string, value: ExactJson, depth: number): void {
    const dot = key.indexOf('.');
    const head = key.slice(0, dot);
    const rest = key.slice(dot + 1);
    if (head.trim() === '' || rest.trim() === '') {
      throw errors.documentParsing(
        `failed to parse: field name cannot contain only whitespace or empty parts: [${key}]`,
      );
    }
    this.object(node, Object.fromEntries([[head, Object.fromEntries([[rest, value]])]]), depth);
  }

  private node(node: MappingNode, value: ExactJson, depth: number): void {
    if (node.kind === 'leaf') {
      this.leaf(node, value, depth);
    } else if (node.kind === 'object') {
      this.inside(node, value, depth);
    } else if (value !== null) {
      throw errors.documentParsing(
        `Cannot write to a field alias [${node.path}].`,
        errors.illegalArgument(`Cannot write to a field alias [${node.path}].`),
      );
    }
  }

  private inside(node: ObjectNode, value: ExactJson, depth: number): void {
    if (value === null || !node.isEnabled) {
      return;
    }
    if (isExactObject(value)) {
      this.object(node, value, depth + 1);
    } else if (Array.isArray(value)) {
      checkListDepth(node.path, depth);
      for (const item of value as readonly ExactJson[]) {
        this.inside(node, item, depth + 1);
      }
    } else {
      throw errors.documentParsing(
        `object mapping for [${node.path}] tried to parse field [${lastName(node.path)}] as object, but found a concrete value`,
      );
    }
  }

  private leaf(node: LeafNode, value: ExactJson, depth: number): void {
    if (node.field.type === 'geo_point') {
      this.geoPoints(node, value);
    } else if (value === null) {
      if (node.field.nullValue !== undefined) {
        this.scalar(node, node.field.nullValue);
      }
    } else if (Array.isArray(value)) {
      checkListDepth(node.field.path, depth);
      for (const item of value as readonly ExactJson[]) {
        this.leaf(node, item, depth + 1);
      }
    } else if (node.field.type === 'flattened') {
      this.flattenedObject(node, value, depth);
    } else if (isExactObject(value)) {
      const reason = `Expected a value of type [${node.field.type}] but found [START_OBJECT]`;
      throw this.misfit(node.field, preview(value), errors.illegalArgument(reason));
    } else {
      this.scalar(node, value as Scalar);
    }
  }

  private geoPoints(node: LeafNode, value: ExactJson): void {
    try {
      for (const point of parseGeoPoints(value)) {
        this.put(node, point);
      }
    } catch (error) {
      if (!(error instanceof LongshoreError)) {
        throw error;
      }
      if (node.field.ignoreMalformed !== true) {
        throw this.misfit(node.field, stringifyExact(value), error);
      }
    }
  }

  private flattenedObject(node: LeafNode, value: ExactJson, depth: number): void {
    if (!isExactObject(value)) {
      const reason = `[flattened] expects an object, but got [${spell(value as Scalar)}]`;
      throw this.misfit(node.field, spell(value as Scalar), errors.parsing(reason));
    }
    this.flattened(node, value, '', depth);
  }

  private flattened(node: LeafNode, value: ExactJson, key: string, depth: number): void {
    checkListDepth(node.field.path, depth);
    if (isExactObject(value)) {
      for (const [name, inner] of Object.entries(value)) {
        this.flattened(node, inner, key === '' ? name : `${key}.${name}`, depth + 1);
      }
    } else if (Array.isArray(value)) {
      for (const item of value as readonly ExactJson[]) {
        this.flattened(node, item, key, depth + 1);
      }
    } else if (value !== null) {
      this.put(node, `${key}${FLATTENED_BOUNDARY}${spell(value as Scalar)}`);
    }
  }

  private scalar(node: LeafNode, value: Scalar): void {
    let converted: ReturnType<LeafNode['convert']>;
    try {
      converted = node.convert(value, node.field);
    } catch (error) {
      if (node.field.ignoreMalformed !== true || !(error instanceof LongshoreError)) {
        throw error instanceof LongshoreError
          ? this.misfit(node.field, spell(value), error)
          : error;
      }
    }
    if (converted !== undefined) {
      this.put(node, converted);
    }
    for (const multiField of node.multiFields) {
      this.scalar(multiField, value);
    }
  }

  private put(node: LeafNode, value: string | number | boolean): void {
    const { field } = node;
    const { name, list, required } = field.column;
    if (field.path === '@timestamp' && typeof value !== 'boolean') {
      const epochMs = typeof value === 'number' ? value : textMs(value);
      // Outside of data streams the field may be a text, which need not be a time.
      if (Number.isFinite(epochMs)) {
        this.time(epochMs, required);
      }
    }
    if (field.type === 'constant_keyword') {
      this.constant(node, value);
    } else if (list) {
      this.append(name, value);
    } else if (!required) {
      this.putOne(field, value);
    }
  }

  private append(column: string, value: string | number | boolean): void {
    const before = this.values.get(column);
    if (before === undefined) {
      this.values.set(column, [value]);
    } else {
      (before as (string | number | boolean)[]).push(value);
    }
  }

  /** A second value of a text is joined to the first; of anything else it makes the field a list. */
  private putOne(field: MappedField, value: string | number | boolean): void {
    const before = this.values.get(field.column.name);
    if (before === undefined) {
      this.values.set(field.column.name, value);
    } else if (isText(field.type)) {
      this.values.set(field.column.name, `${before}${TEXT_BOUNDARY}${value}`);
    } else {
      this.newLists ??= new Set();
      this.newLists.add(field.path);
    }
  }

  private time(epochMs: number, isOnlyOne: boolean): void {
    if (isOnlyOne && this.timeMs !== undefined) {
      throw errors.documentParsing(
        'failed to parse: data stream timestamp field [@timestamp] encountered multiple values',
      );
    }
    this.timeMs ??= epochMs;
  }

  /** The first document decides the value; another one is refused. */
  private constant(node: LeafNode, value: string | number | boolean): void {
    const known = this.mapping.constants.get(node.field.path);
    if (known === undefined) {
      this.newFields ??= new Map();
      this.newFields.set(node.field.path, { type: 'constant_keyword', value });
    } else if (known !== value) {
      const reason = `[constant_keyword] field [${node.field.path}] only accepts values that are equal to the value defined in the mappings [${known}], but got [${value}]`;
      throw this.misfit(node.field, String(value), errors.illegalArgument(reason));
    }
  }

  private unknown(node: ObjectNode, key: string, value: ExactJson, depth: number): void {
    const path = node.path === '' ? key : `${node.path}.${key}`;
    if (key.trim() === '') {
      throw errors.documentParsing('failed to parse: field name cannot be an empty string');
    }
    const isComputed = this.mapping.runtime.has(path);
    if (isComputed || node.dynamic === 'false' || this.newFields?.has(path)) {
      return;
    }
    if (node.dynamic === 'strict') {
      if (value !== null) {
        throw errors.documentParsing(
          errors.strictMapping(path).message.replace('[_doc]', `[${node.path || '_doc'}]`),
        );
      }
      return;
    }
    const found = describeNewField(this.mapping, path, value, depth);
    for (const [newPath, definition] of found) {
      this.newFields ??= new Map();
      if (!this.newFields.has(newPath) && !this.mapping.runtime.has(newPath)) {
        this.newFields.set(newPath, definition);
      }
    }
  }

  private misfit(field: MappedField, spelled: string, cause: LongshoreError): LongshoreError {
    const shown =
      spelled.length > PREVIEW_CHARS_MAX ? `${spelled.slice(0, PREVIEW_CHARS_MAX)}...` : spelled;
    const where = this.id === undefined ? '' : ` in document with id '${this.id}'`;
    return errors.documentParsing(
      `failed to parse field [${field.path}] of type [${field.type}]${where}. Preview of field's value: '${shown}'`,
      cause,
    );
  }
}

function preview(value: ExactObject): string {
  const members = Object.entries(value).map(([key, inner]) => {
    const shown = inner instanceof ExactNumber ? inner.text : String(inner);
    return `${key}=${shown}`;
  });
  return `{${members.join(', ')}}`;
}

/** Epoch ms of a moment as `date_nanos` writes it, `2026-11-25 10:00:00.123456789`. */
function textMs(moment: string): number {
  return Date.parse(`${moment.slice(0, 23).replace(' ', 'T')}Z`);
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function checkListDepth(path: string, depth: number): void {
  if (depth > LIST_DEPTH_MAX) {
    throw errors.documentParsing(
      `failed to parse field [${path}]: values are nested deeper than ${LIST_DEPTH_MAX} levels`,
    );
  }
}
