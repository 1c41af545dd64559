import { errors } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import { dateParser } from './date-format.ts';
import { type ExactJson, ExactNumber, type ExactObject, isExactObject } from './exact-json.ts';
import type { IndexMapping, NamedTemplates, NewField } from './index-mapping.ts';
import { readsDates } from './runtime/source-values.ts';

/** What a new text becomes, if no dynamic template and no detection says otherwise. */
const DEFAULT_TEXT: JsonObject = {
  type: 'text',
  fields: { keyword: { type: 'keyword', ignore_above: 256 } },
};

/** No date is longer; what is, need not be tried. */
const DATE_CHARS_MAX = 64;

/**
 * The definitions of a field that is seen for the first time, with those below it when it is an object, by full path.
 * Nothing for null and for an empty list: they say nothing of the type. Undefined when a template is needed and none fits.
 */
export function describeNewField(
  { mapping, templates }: DynamicRules,
  { path, needsTemplate, isFlat, isRuntime }: NewFieldPlace,
  value: ExactJson,
  depth: number,
): ReadonlyMap<string, NewDefinition> | undefined {
  const found = new Map<string, NewDefinition>();
  const given = { mapping, templates, needsTemplate, isFlat, isRuntime };
  const context: Describing = { ...given, found, isRefused: false };
  describe(context, path, value, depth);
  return context.isRefused ? undefined : found;
}

/** What a new field becomes. */
export interface NewDefinition {
  readonly definition: JsonObject;
  /** Among the runtime fields of the mapping, and not among its properties. */
  readonly isRuntime: boolean;
}

/** What decides on new fields. */
export interface DynamicRules {
  readonly mapping: IndexMapping;
  /** Those that the write names. */
  readonly templates: NamedTemplates | undefined;
}

/** Where a new field is. */
interface NewFieldPlace {
  readonly path: string;
  /** True if only fields that a dynamic template fits are taken. */
  readonly needsTemplate: boolean;
  /** Directly in an object with `subobjects: false`. */
  readonly isFlat: boolean;
  /** In an object with `dynamic: runtime`. */
  readonly isRuntime: boolean;
}

interface Describing extends DynamicRules, Omit<NewFieldPlace, 'path'> {
  /** A field without a template was found where it needs one. */
  isRefused: boolean;
  readonly found: Map<string, NewDefinition>;
}

function describe(context: Describing, path: string, value: ExactJson, depth: number): void {
  const { depthMax } = context.mapping.options;
  if (depth > depthMax) {
    throw errors.documentParsing(
      `failed to parse: Limit of mapping depth [${depthMax}] has been exceeded due to object field [${path}]`,
    );
  }
  const isKnown = context.isRuntime && context.mapping.runtime.has(path);
  if (value === null || isKnown || context.found.has(path)) {
    return;
  }
  if (Array.isArray(value)) {
    describeList(context, path, value, depth);
  } else if (isExactObject(value)) {
    describeObject(context, path, value, depth);
  } else {
    const definition = describeLeaf(context, path, value as string);
    if (definition === undefined) {
      context.isRefused = true;
    } else {
      context.found.set(path, definition);
    }
  }
}

/** The first item decides; of objects, each may add members. */
function describeList(
  context: Describing,
  path: string,
  items: readonly ExactJson[],
  depth: number,
): void {
  const first = items.find((item) => item !== null);
  if (first === undefined) {
    return;
  }
  if (!isExactObject(first) && !Array.isArray(first)) {
    describe(context, path, first, depth);
    return;
  }
  for (const item of items.filter((one) => one !== null && typeof one === 'object')) {
    describe(context, path, item, depth + 1);
  }
}

function describeObject(
  context: Describing,
  path: string,
  value: ExactObject,
  depth: number,
): void {
  const template = templateFor(context, { name: lastName(path), path, kind: 'object' });
  if (template) {
    context.found.set(path, template);
    return;
  }
  if (context.needsTemplate) {
    context.isRefused = true;
    return;
  }
  const before = context.found.size;
  for (const [key, inner] of Object.entries(value)) {
    if (key.split('.').some((part) => part.trim() === '')) {
      throw errors.documentParsing(
        `failed to parse: field name cannot be empty or have empty parts: [${path}.${key}]`,
      );
    }
    describe(context, `${path}.${key}`, inner, depth + 1);
  }
  const isEmpty = context.found.size === before && !hasBelow(context.found, path);
  if (isEmpty && !context.isRuntime) {
    context.found.set(path, { definition: { type: 'object' }, isRuntime: false });
  }
}

function hasBelow(found: ReadonlyMap<string, NewDefinition>, path: string): boolean {
  return [...found.keys()].some((other) => other.startsWith(`${path}.`));
}

function describeLeaf(
  context: Describing,
  path: string,
  value: string | number | boolean | ExactNumber,
): NewDefinition | undefined {
  const field = { name: lastName(path), path };
  for (const { kind, fallback } of kindsOf(context.mapping, value)) {
    const template = templateFor(context, { ...field, kind });
    if (template || !context.needsTemplate) {
      return template ?? fallbackOf(context, kind, fallback);
    }
  }
  return undefined;
}

/** What a field becomes that no template fits. */
function fallbackOf(
  { isRuntime }: Describing,
  kind: NewField['kind'],
  mapped: JsonObject,
): NewDefinition {
  if (!isRuntime) {
    return { definition: mapped, isRuntime };
  }
  const isKeyword = kind === 'string' || (kind === 'date' && !readsDates(mapped.format));
  const type = isKeyword ? 'keyword' : kind;
  return { definition: kind === 'date' && !isKeyword ? mapped : { type }, isRuntime };
}

interface Kind {
  readonly kind: NewField['kind'];
  readonly fallback: JsonObject;
}

/** What a value may be taken for, most special first. */
function kindsOf(
  mapping: IndexMapping,
  value: string | number | boolean | ExactNumber,
): readonly Kind[] {
  if (typeof value === 'boolean') {
    return [{ kind: 'boolean', fallback: { type: 'boolean' } }];
  }
  if (typeof value !== 'string') {
    return [isWhole(value) ? LONG : FLOAT];
  }
  const kinds: Kind[] = [];
  const format = mapping.dateDetection ? dateFormatOf(mapping, value) : undefined;
  if (format !== undefined) {
    const isDefault = format === 'strict_date_optional_time';
    kinds.push({ kind: 'date', fallback: isDefault ? { type: 'date' } : { type: 'date', format } });
  } else if (mapping.numericDetection && /^-?\d{1,18}$/.test(value)) {
    kinds.push(LONG);
  } else if (mapping.numericDetection && /^-?\d+\.\d+(?:[eE][+-]?\d+)?$/.test(value)) {
    kinds.push(FLOAT);
  }
  return [...kinds, { kind: 'string', fallback: DEFAULT_TEXT }];
}

const LONG: Kind = { kind: 'long', fallback: { type: 'long' } };
const FLOAT: Kind = { kind: 'double', fallback: { type: 'float' } };

function isWhole(value: number | ExactNumber): boolean {
  return value instanceof ExactNumber ? !value.isFraction : Number.isSafeInteger(value);
}

/** A year alone (`"2024"`) fits the formats, but is no date, as in Elasticsearch. */
function dateFormatOf(mapping: IndexMapping, text: string): string | undefined {
  if (text.length > DATE_CHARS_MAX || !/\d{4}.*[-/:]/.test(text)) {
    return undefined;
  }
  return mapping.dateFormats.find((format) => dateParser(format)(text) !== undefined);
}

/** A template that is named for the path, or else the first that fits. */
function templateFor(
  { mapping: { dynamicTemplates }, templates }: DynamicRules,
  field: NewField,
): NewDefinition | undefined {
  const wanted = templates?.get(field.path);
  const template = dynamicTemplates.find((one) =>
    wanted === undefined ? one.fits(field) : one.name === wanted,
  );
  if (wanted !== undefined && template === undefined) {
    throw errors.documentParsing(
      `Can't find dynamic template for dynamic template name [${wanted}] of field [${field.path}]`,
    );
  }
  return (
    template && {
      definition: template.definition(field) as JsonObject,
      isRuntime: template.isRuntime,
    }
  );
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
