import { LongshoreError } from '@longshore/common/errors';
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
    throw invalidTemplate(
      name,
      "Validation Failed: 1: name must be lower cased and must not start with '_' nor contain spaces, ',', '#', '*' or invalid file name characters;",
    );
  }
}

/** Throws for patterns that no name of an index can match. */
export function checkPatterns(name: string, patterns: readonly string[]): void {
  const wrong = patterns.flatMap((pattern) => patternProblem(pattern) ?? []);
  if (wrong.length > 0) {
    const list = wrong.map((problem, i) => `${i + 1}: ${problem};`).join('');
    throw invalidTemplate(name, `Validation Failed: ${list}`);
  }
}

function patternProblem(pattern: string): string | undefined {
  if (pattern.includes(' ')) {
    return `index_patterns [${pattern}] must not contain a space`;
  }
  const character = [',', '#', ':'].find((one) => pattern.includes(one));
  if (character !== undefined) {
    return `index_pattern [${pattern}] must not contain a '${character}'`;
  }
  if (pattern.startsWith('_')) {
    return `index_pattern [${pattern}] must not start with '_'`;
  }
  return /["\\<>|/?]/.test(pattern)
    ? `index_pattern [${pattern}] must not contain the following characters [ , ", *, \\, <, |, ,, >, /, ?]`
    : undefined;
}

/** A template that is not what it should be. */
export function invalidTemplate(name: string, cause: string): LongshoreError {
  return new LongshoreError(
    'invalid_index_template_exception',
    400,
    `index_template [${name}] invalid, cause [${cause}]`,
  );
}
