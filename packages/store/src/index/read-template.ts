import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject, jsonText } from '@longshore/common/json';
import { parseAliases } from './aliases.ts';
import { lifecycleOfTemplate } from './data-stream-lifecycle.ts';
import { parseIndexSettings } from './index-settings.ts';
import { canonicalMapping } from './mapping-json.ts';

const TEMPLATE_KEYS = [
  '_meta',
  'allow_auto_create',
  'composed_of',
  'data_stream',
  'deprecated',
  'ignore_missing_component_templates',
  'index_patterns',
  'priority',
  'template',
  'version',
];

/** Checks an index template as a request has it, and gives it the form in which it is kept. */
export function readIndexTemplate(body: JsonObject): JsonObject {
  checkKeys(body, TEMPLATE_KEYS, 'index_template');
  const patterns =
    typeof body.index_patterns === 'string' ? [body.index_patterns] : body.index_patterns;
  if (!Array.isArray(patterns) || patterns.length === 0 || patterns.some(isNoText)) {
    throw errors.validation('1: index patterns are missing;');
  }
  if (typeof body.priority === 'number' && body.priority < 0) {
    throw errors.validation('1: index template priority must be >= 0;');
  }
  if (body.data_stream !== undefined) {
    const options = isObject(body.data_stream) ? body.data_stream : {};
    checkKeys(options, ['hidden', 'allow_custom_routing', 'timestamp_field'], 'data_stream');
  }
  const template = readTemplate(isObject(body.template) ? body.template : {});
  return {
    ...body,
    index_patterns: patterns,
    composed_of: body.composed_of ?? [],
    ...(body.template === undefined ? {} : { template }),
  };
}

function isNoText(value: unknown): boolean {
  return typeof value !== 'string' || value === '';
}

/** Checks the parts, and keeps settings nested and mappings canonical, as they are given back. */
export function readTemplate(template: JsonObject): JsonObject {
  checkKeys(template, ['settings', 'mappings', 'aliases', 'lifecycle'], 'template');
  lifecycleOfTemplate(template.lifecycle);
  parseIndexSettings(template.settings);
  parseAliases(template.aliases);
  const { mappings } = template;
  return isObject(mappings) ? { ...template, mappings: canonicalMapping(mappings) } : template;
}

/** Throws for a member that nobody knows. */
export function checkKeys(body: JsonObject, known: readonly string[], where: string): void {
  const unknown = Object.keys(body).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw errors.unknownField(where, unknown);
  }
}

/** The patterns of names that a kept template is for. */
export function patternsOf(json: JsonObject): readonly string[] {
  return Array.isArray(json.index_patterns) ? json.index_patterns.map(jsonText) : [];
}

/** The component templates that it is composed of. */
export function componentsOf(json: JsonObject): readonly string[] {
  return Array.isArray(json.composed_of) ? json.composed_of.map(jsonText) : [];
}

/** Its rank among templates that match the same name. */
export function priorityOf(json: JsonObject): number {
  return typeof json.priority === 'number' ? json.priority : 0;
}
