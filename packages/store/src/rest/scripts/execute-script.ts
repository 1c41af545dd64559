import { errors, LongshoreError } from '@longshore/common/errors';
import { type ExactObject, isExactObject, parseExactBytes } from '../../index/exact-json.ts';
import { printResult } from '../../script/print-result.ts';
import { compileSpec, parseScriptSpec } from '../../script/script-spec.ts';
import { ok, type RestRoute } from '../route.ts';

const KNOWN: ReadonlySet<string> = new Set(['script', 'context', 'context_setup']);

/** `GET|POST /_scripts/painless/_execute` */
export const executeScript: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_scripts/painless/_execute'],
  parameters: [],
  partly: 'Only the context `painless_test`, which is the one without a document.',
  handle: async ({ body }, { catalog }) => {
    const json = readBody(body);
    const { context = 'painless_test' } = json;
    if (context !== 'painless_test') {
      throw errors.illegalArgument(
        `context [${String(context)}] is not supported; use [painless_test]`,
      );
    }
    const spec = parseScriptSpec(json.script);
    const script = compileSpec(spec, 'painless_test', catalog.scripts);
    return ok({ result: printResult(script.run({ params: spec.params })) });
  },
};

function readBody(body: Buffer): ExactObject {
  if (body.length === 0) {
    throw new LongshoreError('parse_exception', 400, 'request body is required');
  }
  const json = parseExactBytes(body);
  if (!isExactObject(json)) {
    throw errors.parsing('the request body must be a JSON object');
  }
  const unknown = Object.keys(json).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) {
    throw errors.contentParse(`[1:1] [painless_execute_request] unknown field [${unknown}]`);
  }
  return json;
}
