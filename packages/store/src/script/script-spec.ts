import { errors } from '@longshore/common/errors';
import { type ExactJson, type ExactObject, exactText, isExactObject } from '../index/exact-json.ts';
import { compileScript, type Script } from './compile-script.ts';
import { scriptContext } from './contexts.ts';

/** A script as requests name it: its text, or the id of a stored one, with parameters. */
export interface ScriptSpec {
  readonly text: { readonly source: string } | { readonly id: string };
  readonly params: ExactObject;
}

/** Gives the text of a stored script. */
export interface StoredSources {
  source(id: string): string | undefined;
}

/** `inline` is the old name of `source`, which Grafana still uses. */
const KNOWN: ReadonlySet<string> = new Set([
  ...['source', 'inline', 'id', 'lang', 'params', 'options'],
]);

/** Reads `"text"` or `{source | id, lang, params}`. Languages other than Painless are refused. */
export function parseScriptSpec(json: ExactJson | undefined): ScriptSpec {
  if (typeof json === 'string') {
    return { text: { source: json }, params: {} };
  }
  if (!isExactObject(json)) {
    throw errors.illegalArgument('[script] must be a text or an object');
  }
  const unknown = Object.keys(json).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) {
    throw errors.unknownField('script', unknown);
  }
  checkLanguage(json.lang);
  const { params } = json;
  if (params !== undefined && !isExactObject(params)) {
    throw errors.contentParse('[1:1] [script] params must be an object', 'params');
  }
  return { text: readText(json), params: params ?? {} };
}

function readText({ inline, source = inline, id }: ExactObject): ScriptSpec['text'] {
  if (typeof source === 'string' && id === undefined) {
    return { source };
  }
  if (typeof id === 'string' && source === undefined) {
    return { id };
  }
  throw errors.illegalArgument(
    source !== undefined && id !== undefined
      ? 'cannot specify both <source> and <id> for a script'
      : 'must specify either [source] for an inline script or [id] for a stored script',
  );
}

/** Refuses every language but Painless, which is also meant when none is named. */
export function checkLanguage(lang: ExactJson | undefined): void {
  if (lang !== undefined && lang !== 'painless') {
    throw errors.illegalArgument(
      `script_lang not supported [${exactText(lang)}]; scripts are written in [painless]`,
    );
  }
}

/** Compiles the script of a request for a context; a stored one is looked up. */
export function compileSpec({ text }: ScriptSpec, context: string, stored: StoredSources): Script {
  return compileCached('source' in text ? text.source : storedSource(text.id, stored), context);
}

function storedSource(id: string, stored: StoredSources): string {
  const source = stored.source(id);
  if (source === undefined) {
    throw errors.resourceNotFound(`unable to find script [${id}] in cluster state`);
  }
  return source;
}

/** Compiled scripts that are kept: each request of a bulk load brings the same one again. */
const CACHE_ENTRIES_MAX = 200;

const cache = new Map<string, Script>();

/** A compiled script keeps nothing between runs, so that those who bring the same text can share it. */
function compileCached(source: string, context: string): Script {
  const key = `${context} ${source}`;
  const script = cache.get(key) ?? compileScript(source, scriptContext(context));
  // The one that was used last stands last, and the first is the one to go.
  cache.delete(key);
  cache.set(key, script);
  const [oldest] = cache.keys();
  if (cache.size > CACHE_ENTRIES_MAX && oldest !== undefined) {
    cache.delete(oldest);
  }
  return script;
}
