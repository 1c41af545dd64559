import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { buildField, type FieldNode } from './build-field.ts';
import { type Column, ROUTING_COLUMN } from './column.ts';
import { IGNORED_COLUMN, nestedColumn, OVERFLOW_COLUMN } from './field-columns.ts';
import { gramFields } from './grams.ts';
import {
  DYNAMICS,
  type Dynamic,
  type LeafNode,
  type MappingNode,
  type MappingOptions,
  type ObjectNode,
} from './index-mapping.ts';
import type { MappedField } from './mapping.ts';
import { booleanOf, textOf } from './mapping-parameters.ts';
import { fieldOfObject } from './nested-objects.ts';

/** What is gathered while the tree is built. */
interface Building {
  readonly options: MappingOptions;
  readonly fields: Map<string, MappedField>;
  readonly objects: Set<string>;
  readonly nested: Map<string, Column>;
  readonly nestedFields: Map<string, MappedField>;
  readonly constants: Map<string, string>;
  readonly aliases: Map<string, string>;
}

export function newBuilding(options: MappingOptions): Building {
  return {
    options,
    fields: new Map(),
    objects: new Set(),
    nested: new Map(),
    nestedFields: new Map(),
    constants: new Map(),
    aliases: new Map(),
  };
}

/** Where the walk is. */
interface Place {
  readonly path: string;
  readonly dynamic: Dynamic;
  readonly depth: number;
  readonly isNested: boolean;
  /** Inside of nested objects that plain queries do not see. */
  readonly isHidden: boolean;
}

/** Builds the tree of a canonical mapping; what it finds is put into `building`. */
export function buildRoot(json: JsonObject, building: Building): ObjectNode {
  const dynamic = parseDynamic(json.dynamic, 'true');
  const place: Place = { path: '', dynamic, depth: 1, isNested: false, isHidden: false };
  const root: ObjectNode = {
    kind: 'object',
    path: '',
    dynamic,
    isEnabled: booleanOf(json.enabled, true),
    isFlat: !booleanOf(json.subobjects, true),
    children: buildChildren(json.properties, place, building),
  };
  resolveAliases(building);
  return root;
}

/** How many fields there are; throws when they are more than the index may have. */
export function checkLimits(building: Building, runtimeFields: number): number {
  const { options, fields, nestedFields, objects, nested } = building;
  const included = [...nestedFields.keys()].filter((path) => fields.has(path)).length;
  const mapped = fields.size + nestedFields.size - included + objects.size + nested.size;
  const count = mapped + runtimeFields;
  if (count > options.fieldsMax) {
    throw errors.illegalArgument(`Limit of total fields [${options.fieldsMax}] has been exceeded`);
  }
  if (nested.size > options.nestedFieldsMax) {
    throw errors.illegalArgument(
      `Limit of nested fields [${options.nestedFieldsMax}] has been exceeded`,
    );
  }
  return count;
}

function parseDynamic(value: Json | undefined, inherited: Dynamic): Dynamic {
  const text = value === undefined ? inherited : jsonText(value);
  const known = DYNAMICS.find((dynamic) => dynamic === text);
  if (known === undefined) {
    throw errors.mapperParsing(
      `Could not convert [dynamic] to boolean: [${text}] is not one of [${DYNAMICS.join('], [')}]`,
    );
  }
  return known;
}

function buildChildren(
  properties: Json | undefined,
  place: Place,
  building: Building,
): ReadonlyMap<string, MappingNode> {
  const children = new Map<string, MappingNode>();
  for (const [name, definition] of Object.entries(isObject(properties) ? properties : {})) {
    if (name.length > building.options.nameCharsMax) {
      throw errors.illegalArgument(
        `Field name [${name}] is longer than the limit of [${building.options.nameCharsMax}] characters`,
      );
    }
    const path = place.path === '' ? name : `${place.path}.${name}`;
    children.set(name, buildNode(definition as JsonObject, { ...place, path }, building));
  }
  return children;
}

const OBJECTS: ReadonlySet<string> = new Set(['object', 'nested', 'passthrough']);

function buildNode(definition: JsonObject, place: Place, building: Building): MappingNode {
  const type = textOf(definition.type) ?? 'object';
  if (OBJECTS.has(type)) {
    return buildObject(definition, place, building);
  }
  if (type === 'alias') {
    const target = textOf(definition.path);
    if (target === undefined) {
      throw errors.mapperParsing(
        `The [path] property must be specified for field [${place.path}].`,
      );
    }
    building.aliases.set(place.path, target);
    return { kind: 'alias', path: place.path };
  }
  const node = buildField(definition, place.path, building.options);
  return keepLeaf(node, place, building);
}

/** Objects, and nested ones, which are documents of their own: plain queries do not see what is in them. */
function buildObject(definition: JsonObject, place: Place, building: Building): ObjectNode {
  const { path, depth } = place;
  if (depth >= building.options.depthMax) {
    throw errors.illegalArgument(
      `Limit of mapping depth [${building.options.depthMax}] has been exceeded due to object field [${path}]`,
    );
  }
  const type = textOf(definition.type) ?? 'object';
  const isNested = type === 'nested';
  const isHidden = isNested ? isHiddenInRoot(definition, place) : place.isHidden;
  const nested = isNested ? { column: nestedColumn(path), isHidden } : undefined;
  if (nested === undefined) {
    building.objects.add(path);
  } else {
    building.nested.set(path, nested.column);
  }
  const given = parseDynamic(definition.dynamic, place.dynamic);
  // A value that is read from the source is one of the whole document.
  const inside: Place = {
    path,
    dynamic: given === 'runtime' && (isNested || place.isNested) ? 'true' : given,
    depth: depth + 1,
    isNested: isNested || place.isNested,
    isHidden,
  };
  const { dynamic } = inside;
  return {
    kind: 'object',
    path,
    dynamic,
    isEnabled: booleanOf(definition.enabled, true),
    isFlat: !booleanOf(definition.subobjects, true),
    ...(nested === undefined ? {} : { nested }),
    ...(definition.synthetic_source_keep === undefined
      ? {}
      : { keepsSource: jsonText(definition.synthetic_source_keep) }),
    children: buildChildren(definition.properties, inside, building),
  };
}

/** Whether plain queries do not see the fields of a nested object: those of its parent may be hidden, too. */
function isHiddenInRoot(definition: JsonObject, place: Place): boolean {
  if (booleanOf(definition.include_in_root, false)) {
    return false;
  }
  return booleanOf(definition.include_in_parent, false) ? place.isHidden : true;
}

function keepLeaf(node: FieldNode, place: Place, building: Building): LeafNode {
  const { leaf, constant } = node;
  const multiFields = node.multiFields.map((inner) => keepLeaf(inner, place, building));
  const { field } = leaf;
  const inObject = place.isNested ? fieldOfObject(field) : undefined;
  if (inObject !== undefined) {
    keep(inObject, building.nestedFields);
  }
  if (!place.isHidden) {
    keep(field, building.fields);
    if (constant !== undefined) {
      building.constants.set(field.path, constant);
    }
  }
  return { ...leaf, multiFields, ...(inObject === undefined ? {} : { inObject }) };
}

function keep(field: MappedField, fields: Map<string, MappedField>): void {
  for (const one of [field, ...gramFields(field)]) {
    fields.set(one.path, one);
  }
}

/** The columns of all that was found, without those of everybody and of fields that have none yet. */
export function columnsOf({ fields, nested, aliases, options }: Building): readonly Column[] {
  const routing = options.hasRouting ? [ROUTING_COLUMN] : [];
  const columns: Column[] = [IGNORED_COLUMN, ...routing, ...nested.values()];
  let hasOverflow = false;
  for (const [path, field] of fields) {
    const { column } = field;
    if (field.grams !== undefined) {
      continue;
    }
    if (column.overflowKey !== undefined) {
      hasOverflow = true;
    } else if (!column.required && column.isPending !== true && !aliases.has(path)) {
      addColumns(field, columns);
    }
  }
  return hasOverflow ? [...columns, OVERFLOW_COLUMN] : columns;
}

/** A promoted list keeps its scalar column beside it. */
function addColumns({ column, analysis }: MappedField, columns: Column[]): void {
  if (column.promotedFrom !== undefined) {
    columns.push({ name: column.promotedFrom, type: column.type, list: false, required: false });
  }
  columns.push(column);
  if (analysis?.tokens !== undefined) {
    columns.push(analysis.tokens.terms, analysis.tokens.positions);
  }
}

/** An alias is searched like the field that it stands for. */
function resolveAliases(building: Building): void {
  for (const [path, target] of building.aliases) {
    const refusal = (reason: string) =>
      errors.mapperParsing(
        `Invalid [path] value [${target}] for field alias [${path}]: an alias ${reason}`,
      );
    if (path === target) {
      throw refusal('cannot refer to itself.');
    }
    if (building.aliases.has(target)) {
      throw refusal('cannot refer to another alias.');
    }
    const found = [building.fields, building.nestedFields].flatMap((fields) => {
      const field = fields.get(target);
      return field === undefined ? [] : [fields.set(path, { ...field, path })];
    });
    if (found.length === 0) {
      throw refusal('must refer to an existing field in the mappings.');
    }
  }
}
