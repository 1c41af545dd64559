import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { ExactNumber } from '../../index/exact-json.ts';
import { compileSpec, parseScriptSpec } from '../../script/script-spec.ts';
import { Double } from '../../script/values.ts';

/** A script over values of buckets: what it is given is added to its own parameters, as doubles. */
export interface PipelineScript {
  /** `values` are what `moving_fn` calls so. */
  run(
    params: ReadonlyMap<string, number | undefined>,
    values?: readonly number[],
  ): boolean | number | undefined;
}

/** Stored scripts are not looked up by searches. */
const NO_SCRIPTS = { source: () => undefined };

/** Reads a script and compiles it, to refuse what is none. */
export function readPipelineScript(given: Json | undefined, context: string): PipelineScript {
  if (given === undefined) {
    throw errors.illegalArgument(`Required [script] is missing in [${context}]`);
  }
  const spec = parseScriptSpec(given);
  const script = compileSpec(spec, context, NO_SCRIPTS);
  return {
    run: (given, values = []) => {
      const named = [...given].map(([name, value]) => [name, asDouble(value)] as const);
      const params = { ...spec.params, ...Object.fromEntries(named) };
      return readResult(script.run({ params, values: values.map(asDouble) }));
    },
  };
}

const asDouble = (value: number | undefined): Double | null =>
  value === undefined ? null : new Double(value);

/** A number, or whether to keep a bucket; nothing for null. */
function readResult(result: unknown): boolean | number | undefined {
  if (typeof result === 'boolean') {
    return result;
  }
  if (result === null) {
    return undefined;
  }
  if (typeof result === 'number') {
    return result;
  }
  const text = result instanceof ExactNumber ? result.text : result;
  // Doubles that are no finite number are texts in documents.
  if (text === 'NaN' || text === 'Infinity' || text === '-Infinity' || text !== result) {
    return Number(text);
  }
  throw errors.illegalArgument(
    `the script of a pipeline aggregation must return a number or a boolean, but returned [${typeof result}]`,
  );
}
