import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';
import { parseAliases } from './aliases.ts';
import { nameMatcher } from './expression.ts';
import { parseIndexSettings } from './index-settings.ts';
import { canonicalMapping } from './mapping-json.ts';
import { mappingOptions } from './mapping-options.ts';
import { parseMapping } from './parse-mapping.ts';
import type { StateStore } from './state-store.ts';
import { addLayer, checkTemplateName, NO_PARTS, type TemplateParts } from './template-parts.ts';

const LEGACY_TEMPLATE = 'legacy_template/';
const KEYS = ['aliases', 'index_patterns', 'mappings', 'order', 'settings', 'version'];

/** A legacy template; all that match a name apply, those of low order first. */
export interface LegacyTemplate {
  readonly order: number;
  readonly version?: number;
  readonly index_patterns: readonly string[];
  readonly settings: JsonObject;
  readonly mappings: JsonObject;
  readonly aliases: JsonObject;
}

/** Templates of `_template`, which apply where no composable one does. Kept in the state. */
export class LegacyTemplates {
  readonly #state: StateStore;

  constructor(state: StateStore) {
    this.#state = state;
  }

  /** By the names in a list with wildcards, in their order. */
  list(pattern: string): readonly (readonly [string, LegacyTemplate])[] {
    const matchers = pattern.split(',').map(nameMatcher);
    return this.#state
      .entries(LEGACY_TEMPLATE)
      .map(([key, json]) => [key.slice(LEGACY_TEMPLATE.length), readStored(json)] as const)
      .filter(([name]) => matchers.some((matches) => matches(name)))
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  put(
    name: string,
    body: JsonObject,
    { create, order }: { readonly create: boolean; readonly order: number | undefined },
  ): void {
    checkTemplateName(name);
    if (create && this.#state.get(LEGACY_TEMPLATE + name) !== undefined) {
      throw errors.illegalArgument(`index_template [${name}] already exists`);
    }
    const template = readTemplate(order === undefined ? body : { ...body, order });
    this.#state.put(LEGACY_TEMPLATE + name, { ...template });
  }

  remove(name: string): void {
    this.#state.remove(LEGACY_TEMPLATE + name);
  }

  /** Those that match the name of an index, low order first. */
  matching(indexName: string): readonly (readonly [string, LegacyTemplate])[] {
    return this.list('*')
      .filter(([, { index_patterns: patterns }]) =>
        patterns.some((pattern) => nameMatcher(pattern)(indexName)),
      )
      .sort(([, a], [, b]) => a.order - b.order);
  }

  /** What they contribute to an index of this name; undefined when none matches. */
  compose(indexName: string): TemplateParts | undefined {
    const found = this.matching(indexName);
    return found.length === 0
      ? undefined
      : found.reduce((parts, [, template]) => addLayer(parts, { ...template }), NO_PARTS);
  }
}

function readStored(json: unknown): LegacyTemplate {
  const { order, version, index_patterns: patterns, ...parts } = isObject(json) ? json : {};
  const part = (name: string) => (isObject(parts[name]) ? parts[name] : {});
  return {
    order: jsonNumber(order ?? 0),
    ...(version === undefined ? {} : { version: jsonNumber(version) }),
    index_patterns: Array.isArray(patterns) ? patterns.map(jsonText) : [],
    settings: part('settings'),
    mappings: part('mappings'),
    aliases: part('aliases'),
  };
}

function readTemplate(body: JsonObject): LegacyTemplate {
  const unknown = Object.keys(body).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    throw errors.parsing(`unknown key [${unknown}] in the template `);
  }
  const { index_patterns: given, version } = body;
  const patterns = typeof given === 'string' ? [given] : given;
  if (!Array.isArray(patterns) || patterns.length === 0) {
    throw errors.validation('1: index patterns are missing;');
  }
  const settings = parseIndexSettings(body.settings);
  const mappings = canonicalMapping(isObject(body.mappings) ? body.mappings : {});
  parseMapping(mappings, mappingOptions(settings, undefined));
  return {
    order: jsonNumber(body.order ?? 0),
    ...(version === undefined || version === null ? {} : { version: jsonNumber(version) }),
    index_patterns: patterns.map(jsonText),
    settings: { ...settings },
    mappings,
    aliases: { ...parseAliases(body.aliases) } as unknown as JsonObject,
  };
}
