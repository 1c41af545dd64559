import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import type { DynamicTemplate, NewField } from './index-mapping.ts';

const CONDITIONS: ReadonlySet<string> = new Set([
  'mapping',
  'match',
  'match_mapping_type',
  'match_pattern',
  'path_match',
  'path_unmatch',
  'runtime',
  'unmatch',
]);
const MAPPING_TYPES = ['string', 'long', 'double', 'boolean', 'date', 'object', 'binary', '*'];

/** Reads `dynamic_templates`: a list of objects with one name each. */
export function parseDynamicTemplates(json: Json | undefined): readonly DynamicTemplate[] {
  if (json === undefined) {
    return [];
  }
  if (!Array.isArray(json)) {
    throw errors.mapperParsing(
      'Dynamic template syntax error. An array of named objects is expected.',
    );
  }
  return json.map((item) => {
    const entries = isObject(item) ? Object.entries(item) : [];
    const [name, template] = entries[0] ?? [];
    if (entries.length !== 1 || name === undefined || !isObject(template)) {
      throw errors.mapperParsing(
        'A dynamic template must be defined with a name, and the name must be a single one',
      );
    }
    return parseTemplate(name, template);
  });
}

function parseTemplate(name: string, json: JsonObject): DynamicTemplate {
  const unknown = Object.keys(json).find((key) => !CONDITIONS.has(key));
  if (unknown !== undefined) {
    throw errors.mapperParsing(
      `Illegal dynamic template parameter: [${unknown}] of dynamic template [${name}]`,
    );
  }
  const isRuntime = json.runtime !== undefined;
  if (isRuntime && json.mapping !== undefined) {
    throw errors.mapperParsing(
      `mapping and runtime cannot be both specified in the same dynamic template [${name}]`,
    );
  }
  const mapping = contentOf(name, json);
  const types = texts(json.match_mapping_type);
  const wrong = types.find((type) => !MAPPING_TYPES.includes(type));
  if (wrong !== undefined) {
    throw errors.mapperParsing(
      `No field type matched on [${wrong}], possible values are [${MAPPING_TYPES.slice(0, -1).join(', ')}]`,
    );
  }
  // Without any of these it is for those who name it.
  const fitsSome = (json.match ?? json.path_match ?? json.match_mapping_type) !== undefined;
  const isRegex = isRegexPattern(json.match_pattern);
  const match = matcher(json.match, isRegex);
  const unmatch = matcher(json.unmatch, isRegex);
  const pathMatch = matcher(json.path_match, isRegex);
  const pathUnmatch = matcher(json.path_unmatch, isRegex);
  return {
    name,
    isRuntime,
    fits: (field) =>
      fitsSome &&
      !(isRuntime && field.kind === 'object') &&
      fitsType(field, types, pathMatch !== undefined && mapping.type !== 'object') &&
      (match?.(field.name) ?? true) &&
      !(unmatch?.(field.name) ?? false) &&
      (pathMatch?.(field.path) ?? true) &&
      !(pathUnmatch?.(field.path) ?? false),
    definition: (field) =>
      fillIn(mapping, field, isRuntime ? RUNTIME_TYPES : DEFAULT_TYPES) as JsonObject,
  };
}

/** What a template makes of a new field. */
function contentOf(name: string, { mapping, runtime }: JsonObject): JsonObject {
  const given = mapping ?? runtime;
  if (given === undefined) {
    throw errors.mapperParsing(`template [${name}] must have either mapping or runtime set`);
  }
  if (!isObject(given)) {
    throw errors.mapperParsing(
      `[${mapping === undefined ? 'runtime' : 'mapping'}] of dynamic template [${name}] must be an object, but got [${jsonText(given)}]`,
    );
  }
  return given;
}

function isRegexPattern(pattern: Json | undefined): boolean {
  if (pattern !== undefined && pattern !== 'regex' && pattern !== 'simple') {
    throw errors.mapperParsing(`No matching pattern matched on [${jsonText(pattern)}]`);
  }
  return pattern === 'regex';
}

/** Without a type, a template is for leaves: an object that its path also fits keeps its members. */
function fitsType(field: NewField, types: readonly string[], isForLeaves: boolean): boolean {
  if (types.length === 0) {
    return !(field.kind === 'object' && isForLeaves);
  }
  return types.includes('*') || types.includes(field.kind);
}

function texts(value: Json | undefined): readonly string[] {
  if (value === undefined) {
    return [];
  }
  return (Array.isArray(value) ? value : [value]).map(jsonText);
}

function matcher(
  value: Json | undefined,
  isRegex: boolean,
): ((text: string) => boolean) | undefined {
  if (value === undefined) {
    return undefined;
  }
  const expressions = texts(value).map((pattern) =>
    isRegex ? regex(pattern) : new RegExp(`^${wildcards(pattern)}$`, 's'),
  );
  return (text) => expressions.some((expression) => expression.test(text));
}

function regex(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 's');
  } catch (cause) {
    throw errors.mapperParsing(
      `Pattern [${pattern}] of type [regex] is invalid: ${cause instanceof Error ? cause.message : ''}`,
    );
  }
}

function wildcards(pattern: string): string {
  return pattern.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '.*');
}

const DEFAULT_TYPES: Readonly<Record<NewField['kind'], string>> = {
  string: 'text',
  long: 'long',
  double: 'float',
  boolean: 'boolean',
  date: 'date',
  object: 'object',
};

const RUNTIME_TYPES: typeof DEFAULT_TYPES = {
  ...DEFAULT_TYPES,
  string: 'keyword',
  double: 'double',
};

/** `{name}` and `{dynamic_type}` stand for the new field's own; a definition without a type gets the default one. */
function fillIn(mapping: JsonObject, field: NewField, types: typeof DEFAULT_TYPES): Json {
  const type = types[field.kind];
  const replace = (value: Json): Json => {
    if (typeof value === 'string') {
      return value.replaceAll('{name}', field.name).replaceAll('{dynamic_type}', type);
    }
    if (Array.isArray(value)) {
      return value.map(replace);
    }
    return isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]))
      : value;
  };
  const filled = replace(mapping) as JsonObject;
  return filled.type === undefined && field.kind !== 'object' ? { type, ...filled } : filled;
}
