import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { compileScript } from '../../script/compile-script.ts';
import { scriptContext } from '../../script/contexts.ts';
import { checkLanguage } from '../../script/script-spec.ts';

/** What values of a runtime field can be. */
export type RuntimeType = 'long' | 'double' | 'keyword' | 'boolean' | 'date' | 'ip';

/** A field whose values are computed when it is searched: by a script, or read from `_source`. */
export interface RuntimeField {
  readonly path: string;
  readonly type: RuntimeType;
  readonly format?: string;
  readonly script?: {
    readonly source: string;
    readonly params: Readonly<Record<string, unknown>>;
  };
}

export type RuntimeFields = ReadonlyMap<string, RuntimeField>;

const TYPES: readonly RuntimeType[] = ['long', 'double', 'keyword', 'boolean', 'date', 'ip'];
const PARAMETERS: ReadonlySet<string> = new Set(['type', 'script', 'format', 'meta']);
/** Fields that one mapping or search may define. */
const FIELDS_MAX = 1_000;

/**
 * Reads `runtime` of a mapping or `runtime_mappings` of a search. Refuses unknown types and parameters, and scripts that do
 * not compile.
 */
export function parseRuntimeFields(json: Json | undefined): RuntimeFields {
  const given = json ?? {};
  if (!isObject(given)) {
    throw errors.mapperParsing(`Expected map for [runtime] but got ${JSON.stringify(given)}`);
  }
  const entries = Object.entries(given);
  if (entries.length > FIELDS_MAX) {
    throw errors.illegalArgument(`more than [${FIELDS_MAX}] runtime fields`);
  }
  return new Map(entries.map(([path, definition]) => [path, parseField(path, definition)]));
}

function parseField(path: string, json: Json): RuntimeField {
  if (!isObject(json)) {
    throw errors.mapperParsing(
      `Expected map for runtime field [${path}] definition but got ${JSON.stringify(json)}`,
    );
  }
  const type = TYPES.find((one) => one === json.type);
  if (type === undefined) {
    throw errors.mapperParsing(
      json.type === undefined
        ? `No type specified for runtime field [${path}]`
        : `The mapper type [${jsonText(json.type)}] declared on runtime field [${path}] does not exist. It might have been created within a future version or requires a plugin to be installed. Check the documentation.`,
    );
  }
  const unknown = Object.keys(json).find((key) => !PARAMETERS.has(key));
  if (unknown !== undefined) {
    throw errors.mapperParsing(
      `unknown parameter [${unknown}] on runtime field [${path}] of type [${type}]`,
    );
  }
  const script = json.script === undefined ? undefined : parseScript(json.script, type);
  return {
    path,
    type,
    ...(script ? { script } : {}),
    ...(json.format === undefined ? {} : { format: readFormat(path, type, json.format) }),
  };
}

function readFormat(path: string, type: RuntimeType, format: Json): string {
  if (type !== 'date' || typeof format !== 'string') {
    throw errors.mapperParsing(
      `unknown parameter [format] on runtime field [${path}] of type [${type}]`,
    );
  }
  return format;
}

function parseScript(json: Json, type: RuntimeType): RuntimeField['script'] {
  const given: JsonObject =
    typeof json === 'string' ? { source: json } : isObject(json) ? json : {};
  const { source, params = {}, lang, ...rest } = given;
  checkLanguage(typeof lang === 'string' ? lang : undefined);
  const [unknown] = Object.keys(rest);
  if (typeof source !== 'string' || !isObject(params) || unknown !== undefined) {
    throw errors.illegalArgument(
      unknown === 'id'
        ? 'stored scripts are not supported for runtime field'
        : '[script] of a runtime field must be a text or an object with [source] and [params]',
    );
  }
  compileScript(source, scriptContext(`${type}_field`));
  return { source, params };
}

/** Merges the runtime fields of a mapping update: each replaces the one of its name, `null` removes it. */
export function mergeRuntime(before: Json | undefined, update: Json | undefined): JsonObject {
  const merged = new Map(Object.entries(isObject(before) ? before : {}));
  for (const [path, definition] of Object.entries(isObject(update) ? update : {})) {
    if (definition === null) {
      merged.delete(path);
    } else {
      merged.set(path, definition);
    }
  }
  return Object.fromEntries(merged);
}
