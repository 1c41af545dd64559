import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { nameMatcher } from './expression.ts';
import { LegacyTemplates } from './legacy-templates.ts';
import { mappingOptions } from './mapping-options.ts';
import { parseMapping } from './parse-mapping.ts';
import { patternsOverlap } from './patterns.ts';
import {
  checkKeys,
  componentsOf,
  patternsOf,
  priorityOf,
  readIndexTemplate,
  readTemplate,
} from './read-template.ts';
import { checkRuntime } from './runtime/runtime-columns.ts';
import type { StateStore } from './state-store.ts';
import {
  addLayer,
  checkPatterns,
  checkTemplateName,
  invalidTemplate,
  NO_PARTS,
  type TemplateParts,
} from './template-parts.ts';
import { TIMESTAMP, templateTimeField } from './time-field.ts';

const INDEX_TEMPLATE = 'template/';
const COMPONENT_TEMPLATE = 'component/';

/** The one template that applies to a name. */
export interface MatchedTemplate extends TemplateParts {
  readonly name: string;
  readonly isForDataStreams: boolean;
  readonly isDataStreamHidden: boolean;
  readonly allowsRouting: boolean;
  /** The field of the times of a data stream's documents. */
  readonly timestampField: string;
  /** Undefined: the settings of the cluster decide. */
  readonly allowsAutoCreate: boolean | undefined;
}

const LEGACY = {
  name: '',
  isForDataStreams: false,
  isDataStreamHidden: false,
  allowsRouting: false,
  timestampField: TIMESTAMP,
  allowsAutoCreate: undefined,
} as const;

/** What a template would make of an index, and which templates it wins over. */
export interface SimulatedTemplate extends TemplateParts {
  readonly overlapping: readonly {
    readonly name: string;
    readonly index_patterns: readonly string[];
  }[];
}

/** Composable index templates and component templates, kept in the state. */
export class Templates {
  readonly legacy: LegacyTemplates;
  private readonly state: StateStore;

  constructor(state: StateStore) {
    this.state = state;
    this.legacy = new LegacyTemplates(state);
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
    checkPatterns(name, patternsOf(json));
    this.refuseOverlap(name, json);
    const parts = this.compose(name, json);
    const timeField =
      json.data_stream === undefined ? undefined : templateTimeField(json.data_stream);
    checkRuntime(parseMapping(parts.mappings, mappingOptions(parts.settings, timeField)));
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

  /** The matching template with the highest priority, which alone applies; else the legacy ones that match. */
  match(indexName: string): MatchedTemplate | undefined {
    const [first] = this.matching(indexName);
    if (!first) {
      const legacy = this.legacy.compose(indexName);
      return legacy && { ...LEGACY, ...legacy };
    }
    const [name, json] = first;
    const dataStream = isObject(json.data_stream) ? json.data_stream : undefined;
    return {
      name,
      isForDataStreams: dataStream !== undefined,
      isDataStreamHidden: dataStream?.hidden === true,
      allowsRouting: dataStream?.allow_custom_routing === true,
      timestampField: templateTimeField(json.data_stream),
      allowsAutoCreate:
        typeof json.allow_auto_create === 'boolean' ? json.allow_auto_create : undefined,
      ...this.compose(name, json),
    };
  }

  /** The settings of a stored template, with those of its components. */
  settingsOf(name: string): TemplateParts['settings'] {
    const json = this.state.get(INDEX_TEMPLATE + name);
    return isObject(json) ? this.compose(name, json).settings : {};
  }

  /** What an index of this name would get; undefined when nothing matches. `candidate` counts as stored. */
  simulateIndex(indexName: string, candidate?: JsonObject): SimulatedTemplate | undefined {
    const found = candidate === undefined ? undefined : readIndexTemplate(candidate);
    const [first] = found === undefined ? this.matching(indexName) : [['', found] as const];
    if (first === undefined) {
      return undefined;
    }
    const [name, json] = first;
    const others = this.matching(indexName).filter(([other]) => other !== name);
    const legacy = this.legacy.matching(indexName);
    return { ...this.compose(name, json), overlapping: overlaps([...legacy, ...others]) };
  }

  /** What a template makes of an index: a stored one, the given one, or the given one in place of the stored one. */
  simulateTemplate(name: string | undefined, candidate?: JsonObject): SimulatedTemplate {
    const stored = name === undefined ? undefined : this.state.get(INDEX_TEMPLATE + name);
    const json = candidate ?? (isObject(stored) ? stored : undefined);
    if (name === undefined && json === undefined) {
      throw errors.validation('1: the name of an index template or a body is required;');
    }
    if (json === undefined) {
      throw errors.illegalArgument(`unable to simulate template [${name}] that does not exist`);
    }
    const template = readIndexTemplate(json);
    const patterns = patternsOf(template);
    const isOverlapping = (theirs: readonly string[]) =>
      patterns.some((one) => theirs.some((two) => patternsOverlap(one, two)));
    const others = this.indexTemplates('*').filter(
      ([other, one]) => other !== name && isOverlapping(patternsOf(one)),
    );
    const legacy = this.legacy.list('*').filter(([, one]) => isOverlapping(one.index_patterns));
    return { ...this.compose(name ?? '', template), overlapping: overlaps([...legacy, ...others]) };
  }

  private matching(indexName: string): readonly (readonly [string, JsonObject])[] {
    return this.indexTemplates('*')
      .filter(([, json]) => patternsOf(json).some((pattern) => nameMatcher(pattern)(indexName)))
      .sort(([, a], [, b]) => priorityOf(b) - priorityOf(a));
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
        throw invalidTemplate(
          name,
          `index template [${name}] specifies component templates [${component}] that do not exist`,
        );
      }
    }
    layers.push(json.template ?? {});
    return layers.filter(isObject).reduce<TemplateParts>(addLayer, NO_PARTS);
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

function overlaps(
  templates: readonly (readonly [string, { readonly index_patterns?: unknown }])[],
): SimulatedTemplate['overlapping'] {
  return templates.map(([name, { index_patterns: patterns }]) => ({
    name,
    index_patterns: Array.isArray(patterns) ? patterns.map(jsonText) : [],
  }));
}
