import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { refuseObjectChanges, refuseParameterChanges } from './fixed-parameters.ts';
import { parsing } from './parsing-error.ts';
import { refuseRoutingChange } from './routing-parameter.ts';
import { mergeRuntime } from './runtime/runtime-fields.ts';

/** The parameters that a mapping may have at its root, beside `properties`. */
const ROOT_PARAMETERS: ReadonlySet<string> = new Set([
  '_data_stream_timestamp',
  '_meta',
  '_routing',
  '_source',
  'date_detection',
  'dynamic',
  'dynamic_date_formats',
  'dynamic_templates',
  'enabled',
  'numeric_detection',
  'properties',
  'runtime',
  'subobjects',
]);

/**
 * A mapping in the form that `GET _mapping` answers: dotted names as nested objects, names in order, `type: object`
 * left out where there are properties.
 */
export const canonicalMapping = (json: JsonObject): JsonObject => parsing(() => canonical(json));

function canonical(json: JsonObject): JsonObject {
  checkRoot(json);
  const { properties, ...rest } = json;
  const isFlat = jsonText(json.subobjects) === 'false';
  const fields = properties === undefined ? {} : canonicalProperties(properties, '', isFlat);
  return Object.keys(fields).length === 0 ? rest : { ...rest, properties: fields };
}

/** What of a root does not have the form that merging needs. */
function checkRoot(json: JsonObject): void {
  const unknown = Object.entries(json).find(([key]) => !ROOT_PARAMETERS.has(key));
  if (unknown) {
    throw errors.mapperParsing(
      `Root mapping definition has unsupported parameters:  [${unknown[0]} : ${jsonText(unknown[1])}]`,
    );
  }
  const { dynamic_templates: templates = [], runtime = {} } = json;
  if (!Array.isArray(templates)) {
    throw errors.mapperParsing(
      'Dynamic template syntax error. An array of named objects is expected.',
    );
  }
  if (!isObject(runtime)) {
    throw errors.mapperParsing(`Expected map for [runtime] but got ${JSON.stringify(runtime)}`);
  }
}

function canonicalProperties(properties: Json, path: string, isFlat: boolean): JsonObject {
  if (!isObject(properties)) {
    throw errors.mapperParsing(
      `Expected map for property [properties] on field [${path}] but got ${JSON.stringify(properties)}`,
    );
  }
  const fields = new Map<string, JsonObject>();
  const dotted = new Map<string, [string, Json][]>();
  for (const [name, definition] of Object.entries(properties)) {
    const full = fullName(path, name);
    const [head, rest] = isFlat ? [name] : splitName(name, full);
    if (rest === undefined) {
      fields.set(name, canonicalField(definition, full));
    } else {
      const below = dotted.get(head) ?? [];
      below.push([rest, definition]);
      dotted.set(head, below);
    }
  }
  for (const [head, below] of dotted) {
    const full = fullName(path, head);
    const object = { properties: canonicalProperties(Object.fromEntries(below), full, false) };
    const known = fields.get(head);
    const merged = known === undefined ? object : mergeField(known, object, OVERRIDE, full);
    fields.set(head, asObject(merged));
  }
  return sorted(Object.fromEntries(fields));
}

const fullName = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** At the first dot: `{"a.b": …}` is `{"a": {"properties": {"b": …}}}`. */
function splitName(name: string, full: string): readonly [string, string?] {
  const dot = name.indexOf('.');
  if (name.trim() === '' || dot === 0 || dot === name.length - 1) {
    throw errors.illegalArgument(
      `field name cannot be an empty string or have empty parts: [${full}]`,
    );
  }
  return dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)];
}

function canonicalField(definition: Json, path: string): JsonObject {
  if (!isObject(definition)) {
    throw errors.mapperParsing(
      `Expected map for property [fields] on field [${path}] but got ${JSON.stringify(definition)}`,
    );
  }
  const { properties, ...rest } = definition;
  if (properties === undefined) {
    return rest;
  }
  const { type, ...others } = rest;
  const isFlat = jsonText(rest.subobjects) === 'false';
  const fields = canonicalProperties(properties, path, isFlat);
  const isPlain = type === undefined || type === 'object';
  return isPlain ? { ...others, properties: fields } : { ...rest, properties: fields };
}

function sorted(properties: JsonObject): JsonObject {
  const byName = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(byName);
}

/** Whether the later definition of a field may replace the earlier one (templates), or must agree (updates). */
export type MergeMode = 'override' | 'update';
const OVERRIDE: MergeMode = 'override';

/** Two canonical mappings as one; in an update, a field keeps its type or the whole update is refused. */
export function mergeMappings(
  current: JsonObject,
  update: JsonObject,
  mode: MergeMode,
): JsonObject {
  const { properties: before, dynamic_templates: earlier, runtime: known, ...rest } = current;
  const { properties: after, dynamic_templates: later, runtime: given, ...newer } = update;
  if (mode === 'update') {
    refuseRoutingChange(current, update);
    refuseObjectChanges(current, update, '_doc');
  }
  const properties = mergeProperties(asObject(before), asObject(after), mode);
  const templates = mergeTemplates(earlier, later);
  const runtime = mergeRuntime(known, given);
  const sources = [rest._source, newer._source].filter(isObject);
  return {
    ...rest,
    ...newer,
    ...(sources.length < 2 ? {} : { _source: { ...sources[0], ...sources[1] } }),
    ...(templates.length === 0 ? {} : { dynamic_templates: templates }),
    ...(Object.keys(runtime).length === 0 ? {} : { runtime }),
    ...(Object.keys(properties).length === 0 ? {} : { properties: sorted(properties) }),
  };
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** By name: a later template of the same name takes the place of the earlier one. */
function mergeTemplates(earlier: Json | undefined, later: Json | undefined): readonly Json[] {
  const byName = new Map<string, Json>();
  for (const list of [earlier, later]) {
    for (const template of Array.isArray(list) ? list : []) {
      byName.set(isObject(template) ? (Object.keys(template)[0] ?? '') : '', template);
    }
  }
  return [...byName.values()];
}

function mergeProperties(
  before: JsonObject,
  after: JsonObject,
  mode: MergeMode,
  path = '',
): JsonObject {
  const merged = new Map(Object.entries(before));
  for (const [name, definition] of Object.entries(after)) {
    const full = path === '' ? name : `${path}.${name}`;
    const known = merged.get(name);
    merged.set(name, known === undefined ? definition : mergeField(known, definition, mode, full));
  }
  return sorted(Object.fromEntries(merged));
}

function mergeField(known: Json, update: Json, mode: MergeMode, path: string): Json {
  const before = asObject(known);
  const after = asObject(update);
  const type = typeOf(before);
  if (mode === 'update') {
    refuseTypeChange(before, after, path);
    if (CONTAINERS.includes(type)) {
      refuseObjectChanges(before, after, path);
    } else {
      refuseParameterChanges(before, after, type, path);
    }
  }
  if (CONTAINERS.includes(type) && typeOf(after) === type) {
    const inner = [asObject(before.properties), asObject(after.properties)] as const;
    const properties = mergeProperties(...inner, mode, path);
    const { type: _before, ...rest } = before;
    const { type: _after, ...newer } = after;
    const isBare = Object.keys(properties).length === 0;
    const named = isBare || type !== 'object' ? { type } : {};
    return { ...named, ...rest, ...newer, ...(isBare ? {} : { properties }) };
  }
  if (mode === 'override') {
    return after;
  }
  const fields = mergeProperties(asObject(before.fields), asObject(after.fields), mode, path);
  return { ...before, ...after, ...(Object.keys(fields).length === 0 ? {} : { fields }) };
}

const CONTAINERS: readonly string[] = ['object', 'nested', 'passthrough'];

function refuseTypeChange(before: JsonObject, after: JsonObject, path: string): void {
  const was = typeOf(before);
  const is = typeOf(after);
  if (was === is) {
    return;
  }
  if (CONTAINERS.includes(was) && CONTAINERS.includes(is)) {
    const [first, second] = was === 'nested' ? ['nested', 'non-nested'] : ['non-nested', 'nested'];
    throw errors.illegalArgument(
      `can't merge a ${first} mapping [${path}] with a ${second} mapping`,
    );
  }
  if (CONTAINERS.includes(was) || CONTAINERS.includes(is)) {
    throw errors.illegalArgument(
      `can't merge a non object mapping [${path}] with an object mapping`,
    );
  }
  throw errors.illegalArgument(`mapper [${path}] cannot be changed from type [${was}] to [${is}]`);
}

function typeOf(definition: JsonObject): string {
  return typeof definition.type === 'string' ? definition.type : 'object';
}
