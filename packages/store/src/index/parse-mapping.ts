import type { JsonObject } from '@longshore/common/json';
import { buildRoot, checkLimits, columnsOf, newBuilding } from './build-fields.ts';
import { chooseColumns, placeFields } from './column-choice.ts';
import { parseDateFormats } from './date-detection.ts';
import { checkCopies } from './definitions/check-copies.ts';
import { checkDefinitions } from './definitions/check-definitions.ts';
import { parseDynamicTemplates } from './dynamic-templates.ts';
import type { IndexMapping, MappingOptions } from './index-mapping.ts';
import { canonicalMapping, mergeMappings } from './mapping-json.ts';
import { booleanOf } from './mapping-parameters.ts';
import { metadataFields } from './metadata-fields.ts';
import { parsing } from './parsing-error.ts';
import { requiresRouting } from './routing-parameter.ts';
import { parseRuntimeFields } from './runtime/runtime-fields.ts';
import { parseSourceRule, refuseRuleChange } from './source/source-rule.ts';

/** Reads a mapping as a request or a template gives it. Throws `mapper_parsing_exception` for what Elasticsearch refuses. */
export function parseMapping(json: JsonObject, options: MappingOptions): IndexMapping {
  const mapping = build(checked(json, options), options);
  checkCopies(mapping);
  return mapping;
}

/** A mapping that an index has: what it was allowed to say when it was made, it still says. */
export function restoreMapping(json: JsonObject, options: MappingOptions): IndexMapping {
  return build(canonicalMapping(json), options);
}

/** The canonical form of what somebody gives; throws for what cannot be. */
function checked(json: JsonObject, options: MappingOptions): JsonObject {
  const mapping = canonicalMapping(json);
  parsing(() => checkDefinitions(mapping, options));
  return mapping;
}

/** The mapping with an update merged into it; throws when a field would change its type. */
export function mergeMapping(mapping: IndexMapping, update: JsonObject): IndexMapping {
  const merged = mergeMappings(mapping.json, checked(update, mapping.options), 'update');
  const after = build(merged, mapping.options, mapping.fields);
  checkCopies(after);
  refuseRuleChange(mapping.source, after.source);
  return after;
}

/** The mapping with more fields as list columns. */
export function promoteLists(mapping: IndexMapping, paths: Iterable<string>): IndexMapping {
  const lists = new Set([...mapping.options.lists, ...paths]);
  return build(mapping.json, { ...mapping.options, lists });
}

/** The mapping with columns for fields that got their first value. */
export function placeNewFields(mapping: IndexMapping, paths: Iterable<string>): IndexMapping {
  const choices = placeFields(mapping.options.choices, paths);
  return build(mapping.json, { ...mapping.options, choices });
}

/** The mapping of an index that keeps the routing of documents. */
export function keepRouting(mapping: IndexMapping): IndexMapping {
  return mapping.options.hasRouting
    ? mapping
    : build(mapping.json, { ...mapping.options, hasRouting: true });
}

function build(
  json: JsonObject,
  options: MappingOptions,
  before?: IndexMapping['fields'],
): IndexMapping {
  const building = newBuilding(options);
  const source = parseSourceRule(json._source, options.sourceMode);
  const root = buildRoot(json, building);
  const runtime = parseRuntimeFields(json.runtime);
  const fieldCount = checkLimits(building, runtime.size);
  const choices = chooseColumns(options.choices, building.fields, before);
  if (choices !== options.choices) {
    return build(json, { ...options, choices }, before);
  }
  return {
    root,
    options,
    requiresRouting: requiresRouting(json),
    json,
    source,
    analysis: options.analysis,
    fieldCount,
    fields: building.fields,
    objects: building.objects,
    nested: building.nested,
    nestedFields: building.nestedFields,
    metadata: metadataFields(options),
    columns: columnsOf(building),
    constants: building.constants,
    runtime,
    dynamicTemplates: parseDynamicTemplates(json.dynamic_templates),
    dateDetection: booleanOf(json.date_detection, true),
    numericDetection: booleanOf(json.numeric_detection, false),
    dateFormats: parseDateFormats(json.dynamic_date_formats),
  };
}
