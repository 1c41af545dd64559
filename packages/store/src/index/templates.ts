import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { parseAliases } from './aliases.ts';
import { nameMatcher } from './expression.ts';
import { type Aliases, mappingOptions } from './index-entry.ts';
import { type IndexSettings, parseIndexSettings } from './index-settings.ts';
import { canonicalMapping, mergeMappings } from './mapping-json.ts';
import { parseMapping } from './parse-mapping.ts';
import { patternsOverlap } from './patterns.ts';
import type { StateStore } from './state-store.ts';

const INDEX_TEMPLATE = 'template/';
const COMPONENT_TEMPLATE = 'component/';

/** What a template contributes to a new index. */
export interface TemplateParts {
  readonly settings: IndexSettings;
  readonly mappings: JsonObject;
  readonly aliases: Aliases;
}

/** The one template that applies to a name. */
export interface MatchedTemplate extends TemplateParts {
  readonly name: string;
  readonly isForDataStreams: boolean;
  readonly isDataStreamHidden: boolean;
  readonly allowsAutoCreate: boolean;
}

/** Composable index templates and component templates, kept in the state. */
export class Templates {
  private readonly state: StateStore;

  constructor(state: StateStore) {
    this.state = state;
  }

  indexTemplates(pattern: string): readonly (readonly [string, JsonObject])[] {
    return this.list(INDEX_TEMPLATE, pattern);
  }

  componentTemplates(pattern: string): readonly (readonly [string, JsonObject])[] {
    return this.list(COMPONENT_TEMPLATE, pattern);
  }

  /** Stores a template after it was checked as a whole, with its components. */
  putIndexTemplate(name: string, body: JsonObject, { create }: { readonly create: boolean }): void {
    checkTemplateName(name);
    if (create && this.state.get(INDEX_TEMPLATE + name) !== undefined) {
      throw errors.illegalArgument(`index template [${name}] already exists`);
    }
    const json = readIndexTemplate(body);
    this.refuseOverlap(name, json);
    const parts = this.compose(name, json);
    const isDataStream = json.data_stream !== undefined;
    parseMapping(parts.mappings, mappingOptions(parts.settings, isDataStream));
    this.state.put(INDEX_TEMPLATE + name, json);
  }

  putComponentTemplate(name: string, body: JsonObject, { create }: { readonly create: boolean }) {
    checkTemplateName(name);
    if (create && this.state.get(COMPONENT_TEMPLATE + name) !== undefined) {
      throw errors.illegalArgument(`component template [${name}] already exists`);
    }
    checkKeys(body, ['template', 'version', '_meta', 'deprecated'], 'component_template');
    if (!isObject(body.template)) {
      throw errors.illegalArgument('Required [template]');
    }
    const template = readTemplate(body.template);
    this.state.put(COMPONENT_TEMPLATE + name, { ...body, template });
  }

  removeIndexTemplate(name: string): void {
    this.state.remove(INDEX_TEMPLATE + name);
  }

  removeComponentTemplate(name: string): void {
    const user = this.indexTemplates('*').find(([, json]) => componentsOf(json).includes(name));
    if (user) {
      throw errors.illegalArgument(
        `component templates [${name}] cannot be removed as they are still in use by index templates [${user[0]}]`,
      );
    }
    this.state.remove(COMPONENT_TEMPLATE + name);
  }

  /** The matching template with the highest priority; it alone applies. */
  match(indexName: string): MatchedTemplate | undefined {
    const matching = this.indexTemplates('*')
      .filter(([, json]) => patternsOf(json).some((pattern) => nameMatcher(pattern)(indexName)))
      .sort(([, a], [, b]) => priorityOf(b) - priorityOf(a));
    const [first] = matching;
    if (!first) {
      return undefined;
    }
    const [name, json] = first;
    const dataStream = isObject(json.data_stream) ? json.data_stream : undefined;
    return {
      name,
      isForDataStreams: dataStream !== undefined,
      isDataStreamHidden: dataStream?.hidden === true,
      allowsAutoCreate: json.allow_auto_create !== false,
      ...this.compose(name, json),
    };
  }

  /** Components in order, then the template's own; later ones win, field by field. */
  private compose(name: string, json: JsonObject): TemplateParts {
    const ignored = Array.isArray(json.ignore_missing_component_templates)
      ? json.ignore_missing_component_templates
      : [];
    const layers: Json[] = [];
    for (const component of componentsOf(json)) {
      const found = this.state.get(COMPONENT_TEMPLATE + component);
      if (isObject(found)) {
        layers.push(found.template ?? {});
      } else if (!ignored.includes(component)) {
        throw new LongshoreError(
          'invalid_index_template_exception',
          400,
          `index_template [${name}] invalid, cause [index template [${name}] specifies component templates [${component}] that do not exist]`,
        );
      }
    }
    layers.push(json.template ?? {});
    return layers
      .filter(isObject)
      .reduce<TemplateParts>(addLayer, { settings: {}, mappings: {}, aliases: {} });
  }

  private refuseOverlap(name: string, json: JsonObject): void {
    for (const [other, existing] of this.indexTemplates('*')) {
      if (other === name || priorityOf(existing) !== priorityOf(json)) {
        continue;
      }
      const patterns = patternsOf(json);
      const theirs = patternsOf(existing);
      if (patterns.some((one) => theirs.some((two) => patternsOverlap(one, two)))) {
        throw errors.illegalArgument(
          `index template [${name}] has index patterns [${patterns.join(', ')}] matching patterns from existing templates [${other}] with patterns (${other} => [${theirs.join(', ')}]) that have the same priority [${priorityOf(json)}], multiple index templates may not match during index creation, please use a different priority`,
        );
      }
    }
  }

  private list(prefix: string, pattern: string): readonly (readonly [string, JsonObject])[] {
    const patterns = pattern.split(',').map(nameMatcher);
    return this.state
      .entries(prefix)
      .map(([key, json]) => [key.slice(prefix.length), json as JsonObject] as const)
      .filter(([name]) => patterns.some((matches) => matches(name)))
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

function addLayer(below: TemplateParts, layer: JsonObject): TemplateParts {
  return {
    settings: { ...below.settings, ...parseIndexSettings(layer.settings) },
    mappings: mergeMappings(
      below.mappings,
      canonicalMapping(isObject(layer.mappings) ? layer.mappings : {}),
      'override',
    ),
    aliases: { ...below.aliases, ...parseAliases(layer.aliases) },
  };
}

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

function readIndexTemplate(body: JsonObject): JsonObject {
  checkKeys(body, TEMPLATE_KEYS, 'index_template');
  const patterns =
    typeof body.index_patterns === 'string' ? [body.index_patterns] : body.index_patterns;
  if (!Array.isArray(patterns) || patterns.length === 0 || patterns.some(isNoText)) {
    throw errors.validation('1: index patterns are missing;');
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
function readTemplate(template: JsonObject): JsonObject {
  checkKeys(template, ['settings', 'mappings', 'aliases'], 'template');
  parseIndexSettings(template.settings);
  parseAliases(template.aliases);
  const { mappings } = template;
  return isObject(mappings) ? { ...template, mappings: canonicalMapping(mappings) } : template;
}

function checkKeys(body: JsonObject, known: readonly string[], where: string): void {
  const unknown = Object.keys(body).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw errors.contentParse(`[1:1] [${where}] unknown field [${unknown}]`);
  }
}

function checkTemplateName(name: string): void {
  if (
    name === '' ||
    name !== name.toLowerCase() ||
    /[\s,#*"\\<>|?]/.test(name) ||
    /^_/.test(name)
  ) {
    throw errors.illegalArgument(
      `index_template [${name}] invalid, cause [Validation Failed: 1: name must be lower cased and must not start with '_' nor contain spaces, ',', '#', '*' or invalid file name characters;]`,
    );
  }
}

function patternsOf(json: JsonObject): readonly string[] {
  return Array.isArray(json.index_patterns) ? json.index_patterns.map(String) : [];
}

function componentsOf(json: JsonObject): readonly string[] {
  return Array.isArray(json.composed_of) ? json.composed_of.map(String) : [];
}

function priorityOf(json: JsonObject): number {
  return typeof json.priority === 'number' ? json.priority : 0;
}
