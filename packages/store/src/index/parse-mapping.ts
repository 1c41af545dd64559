import { type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { buildRoot, checkLimits, columnsOf, newBuilding } from './build-fields.ts';
import { chooseColumns, placeFields } from './column-choice.ts';
import { dateParser } from './date-format.ts';
import { parseDynamicTemplates } from './dynamic-templates.ts';
import type { IndexMapping, MappingOptions } from './index-mapping.ts';
import { canonicalMapping, mergeMappings } from './mapping-json.ts';
import { booleanOf } from './mapping-parameters.ts';
import { metadataFields } from './metadata-fields.ts';
import { requiresRouting } from './routing-parameter.ts';
import { parseRuntimeFields } from './runtime/runtime-fields.ts';
import { parseSourceRule, refuseRuleChange } from './source/source-rule.ts';

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
  const after = build(merged, mapping.options, mapping.fields);
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

function parseDateFormats(json: Json | undefined): readonly string[] {
  if (json === undefined) {
    return DATE_FORMATS;
  }
  const formats = (Array.isArray(json) ? json : [json]).map(jsonText);
  for (const format of formats) {
    dateParser(format);
  }
  return formats;
}
