import { LongshoreError } from '@longshore/common/errors';
import type { FunctionDefinition, Program } from './ast.ts';
import { coerce } from './casts.ts';
import { compileBlock } from './compile-statement.ts';
import { metered } from './meter.ts';
import type { Statics } from './method.ts';
import { parseScript } from './parse-script.ts';
import { toPlain } from './plain.ts';
import { Run } from './run.ts';
import { type CompiledFunction, type Execute, type Frame, Scope, type Unit } from './scope.ts';
import { scriptError } from './script-error.ts';
import { faults, ScriptFault } from './script-fault.ts';
import { isPlainObject } from './values.ts';

/** As `script.max_size_in_bytes` has it. */
const SOURCE_LENGTH_MAX = 65_535;

/** Names that scripts of some context are given; those that a run does not bind are null. */
const BINDINGS: readonly string[] = [
  ...['ctx', 'params', 'doc', '_score', '_value', 'values', 'state', 'states', 'emit'],
];

const NO_STATICS: Statics = new Map();

/** A compiled script: it can be run as often as one likes, and keeps nothing between runs. */
export interface Script {
  readonly source: string;
  /**
   * Runs it. Objects and lists in the bindings are changed in place, and hold plain values afterwards, even after an error.
   * Gives what the script returns, as a plain value. Throws `script_exception` "runtime error".
   */
  run(bindings: Readonly<Record<string, unknown>>): unknown;
}

export interface ScriptOptions {
  /** Names that the script may use; those of every context unless given. */
  readonly bindings?: readonly string[];
  /** Functions of classes that only this context has, such as `Processors.bytes/1`. They are given values of the script. */
  readonly statics?: Statics;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Compiles a script. Throws `script_exception` "compile error" with the place at what is not understood. */
export function compileScript(source: string, options: ScriptOptions = {}): Script {
  const { bindings = BINDINGS, statics = NO_STATICS, now = Date.now } = options;
  if (source.length > SOURCE_LENGTH_MAX) {
    throw new LongshoreError(
      'illegal_argument_exception',
      400,
      `exceeded max allowed inline script size in bytes [${SOURCE_LENGTH_MAX}] with size [${source.length}]`,
    );
  }
  const execute = guarded(
    'compile error',
    source,
    () => 0,
    () => compileProgram(parseScript(source), { bindings, statics }),
  );
  const run = (given: Readonly<Record<string, unknown>>) => {
    const state = new Run(given, now);
    return guarded(
      'runtime error',
      source,
      () => state.at,
      () => runOnce(execute, state),
    );
  };
  return { source, run };
}

function runOnce(execute: Execute, run: Run): unknown {
  const frame: Frame = { locals: [], run, result: null };
  try {
    metered(run, () => execute(frame));
  } finally {
    if (run.hasWritten) {
      settle(run.bindings);
    }
  }
  return toPlain(frame.result);
}

/** What a script has put into the bindings becomes plain; a member that can't is taken away, and the run fails. */
function settle(bindings: Readonly<Record<string, unknown>>): void {
  const failures: unknown[] = [];
  for (const object of Object.values(bindings).filter(isPlainObject)) {
    for (const [key, member] of Object.entries(object)) {
      try {
        const plain = toPlain(member, object);
        if (plain !== member) {
          Object.defineProperty(object, key, { value: plain });
        }
      } catch (error) {
        failures.push(error);
        delete object[key];
      }
    }
  }
  if (failures.length > 0) {
    throw failures[0];
  }
}

function compileProgram(
  { functions, body }: Program,
  { bindings, statics }: Required<Pick<ScriptOptions, 'bindings' | 'statics'>>,
): Execute {
  const compiled = new Map<string, CompiledFunction>();
  const unit: Unit = {
    bindings: new Set(bindings),
    functions: compiled,
    statics,
    compileBody: (statements, scope) => compileBlock(statements, scope, false),
  };
  const bodies = functions.map((definition) => declareFunction(definition, compiled));
  for (const compileIt of bodies) {
    compileIt(unit);
  }
  return compileBlock(body, new Scope(unit), true);
}

/** Makes a function known by name; the body is compiled later, since functions may call each other. */
function declareFunction(
  definition: FunctionDefinition,
  functions: Map<string, CompiledFunction>,
): (unit: Unit) => void {
  const { name, parameters, body, type, at } = definition;
  const signature = `${name}/${parameters.length}`;
  if (functions.has(signature)) {
    throw faults.illegalArgument(`Function [${signature}] is already defined`, at);
  }
  let execute: Execute = () => 'normal';
  const call = (args: readonly unknown[], run: Run): unknown => {
    const locals = parameters.map((parameter, i) => coerce(args[i], parameter.type));
    const frame: Frame = { locals, run, result: null };
    run.enter();
    execute(frame);
    run.leave();
    return coerce(frame.result, type);
  };
  functions.set(signature, { definition, call });
  return (unit) => {
    const scope = new Scope(unit);
    for (const parameter of parameters) {
      scope.declare(parameter.name, parameter.type, at);
    }
    execute = compileBlock(body, scope, false);
  };
}

/** Faults become errors of the API; a stack that is full counts as a limit. */
function guarded<T>(
  reason: 'compile error' | 'runtime error',
  source: string,
  place: () => number,
  act: () => T,
): T {
  try {
    return act();
  } catch (error) {
    const fault =
      error instanceof RangeError
        ? faults.limit(`the script is too deep: ${error.message}`)
        : error;
    if (fault instanceof ScriptFault) {
      throw scriptError(reason, source, fault, fault.at ?? place());
    }
    throw error;
  }
}
