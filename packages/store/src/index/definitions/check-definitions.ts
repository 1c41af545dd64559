import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { parseDateFormats } from '../date-detection.ts';
import type { MappingOptions } from '../index-mapping.ts';
import { isMappedType } from '../mapping-parameters.ts';
import { requiresRouting } from '../routing-parameter.ts';
import { mergeRuntime, parseRuntimeFields } from '../runtime/runtime-fields.ts';
import { parseSourceRule } from '../source/source-rule.ts';
import { checkField, refuseUnsupported } from './check-field.ts';
import { checkDynamicTemplates } from './check-templates.ts';
import { containerFlag, notNegative } from './parameter.ts';

/** Names that every document has: a mapping may not define them. */
const METADATA: ReadonlySet<string> = new Set([
  '_data_stream_timestamp',
  '_doc_count',
  '_feature',
  '_field_names',
  '_id',
  '_ignored',
  '_ignored_source',
  '_index',
  '_index_mode',
  '_nested_path',
  '_routing',
  '_seq_no',
  '_source',
  '_tier',
  '_version',
]);

/**
 * Throws for what Elasticsearch refuses in the definitions of a canonical mapping: parameters that a type does not have,
 * values that they cannot have, and combinations that contradict each other.
 */
export function checkDefinitions(mapping: JsonObject, options: MappingOptions): void {
  checkRoot(mapping, options);
  for (const name of Object.keys(isObject(mapping.properties) ? mapping.properties : {})) {
    if (METADATA.has(name)) {
      throw errors.mapperParsing(`Field [${name}] is defined more than once`);
    }
  }
  checkProperties(mapping.properties, { path: '', options });
  checkDynamicTemplates(mapping.dynamic_templates, (definition, path) =>
    checkDefinition(definition, { path, options }),
  );
}

function checkRoot(mapping: JsonObject, options: MappingOptions): void {
  for (const name of ['date_detection', 'numeric_detection'] as const) {
    if (mapping[name] !== undefined) {
      containerFlag(mapping[name], { name, path: '' });
    }
  }
  if (mapping._meta !== undefined && !isObject(mapping._meta)) {
    throw errors.mapperParsing(`[_meta] must be an object, but got [${jsonText(mapping._meta)}]`);
  }
  checkObject(mapping, '_doc');
  parseSourceRule(mapping._source, options.sourceMode);
  requiresRouting(mapping);
  parseDateFormats(mapping.dynamic_date_formats);
  // In an update, `null` takes a field away.
  parseRuntimeFields(mergeRuntime(undefined, mapping.runtime));
}

interface Place {
  readonly path: string;
  readonly options: MappingOptions;
}

function checkProperties(properties: Json | undefined, place: Place): void {
  for (const [name, definition] of Object.entries(isObject(properties) ? properties : {})) {
    const path = place.path === '' ? name : `${place.path}.${name}`;
    checkDefinition(definition, { ...place, path });
  }
}

const CONTAINERS: ReadonlySet<string> = new Set(['object', 'nested', 'passthrough']);

function checkDefinition(given: Json, { path, options }: Place): void {
  const definition = isObject(given) ? given : {};
  const type = typeOf(definition, path);
  refuseUnsupported(path, definition, type);
  if (CONTAINERS.has(type)) {
    checkContainer(type, definition, { path, options });
  } else if (type === 'alias') {
    checkAlias(definition, path);
  } else {
    checkField({ path, type, definition, options });
  }
}

/** The type of a definition; one without is an object only if it has properties, or is switched off and says no more. */
function typeOf(definition: JsonObject, path: string): string {
  const { type: given = null } = definition;
  if (given !== null) {
    const type = jsonText(given);
    if (!isMappedType(type) && type !== 'alias' && type !== FLAT_OBJECT && !CONTAINERS.has(type)) {
      throw errors.mapperParsing(`No handler for type [${type}] declared on field [${path}]`);
    }
    return type;
  }
  const names = Object.keys(definition);
  const isOnlySwitched = names.length === 1 && definition.enabled !== undefined;
  if (definition.properties === undefined && !isOnlySwitched) {
    throw errors.mapperParsing(`No type specified for field [${path}]`);
  }
  return 'object';
}

/** OpenSearch's name of `flattened`. */
const FLAT_OBJECT = 'flat_object';

const CONTAINER_FLAGS = [
  'enabled',
  'include_in_parent',
  'include_in_root',
  'time_series_dimension',
] as const;
const DYNAMIC = /^(?:strict|runtime|strict_allow_templates|false_allow_templates)$/i;

/** What objects and the root have in common. */
function checkObject(definition: JsonObject, path: string): void {
  for (const name of CONTAINER_FLAGS) {
    if (definition[name] !== undefined) {
      containerFlag(definition[name], { name, path });
    }
  }
  const { dynamic, subobjects } = definition;
  if (dynamic !== undefined && !DYNAMIC.test(jsonText(dynamic))) {
    containerFlag(dynamic, { name: 'dynamic', path });
  }
  if (subobjects !== undefined && !/^(?:true|false)$/i.test(jsonText(subobjects))) {
    throw errors.mapperParsing(`unknown subobjects value: ${jsonText(subobjects)}`);
  }
}

function checkContainer(type: string, definition: JsonObject, { path, options }: Place): void {
  checkObject(definition, path);
  if (type === 'passthrough') {
    checkPriority(definition.priority, { path, options });
  }
  checkProperties(definition.properties, { path, options });
}

function checkPriority(priority: Json | undefined, { path, options }: Place): void {
  const isGiven = typeof priority === 'number' && priority >= 0;
  if (priority === undefined || (typeof priority === 'number' && !isGiven)) {
    throw errors.mapperParsing(
      `Pass-through object [${path}] is missing a non-negative value for parameter [priority]`,
    );
  }
  notNegative(priority, { name: 'priority', path, type: 'passthrough', options });
}

function checkAlias({ path: target }: JsonObject, path: string): void {
  if (target === undefined || target === null) {
    throw errors.mapperParsing(`The [path] property must be specified for field [${path}].`);
  }
}
