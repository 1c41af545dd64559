import { assert, errors, LongshoreError } from '@longshore/common/errors';
import type { DocumentRow } from '../write/operation.ts';
import { checkListDepth, LIST_DEPTH_MAX, misfit, preview } from './document-errors.ts';
import { type ExactJson, type ExactObject, isExactObject, stringifyExact } from './exact-json.ts';
import { flattenedValues } from './flattened-values.ts';
import type {
  IndexMapping,
  LeafNode,
  MappingNode,
  NamedTemplates,
  ObjectNode,
} from './index-mapping.ts';
import type { MappedField } from './mapping.ts';
import { keepObject } from './nested-objects.ts';
import { NewFields } from './new-fields.ts';
import { nullValues } from './null-values.ts';
import { placeNewFields, promoteLists } from './parse-mapping.ts';
import { RowValues } from './row-values.ts';
import { storedPart } from './source/stored-part.ts';
import { TIMESTAMP } from './time-field.ts';
import { type Read, type Scalar, type Stored, spell } from './types/field-type.ts';

/** Templates of objects in objects need a look for each level. */
const ROUNDS_MAX = 64;

/** A document as a row, and the mapping that it fits: the given one, or one with what the document added. */
export interface MappedDocument {
  readonly row: DocumentRow;
  readonly mapping: IndexMapping;
}

/** What the write of a document says beside its source. */
export interface DocumentWrite {
  /** Shown in errors. */
  readonly id?: string | undefined;
  readonly dynamicTemplates?: NamedTemplates | undefined;
}

/**
 * Maps a source to its row. Fields that are seen for the first time, and first lists, extend the mapping by the rules
 * of dynamic mapping. Throws `document_parsing_exception` for a value that does not fit; the mapping is then as before.
 */
export function mapDocument(
  mapping: IndexMapping,
  source: ExactJson,
  write: DocumentWrite = {},
): MappedDocument {
  if (!isExactObject(source)) {
    throw errors.documentParsing(
      'failed to parse: malformed, expected an object as the document source',
    );
  }
  // New fields first, then lists of those: more looks are never needed.
  let current = mapping;
  let unmapped: Set<string> | undefined;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const run = new Run(current, write, unmapped);
    run.document(source);
    if (!run.hasChanges) {
      const row = run.values.row(current);
      const stored = storedPart(current, source, row);
      return { row: stored === undefined ? row : { ...row, stored }, mapping: current };
    }
    current = run.extended();
    ({ unmapped } = run);
  }
  assert(false, 'a mapping that was extended by a document does not fit it');
}

/** A path, and a value that the document is mapped as if it had it there. */
type Copy = readonly [string, ExactJson];

/** One walk over a document along the tree of the mapping. */
class Run {
  readonly values: RowValues;
  private readonly mapping: IndexMapping;
  private readonly write: DocumentWrite;
  /** New fields that the index has no room for. */
  unmapped: Set<string> | undefined;
  private newFields: NewFields | undefined;
  private copies: Copy[] | undefined;
  /** What is indexed of the nested object that the walk is in. */
  private objectValues: RowValues | undefined;
  /** Inside of a nested object whose fields are not those of the document. */
  private isHidden = false;
  /** Copies are not copied further. */
  private isCopying = false;
  private nestedObjects = 0;

  constructor(mapping: IndexMapping, write: DocumentWrite, unmapped: Set<string> | undefined) {
    this.mapping = mapping;
    this.values = new RowValues(mapping.options.timeField ?? TIMESTAMP);
    this.write = write;
    this.unmapped = unmapped;
  }

  get hasChanges(): boolean {
    const { newLists, newColumns } = this.values;
    return this.newFields?.isEmpty === false || (newLists ?? newColumns) !== undefined;
  }

  extended(): IndexMapping {
    let { mapping } = this;
    if (this.newFields) {
      const extended = this.newFields.extend();
      mapping = extended.mapping;
      for (const path of extended.dropped) {
        this.unmapped ??= new Set();
        this.unmapped.add(path);
      }
    }
    const { newLists, newColumns } = this.values;
    const placed = newColumns ? placeNewFields(mapping, newColumns) : mapping;
    return newLists ? promoteLists(placed, newLists) : placed;
  }

  document(source: ExactObject): void {
    const { root } = this.mapping;
    if (!root.isEnabled) {
      return;
    }
    this.object(root, source, 0);
    this.copy(root, this.copies ?? []);
  }

  /** Maps copies as if the object had them. */
  private copy(node: ObjectNode, copies: readonly Copy[]): void {
    const before = this.isCopying;
    this.isCopying = true;
    this.values.mayRepeat ||= copies.length > 0;
    const above = node.path === '' ? 0 : node.path.length + 1;
    for (const [path, value] of copies) {
      this.object(node, Object.fromEntries([[path.slice(above), value]]), 0);
    }
    this.isCopying = before;
  }

  object(node: ObjectNode, value: ExactObject, depth: number): void {
    if (node.isFlat) {
      this.flatObject(node, value, '', depth);
      return;
    }
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

  /** Below `subobjects: false`, `{"a": {"b": 1}}` is `{"a.b": 1}`. */
  private flatObject(node: ObjectNode, value: ExactObject, prefix: string, depth: number): void {
    this.values.mayRepeat = true;
    for (const [key, inner] of Object.entries(value)) {
      const name = `${prefix}${key}`;
      const child = node.children.get(name);
      if (child !== undefined) {
        this.node(child, inner, depth);
      } else if (isExactObject(inner) && depth < LIST_DEPTH_MAX) {
        this.flatObject(node, inner, `${name}.`, depth + 1);
      } else {
        this.unknown(node, name, inner, depth);
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
    this.values.mayRepeat = true;
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
        node.path,
      );
    }
  }

  private inside(node: ObjectNode, value: ExactJson, depth: number): void {
    if (value === null || !node.isEnabled) {
      return;
    }
    if (isExactObject(value)) {
      this.oneObject(node, value, depth + 1);
    } else if (Array.isArray(value)) {
      checkListDepth(node.path, depth);
      this.values.mayRepeat = true;
      for (const item of value as readonly ExactJson[]) {
        this.inside(node, item, depth + 1);
      }
    } else {
      throw errors.documentParsing(
        `object mapping for [${node.path}] tried to parse field [${lastName(node.path)}] as object, but found a concrete value`,
        undefined,
        node.path,
      );
    }
  }

  /** An object, or a nested one: those are kept as texts, each on its own, for queries that look into one of them. */
  private oneObject(node: ObjectNode, value: ExactObject, depth: number): void {
    const { nested } = node;
    if (nested === undefined) {
      this.object(node, value, depth);
      return;
    }
    const { nestedObjectsMax } = this.mapping.options;
    this.nestedObjects += 1;
    if (this.nestedObjects > nestedObjectsMax) {
      throw errors.documentParsing(
        `The number of nested documents has exceeded the allowed limit of [${nestedObjectsMax}]. This limit can be set by changing the [index.mapping.nested_objects.limit] index level setting.`,
      );
    }
    const around = { values: this.objectValues, isHidden: this.isHidden, copies: this.copies };
    const own = new RowValues('');
    own.mayRepeat = true;
    this.objectValues = own;
    this.isHidden = nested.isHidden;
    this.copies = undefined;
    this.object(node, value, depth);
    const isInside = ([path]: Copy) => path.startsWith(`${node.path}.`);
    const copies: readonly Copy[] = this.copies ?? [];
    this.copy(node, copies.filter(isInside));
    const outer = copies.filter((copy) => !isInside(copy));
    this.copies = outer.length === 0 ? around.copies : [...(around.copies ?? []), ...outer];
    this.isHidden = around.isHidden;
    this.objectValues = around.values;
    const kept = { document: this.values, around: around.values };
    keepObject(nested.column.name, { json: stringifyExact(value), values: own }, kept);
  }

  private leaf(node: LeafNode, value: ExactJson, depth: number): void {
    if (node.field.copyTo !== undefined && !this.isCopying && value !== null) {
      this.copies ??= [];
      this.copies.push(...node.field.copyTo.map((path): Copy => [path, value]));
    }
    this.leafValue(node, value, depth);
  }

  private leafValue(node: LeafNode, value: ExactJson, depth: number): void {
    if (value === null) {
      this.nothing(node);
    } else if (node.read !== undefined) {
      this.whole(node, node.read, value);
    } else if (Array.isArray(value)) {
      checkListDepth(node.field.path, depth);
      this.values.mayRepeat = true;
      for (const item of value as readonly ExactJson[]) {
        this.leafValue(node, item, depth + 1);
      }
    } else if (node.field.type === 'flattened') {
      this.flattenedObject(node, value, depth);
    } else if (isExactObject(value)) {
      const reason = `Expected a value of type [${node.field.type}] but found [START_OBJECT]`;
      this.malformed(node.field, preview(value), errors.illegalArgument(reason));
    } else {
      this.scalar(node, value as Scalar);
    }
  }

  /** A null stands for what the field says, and for what each of its multi-fields says. */
  private nothing(node: LeafNode): void {
    for (const stored of nullValues(node)) {
      this.put(node, stored);
    }
    for (const multiField of node.multiFields) {
      this.nothing(multiField);
    }
  }

  /** Types whose values are lists or objects read all of it. */
  private whole(node: LeafNode, read: Read, value: ExactJson): void {
    let found: readonly Stored[] = [];
    try {
      found = read(value, node.field);
    } catch (error) {
      this.malformed(node.field, stringifyExact(value), error);
    }
    for (const stored of found) {
      this.put(node, stored);
    }
  }

  /** Throws, unless the field ignores what does not fit it. */
  private malformed(field: MappedField, spelled: string, error: unknown): void {
    if (!(error instanceof LongshoreError)) {
      throw error;
    }
    if (field.ignoreMalformed !== true) {
      throw misfit(field, spelled, { cause: error, id: this.write.id });
    }
    this.values.ignore(field.path);
  }

  private flattenedObject(node: LeafNode, value: ExactJson, depth: number): void {
    if (!isExactObject(value)) {
      const reason = `[flattened] expects an object, but got [${spell(value as Scalar)}]`;
      throw misfit(node.field, spell(value as Scalar), {
        cause: errors.parsing(reason),
        id: this.write.id,
      });
    }
    for (const leaf of flattenedValues(node.field.path, value, { key: '', depth })) {
      this.put(node, leaf);
    }
  }

  private scalar(node: LeafNode, value: Scalar): void {
    let converted: Stored | undefined;
    try {
      converted = node.convert(value, node.field);
      if (converted === undefined) {
        this.values.ignore(node.field.path);
      }
    } catch (error) {
      this.malformed(node.field, spell(value), error);
    }
    if (converted !== undefined) {
      this.put(node, converted);
    }
    for (const multiField of node.multiFields) {
      this.scalar(multiField, value);
    }
  }

  private put(node: LeafNode, value: Stored): void {
    if (node.inObject !== undefined) {
      this.objectValues?.put(node.inObject, value);
    }
    if (this.isHidden) {
      return;
    }
    if (node.field.type === 'constant_keyword') {
      this.constant(node, value);
    } else {
      this.values.put(node.field, value);
    }
  }

  /** The first document decides the value; another one is refused. */
  private constant(node: LeafNode, value: Stored): void {
    const known = this.mapping.constants.get(node.field.path);
    if (known === undefined) {
      this.newFields ??= this.openNewFields();
      this.newFields.set(node.field.path, { type: 'constant_keyword', value });
    } else if (known !== value) {
      const reason = `[constant_keyword] field [${node.field.path}] only accepts values that are equal to the value defined in the mappings [${known}], but got [${value}]`;
      throw misfit(node.field, String(value), {
        cause: errors.illegalArgument(reason),
        id: this.write.id,
      });
    }
  }

  private unknown(node: ObjectNode, key: string, value: ExactJson, depth: number): void {
    const path = node.path === '' ? key : `${node.path}.${key}`;
    if (key.trim() === '') {
      throw errors.documentParsing('failed to parse: field name cannot be an empty string');
    }
    const isComputed = this.mapping.runtime.has(path);
    if (isComputed || node.dynamic === 'false' || value === null || this.newFields?.has(path)) {
      return;
    }
    if (this.unmapped?.has(path) === true) {
      this.values.ignore(path);
      return;
    }
    this.newFields ??= this.openNewFields();
    this.newFields.add(node, path, value, depth);
  }

  private openNewFields(): NewFields {
    return new NewFields({ mapping: this.mapping, templates: this.write.dynamicTemplates });
  }
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
