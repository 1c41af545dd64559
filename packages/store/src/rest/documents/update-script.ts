import { errors, LongshoreError } from '@longshore/common/errors';
import { type ExactObject, isExactObject } from '../../index/exact-json.ts';
import type { StoredScripts } from '../../index/stored-scripts.ts';
import type { Script } from '../../script/compile-script.ts';
import { compileSpec, parseScriptSpec } from '../../script/script-spec.ts';

/** What a script is given as `ctx` beside the source, and what it can change of it. */
interface UpdateContext {
  readonly op: 'index' | 'create';
  readonly index: string;
  readonly id: string;
  /** Absent for a document that is not there yet. */
  readonly version?: number;
  readonly routing: string | undefined;
  readonly source: ExactObject;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a script made of a document. */
interface ScriptedChange {
  readonly op: 'index' | 'create' | 'delete' | 'none';
  readonly source: ExactObject;
}

/** A script of an update, compiled, with its parameters. */
export interface UpdateScript {
  readonly script: Script;
  readonly params: ExactObject;
}

/** Reads the `script` of an update. What fails in it is the failure of the update. */
export function readUpdateScript(json: ExactObject, stored: StoredScripts): UpdateScript {
  const spec = parseScriptSpec(json.script);
  return asUpdate(() => ({ script: compileSpec(spec, 'update', stored), params: spec.params }));
}

/** Runs a script on a document; the source that is given is changed in place. */
export function runUpdateScript(
  { script, params }: UpdateScript,
  context: UpdateContext,
): ScriptedChange {
  const { op, index, id, version, routing, source, now } = context;
  const ctx: Record<string, unknown> = {
    _index: index,
    _id: id,
    ...(version === undefined ? {} : { _version: version }),
    ...(routing === undefined ? {} : { _routing: routing }),
    op,
    _now: now,
    _source: source,
  };
  return asUpdate(() => {
    script.run({ ctx, params });
    return { op: readOperation(ctx.op, op), source: readSource(ctx._source) };
  });
}

function readSource(source: unknown): ExactObject {
  if (isExactObject(source)) {
    return source;
  }
  throw errors.illegalArgument('[_source] must be an object after the script');
}

const OPERATIONS: Readonly<Record<'index' | 'create', readonly ScriptedChange['op'][]>> = {
  index: ['delete', 'index', 'none'],
  create: ['create', 'none'],
};

function readOperation(given: unknown, before: 'index' | 'create'): ScriptedChange['op'] {
  const allowed = OPERATIONS[before];
  // `noop` is how by-query requests call it, and is meant here too.
  const operation = allowed.find((one) => one === (given === 'noop' ? 'none' : given));
  if (operation === undefined) {
    const names = allowed.join(', ');
    throw errors.illegalArgument(
      `[op] must be one of ${names}, not [${typeof given === 'object' ? 'an object' : String(given)}]`,
    );
  }
  return operation;
}

/** Errors of scripts come as the cause of one that says whose they are. */
function asUpdate<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw cause instanceof LongshoreError && cause.status < 500
      ? new LongshoreError('illegal_argument_exception', 400, 'failed to execute script', { cause })
      : cause;
  }
}
