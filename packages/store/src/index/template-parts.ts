import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import { parseAliases } from './aliases.ts';
import { type DataStreamLifecycle, lifecycleOfTemplate } from './data-stream-lifecycle.ts';
import type { Aliases } from './index-entry.ts';
import { type IndexSettings, parseIndexSettings } from './index-settings.ts';
import { canonicalMapping, mergeMappings } from './mapping-json.ts';

/** What a template contributes to a new index. */
export interface TemplateParts {
  readonly settings: IndexSettings;
  readonly mappings: JsonObject;
  readonly aliases: Aliases;
  /** Of the data streams that it makes. */
  readonly lifecycle?: DataStreamLifecycle;
}

export const NO_PARTS: TemplateParts = { settings: {}, mappings: {}, aliases: {} };

/** A template's parts over those below; mappings are merged field by field. */
export function addLayer(below: TemplateParts, layer: JsonObject): TemplateParts {
  const lifecycle = lifecycleOfTemplate(layer.lifecycle) ?? below.lifecycle;
  return {
    ...(lifecycle === undefined ? {} : { lifecycle }),
    settings: { ...below.settings, ...parseIndexSettings(layer.settings) },
    mappings: mergeMappings(
      below.mappings,
      canonicalMapping(isObject(layer.mappings) ? layer.mappings : {}),
      'override',
    ),
    aliases: { ...below.aliases, ...parseAliases(layer.aliases) },
  };
}

/** Throws for what is no name of a template. */
export function checkTemplateName(name: string): void {
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
