import { errors, LongshoreError } from '@longshore/common/errors';
import { compileScript, type Script } from '../script/compile-script.ts';
import { configurationError, type Place } from './configuration-error.ts';
import type { IngestDocument } from './ingest-document.ts';
import {
  cloneObject,
  type IngestObject,
  type IngestValue,
  isIngestObject,
  member,
} from './ingest-value.ts';
import { javaType } from './java-text.ts';
import type { IngestServices } from './processor-type.ts';
import { PROCESSOR_STATICS } from './script-statics.ts';

/** A script of a pipeline. */
export interface PreparedScript {
  readonly source: string;
  /** Runs it over a document, which it may change; gives what it returns. */
  run(document: IngestDocument): unknown;
}

/** Names that scripts of pipelines may use. */
const BINDINGS = ['ctx', 'params'];
const CACHED_MAX = 1_000;

const cache = new Map<string, Script>();

/** Reads `"source"` or `{source|id, lang, params}`. What cannot be compiled is refused here, before any document comes. */
export function prepareScript(
  config: IngestValue,
  place: Place,
  services: IngestServices,
): PreparedScript {
  const { source, id, params } = readScript(config, place);
  if (source !== undefined) {
    const script = withPlace(place, 'source', () => compileCached(source));
    return { source, run: (document) => runScript(script, document, params) };
  }
  const stored = () => {
    const found = services.storedScript(id);
    if (found === undefined) {
      throw errors.resourceNotFound(`unable to find script [${id}]`);
    }
    return compileCached(found);
  };
  const { source: shown } = withPlace(place, 'id', stored);
  return { source: shown, run: (document) => runScript(stored(), document, params) };
}

function runScript(script: Script, document: IngestDocument, params: IngestObject): unknown {
  return script.run({ ctx: document.ctx, params: cloneObject(params) });
}

type ScriptConfig =
  | { readonly source: string; readonly id: undefined; readonly params: IngestObject }
  | { readonly source: undefined; readonly id: string; readonly params: IngestObject };

const KNOWN: ReadonlySet<string> = new Set(['source', 'inline', 'id', 'lang', 'params', 'options']);

function readScript(config: IngestValue, place: Place): ScriptConfig {
  if (typeof config === 'string') {
    return { source: config, id: undefined, params: {} };
  }
  if (!isIngestObject(config)) {
    throw configurationError(
      `a script must be a text or an object, but is of type [${javaType(config)}]`,
      place,
    );
  }
  const unknown = Object.keys(config).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) {
    throw configurationError(`unknown field [${unknown}] of a script`, place, unknown);
  }
  const source = member(config, 'source') ?? member(config, 'inline') ?? undefined;
  const id = member(config, 'id') ?? undefined;
  const lang = member(config, 'lang') ?? 'painless';
  const params = member(config, 'params') ?? {};
  if ((source === undefined) === (id === undefined)) {
    throw configurationError(
      source === undefined
        ? 'must specify either [source] for an inline script or [id] for a stored script'
        : 'only one of [source] and [id] may be configured',
      place,
    );
  }
  if (source !== undefined && lang !== 'painless') {
    throw errors.illegalArgument(`script_lang not supported [${String(lang)}]`);
  }
  if (!isIngestObject(params)) {
    throw misfit('map', 'params', { value: params, place });
  }
  return readSource({ source, id, params }, place);
}

interface Given {
  readonly source: IngestValue | undefined;
  readonly id: IngestValue | undefined;
  readonly params: IngestObject;
}

function readSource({ source, id, params }: Given, place: Place): ScriptConfig {
  if (typeof source === 'string') {
    return { source, id: undefined, params };
  }
  if (typeof id === 'string') {
    return { source: undefined, id, params };
  }
  const key = source === undefined ? 'id' : 'source';
  throw misfit('string', key, { value: source ?? id ?? null, place });
}

const misfit = (
  what: string,
  key: string,
  { value, place }: { value: IngestValue; place: Place },
) => configurationError(`property isn't a ${what}, but of type [${javaType(value)}]`, place, key);

/** A mistake in a script says in which processor it is, and in which option; a condition has none. */
function withPlace<T>({ type, tag }: Place, property: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof LongshoreError)) {
      throw error;
    }
    throw new LongshoreError(error.type, error.status, error.message, {
      ...(error.cause === undefined ? {} : { cause: error.cause }),
      details: {
        ...error.details,
        ...(type === undefined ? {} : { processor_type: type }),
        ...(tag === undefined ? {} : { processor_tag: tag }),
        ...(type === 'script' ? { property_name: property } : {}),
      },
    });
  }
}

function compileCached(source: string): Script {
  const known = cache.get(source);
  if (known) {
    return known;
  }
  const script = compileScript(source, { bindings: BINDINGS, statics: PROCESSOR_STATICS });
  if (cache.size >= CACHED_MAX) {
    cache.clear();
  }
  cache.set(source, script);
  return script;
}
