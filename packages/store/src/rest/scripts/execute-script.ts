import { errors, LongshoreError } from '@longshore/common/errors';
import {
  type ExactJson,
  type ExactObject,
  exactText,
  isExactObject,
  parseUnique,
} from '../../index/exact-json.ts';
import { openDoc } from '../../index/runtime/doc-of-document.ts';
import { printResult } from '../../script/print-result.ts';
import { compileSpec, parseScriptSpec } from '../../script/script-spec.ts';
import { toJsonText } from '../../search/json-text.ts';
import { ok, type RestRoute, type Store } from '../route.ts';

const KNOWN: ReadonlySet<string> = new Set(['script', 'context', 'context_setup']);

/** `GET|POST /_scripts/painless/_execute` */
export const executeScript: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_scripts/painless/_execute'],
  parameters: [],
  partly:
    'Contexts: `painless_test`, and with a document `filter`, `score` and those of runtime fields (`long_field` …); `query` of `context_setup` is refused.',
  handle: async ({ body }, store) => {
    const json = readBody(body);
    const context = exactText(json.context ?? 'painless_test');
    const spec = parseScriptSpec(json.script);
    const script = compileSpec(spec, context, store.catalog.scripts);
    if (context === 'painless_test') {
      return ok({ result: printResult(script.run({ params: spec.params })) });
    }
    if (!DOCUMENT_CONTEXTS.test(context)) {
      throw errors.illegalArgument(`context [${context}] is not supported here`);
    }
    const emitted: unknown[] = [];
    const { doc, source } = readDocument(json.context_setup, store);
    const result = script.run({
      doc,
      params: { ...spec.params, _source: source },
      emit: (value: unknown) => emitted.push(value),
    });
    return ok(toJsonText({ result: context.endsWith('_field') ? emitted : result }));
  },
};

const DOCUMENT_CONTEXTS = /^(?:filter|score|(?:boolean|date|double|ip|keyword|long)_field)$/;

function readDocument(json: ExactJson | undefined, { catalog }: Store) {
  const setup = isExactObject(json) ? json : {};
  const unknown = Object.keys(setup).find((key) => key !== 'index' && key !== 'document');
  if (unknown !== undefined) {
    throw errors.illegalArgument(`[${unknown}] of [context_setup] is not supported`);
  }
  const { index, document = {} } = setup;
  if (typeof index !== 'string' || !isExactObject(document)) {
    throw errors.validation('1: context_setup with an [index] and a [document] is required;');
  }
  const entry = catalog.index(index);
  if (!entry) {
    throw errors.indexNotFound(index);
  }
  return { doc: openDoc(entry.mapping, document), source: document };
}

function readBody(body: Buffer): ExactObject {
  if (body.length === 0) {
    throw new LongshoreError('parse_exception', 400, 'request body is required');
  }
  const json = parseUnique(body);
  if (!isExactObject(json)) {
    throw errors.parsing('the request body must be a JSON object');
  }
  const unknown = Object.keys(json).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) {
    throw errors.unknownField('painless_execute_request', unknown);
  }
  return json;
}
