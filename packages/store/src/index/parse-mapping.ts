import { DEFAULT_DATE_FORMAT } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import type { Column } from './column.ts';
import { dateParser } from './date-format.ts';
import { parseDynamicTemplates } from './dynamic-templates.ts';
import { fieldColumn } from './field-columns.ts';
import { FIELD_TYPES } from './field-types.ts';
import type {
  Dynamic,
  IndexMapping,
  LeafNode,
  MappingNode,
  MappingOptions,
  ObjectNode,
} from './index-mapping.ts';
import type { MappedField } from './mapping.ts';
import { canonicalMapping, mergeMappings } from './mapping-json.ts';
import { booleanOf, checkParameters, numberOf, textOf } from './mapping-parameters.ts';
import { parseRuntimeFields } from './runtime/runtime-fields.ts';

const DATE_FORMATS = [
  'strict_date_optional_time',
  'yyyy/MM/dd HH:mm:ss Z||yyyy/MM/dd Z',
] as const satisfies readonly string[];

/** Reads a mapping as a request or a template gives it. Throws `mapper_parsing_exception` for what we do not know. */
export function parseMapping(json: JsonObject, options: MappingOptions): IndexMapping {
  return build(canonicalMapping(json), options);
}

/** The mapping with an update merged into it; throws when a field would change its type. */
export function mergeMapping(mapping: IndexMapping, update: JsonObject): IndexMapping {
  const merged = mergeMappings(mapping.json, canonicalMapping(update), 'update');
  return build(merged, mapping.options);
}

/** The mapping with more fields as list columns. */
export function promoteLists(mapping: IndexMapping, paths: Iterable<string>): IndexMapping {
  const lists = new Set([...mapping.options.lists, ...paths]);
  return build(mapping.json, { ...mapping.options, lists });
}

/** What is gathered while the tree is built. */
interface Building {
  readonly options: MappingOptions;
  readonly fields: Map<string, MappedField>;
  readonly objects: Set<string>;
  readonly columns: Column[];
  readonly constants: Map<string, string>;
  readonly aliases: Map<string, string>;
}

function build(json: JsonObject, options: MappingOptions): IndexMapping {
  const building = newBuilding(options);
  refuseSourceChanges(json);
  const dynamic = parseDynamic(json.dynamic, 'true');
  const root: ObjectNode = {
    kind: 'object',
    path: '',
    dynamic,
    isEnabled: true,
    children: buildChildren(json.properties, { path: '', dynamic, depth: 1 }, building),
  };
  resolveAliases(building);
  const count = building.fields.size + building.objects.size;
  if (count > options.fieldsMax) {
    throw errors.illegalArgument(`Limit of total fields [${options.fieldsMax}] has been exceeded`);
  }
  return {
    root,
    options,
    json,
    fields: building.fields,
    objects: building.objects,
    columns: building.columns,
    constants: building.constants,
    runtime: parseRuntimeFields(json.runtime),
    dynamicTemplates: parseDynamicTemplates(json.dynamic_templates),
    dateDetection: booleanOf(json.date_detection, true),
    numericDetection: booleanOf(json.numeric_detection, false),
    dateFormats: parseDateFormats(json.dynamic_date_formats),
  };
}

function newBuilding(options: MappingOptions): Building {
  return {
    options,
    fields: new Map(),
    objects: new Set(),
    columns: [],
    constants: new Map(),
    aliases: new Map(),
  };
}

/** `_source` is always kept as received, and there is no routing: other wishes are refused, not ignored. */
function refuseSourceChanges(json: JsonObject): void {
  const source = isObject(json._source) ? json._source : {};
  const mode = source.mode ?? 'stored';
  if (mode !== 'stored' || !booleanOf(source.enabled, true) || source.includes || source.excludes) {
    throw errors.mapperParsing('Failed to parse mapping: [_source] is always stored as received');
  }
  const routing = isObject(json._routing) ? json._routing : {};
  if (booleanOf(routing.required, false)) {
    throw errors.mapperParsing('Failed to parse mapping: [_routing] cannot be required');
  }
}

function parseDateFormats(json: Json | undefined): readonly string[] {
  if (json === undefined) {
    return DATE_FORMATS;
  }
  const formats = (Array.isArray(json) ? json : [json]).map(String);
  for (const format of formats) {
    dateParser(format);
  }
  return formats;
}

function parseDynamic(value: Json | undefined, inherited: Dynamic): Dynamic {
  const text = value === undefined ? inherited : String(value);
  if (text !== 'true' && text !== 'false' && text !== 'strict') {
    throw errors.mapperParsing(
      `Could not convert [dynamic] to boolean: [${text}] is not one of [true], [false], [strict]`,
    );
  }
  return text;
}

interface Place {
  readonly path: string;
  readonly dynamic: Dynamic;
  readonly depth: number;
}

function buildChildren(
  properties: Json | undefined,
  place: Place,
  building: Building,
): ReadonlyMap<string, MappingNode> {
  const children = new Map<string, MappingNode>();
  for (const [name, definition] of Object.entries(isObject(properties) ? properties : {})) {
    const path = place.path === '' ? name : `${place.path}.${name}`;
    children.set(name, buildNode(definition as JsonObject, { ...place, path }, building));
  }
  return children;
}

function buildNode(definition: JsonObject, place: Place, building: Building): MappingNode {
  const type = textOf(definition.type) ?? 'object';
  if (type === 'object') {
    return buildObject(definition, place, building);
  }
  if (type === 'nested') {
    return buildNested(definition, place, building.options);
  }
  if (type === 'alias') {
    checkParameters(definition, place.path, 'alias');
    const target = textOf(definition.path);
    if (target === undefined) {
      throw errors.mapperParsing(
        `The [path] property must be specified for field [${place.path}].`,
      );
    }
    building.aliases.set(place.path, target);
    return { kind: 'alias', path: place.path };
  }
  return buildLeaf(definition, place.path, building);
}

function buildObject(definition: JsonObject, place: Place, building: Building): ObjectNode {
  const { path, depth } = place;
  if (depth >= building.options.depthMax) {
    throw errors.illegalArgument(
      `Limit of mapping depth [${building.options.depthMax}] has been exceeded due to object field [${path}]`,
    );
  }
  checkParameters(definition, path, 'object');
  building.objects.add(path);
  const dynamic = parseDynamic(definition.dynamic, place.dynamic);
  return {
    kind: 'object',
    path,
    dynamic,
    isEnabled: booleanOf(definition.enabled, true),
    children: buildChildren(definition.properties, { path, dynamic, depth: depth + 1 }, building),
  };
}

/**
 * Objects that plain queries do not see, each being a document of its own. There are no nested queries yet, so they
 * are kept in the source only; their definition is checked, as it will be heeded one day.
 */
function buildNested(definition: JsonObject, place: Place, options: MappingOptions): MappingNode {
  checkParameters(definition, place.path, 'nested');
  const { type: _nested, ...object } = definition;
  return { ...buildObject(object, place, newBuilding(options)), isEnabled: false };
}

function buildLeaf(
  definition: JsonObject,
  path: string,
  building: Building,
  parent?: string,
): LeafNode {
  const field = parseField(definition, path, building.options, parent);
  const multiFields = Object.entries(isObject(definition.fields) ? definition.fields : {}).map(
    ([name, inner]) => buildLeaf(inner as JsonObject, `${path}.${name}`, building, path),
  );
  building.fields.set(path, field);
  addColumns(field, building.columns);
  if (field.type === 'constant_keyword' && definition.value !== undefined) {
    building.constants.set(path, String(definition.value));
  }
  const { convert } = FIELD_TYPES[field.type as keyof typeof FIELD_TYPES];
  return { kind: 'leaf', field, convert, multiFields };
}

/** The system column `ts` is everybody's; a promoted list keeps its scalar column beside it. */
function addColumns(field: MappedField, columns: Column[]): void {
  const { column } = field;
  if (column.required) {
    return;
  }
  if (column.promotedFrom !== undefined) {
    columns.push({ name: column.promotedFrom, type: column.type, list: false, required: false });
  }
  columns.push(column);
}

function parseField(
  definition: JsonObject,
  path: string,
  options: MappingOptions,
  parent: string | undefined,
): MappedField {
  const given = textOf(definition.type);
  const type = given === 'flat_object' ? 'flattened' : given; // OpenSearch's name for it.
  if (type === undefined) {
    throw errors.mapperParsing(`No type specified for field [${path}]`);
  }
  if (!isLeafType(type)) {
    throw errors.mapperParsing(`No handler for type [${type}] declared on field [${path}]`);
  }
  checkParameters(definition, path, type);
  const format = textOf(definition.format);
  const isDate = type === 'date' || type === 'date_nanos';
  dateParser(format ?? DEFAULT_DATE_FORMAT);
  const meta = isObject(definition.meta) ? definition.meta : {};
  return {
    path,
    type,
    ...(isDate ? { format: format ?? DEFAULT_DATE_FORMAT } : {}),
    ...optional('ignoreAbove', numberOf(definition.ignore_above)),
    ...optional('ignoreMalformed', booleanOf(definition.ignore_malformed, false) || undefined),
    ...optional('nullValue', scalarOf(definition.null_value)),
    ...optional('scalingFactor', numberOf(definition.scaling_factor)),
    index: !UNSEARCHABLE.has(type) && booleanOf(definition.index, true),
    ...optional('parent', parent),
    column: fieldColumn({
      path,
      type,
      isDeclaredList: meta.list === 'true',
      isPromoted: options.lists.has(path),
      isDataStream: options.isDataStream,
    }),
  };
}

/** Types that are kept, and can be asked for being there, but not searched. */
const UNSEARCHABLE: ReadonlySet<string> = new Set(['binary', 'geo_point']);

function isLeafType(type: string): type is keyof typeof FIELD_TYPES {
  return Object.hasOwn(FIELD_TYPES, type);
}

function scalarOf(value: Json | undefined): string | number | boolean | undefined {
  return value === null || typeof value === 'object' ? undefined : value;
}

/** A member that is absent when it has no value. */
function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

/** An alias is searched like the field that it stands for. */
function resolveAliases(building: Building): void {
  for (const [path, target] of building.aliases) {
    const field = building.fields.get(target);
    if (!field || building.aliases.has(target)) {
      throw errors.mapperParsing(
        `Invalid [path] value [${target}] for field alias [${path}]: an alias must refer to an existing field in the mappings.`,
      );
    }
    building.fields.set(path, { ...field, path });
  }
}
