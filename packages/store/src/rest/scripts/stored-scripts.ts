import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import type { StoredScript } from '../../index/stored-scripts.ts';
import { TEMPLATE_LANGUAGE } from '../../index/stored-scripts.ts';
import { compileMustache } from '../../ingest/mustache.ts';
import { compileScript } from '../../script/compile-script.ts';
import { scriptContext } from '../../script/contexts.ts';
import { checkLanguage } from '../../script/script-spec.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';

const WAITING = ['timeout', 'master_timeout', 'cluster_manager_timeout'];
/** UTF-8 bytes, as of an id of a document. */
const ID_BYTES_MAX = 512;

/** `PUT|POST /_scripts/{id}`: a script that does not compile is not stored. */
export const putScript: RestRoute = {
  methods: ['PUT', 'POST'],
  paths: ['/_scripts/:id', '/_scripts/:id/:context'],
  parameters: ['context', ...WAITING],
  ignored: WAITING,
  partly: 'Scripts are in painless, search templates in mustache; expressions are refused.',
  handle: async ({ body, part, parameters }, { catalog }) => {
    const id = part('id') ?? '';
    if (Buffer.byteLength(id) > ID_BYTES_MAX) {
      throw errors.illegalArgument(`the id of a script has more than ${ID_BYTES_MAX} bytes`);
    }
    const script = readScript(requireObject(body, ['script']));
    const context = part('context') ?? parameters.text('context');
    if (script.lang === TEMPLATE_LANGUAGE) {
      compileMustache(script.source, 'json');
    } else {
      compileScript(script.source, context === undefined ? {} : scriptContext(context));
    }
    catalog.scripts.put(id, script);
    await catalog.sync();
    return ok({ acknowledged: true });
  },
};

function readScript({ script }: JsonObject): StoredScript {
  if (!isObject(script)) {
    throw errors.illegalArgument('must specify [script] for stored script');
  }
  const { lang, source, options, ...rest } = script;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw errors.unknownField('stored script source', unknown);
  }
  if (typeof lang !== 'string' || lang === '') {
    throw errors.illegalArgument('must specify lang for stored script');
  }
  const isTemplate = lang === TEMPLATE_LANGUAGE;
  if (!isTemplate) {
    checkLanguage(lang);
  }
  // A template may come as the object that it is before it is filled in.
  const text = isTemplate && isObject(source) ? JSON.stringify(source) : source;
  if (typeof text !== 'string' || text === '') {
    throw errors.illegalArgument('must specify source for stored script');
  }
  return { lang, source: text, ...(isObject(options) ? { options } : {}) };
}

/** `GET /_scripts/{id}` */
export const getScript: RestRoute = {
  methods: ['GET'],
  paths: ['/_scripts/:id'],
  parameters: WAITING,
  ignored: WAITING,
  handle: async ({ part }, { catalog }) => {
    const id = part('id') ?? '';
    const script = catalog.scripts.get(id);
    return script
      ? ok({ _id: id, found: true, script })
      : { status: 404, body: { _id: id, found: false } };
  },
};

/** `DELETE /_scripts/{id}` */
export const deleteScript: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_scripts/:id'],
  parameters: WAITING,
  ignored: WAITING,
  handle: async ({ part }, { catalog }) => {
    const id = part('id') ?? '';
    if (!catalog.scripts.remove(id)) {
      throw errors.resourceNotFound(`stored script [${id}] does not exist and cannot be deleted`);
    }
    await catalog.sync();
    return ok({ acknowledged: true });
  },
};
