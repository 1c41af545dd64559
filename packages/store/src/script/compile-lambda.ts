import type { Expression } from './ast.ts';
import { coerce } from './casts.ts';
import { findStatic, mustFindConstructor } from './classes/registry.ts';
import { callMethod } from './members.ts';
import type { Evaluate, Frame, Scope } from './scope.ts';
import { faults } from './script-fault.ts';
import { ScriptFunction } from './values.ts';

/** `x -> …` */
export function compileLambda(
  { parameters, body, at }: Extract<Expression, { readonly kind: 'lambda' }>,
  scope: Scope,
): Evaluate {
  const inner = scope.inner();
  const slots = parameters.map(({ name, type }) => inner.declare(name, type, at));
  const execute = scope.unit.compileBody(body, inner);
  return (outer) => {
    const { run } = outer;
    // Variables are captured by their value, as Java does it.
    const captured = [...outer.locals];
    return new ScriptFunction((args) => {
      if (args.length !== slots.length) {
        throw faults.illegalArgument(
          `a lambda of ${slots.length} parameters was called with ${args.length} arguments`,
        );
      }
      const frame: Frame = { locals: [...captured], run, result: null };
      for (const [i, { index, type }] of slots.entries()) {
        frame.locals[index] = coerce(args[i], type);
      }
      run.enter();
      execute(frame);
      run.leave();
      return frame.result;
    });
  };
}

/** `Type::method`, `Type::new`, `value::method`, `this::function`. */
export function compileReference(
  expression: Extract<Expression, { readonly kind: 'method-reference' }>,
  scope: Scope,
  compile: (expression: Expression, scope: Scope) => Evaluate,
): Evaluate {
  const { target, name, at } = expression;
  if (target === undefined) {
    return compileOwnReference(name, at, scope);
  }
  if ('kind' in target) {
    const read = compile(target, scope);
    return (frame) => {
      const value = read(frame);
      return new ScriptFunction((args) => callMethod(value, name, args, frame.run));
    };
  }
  const typeName = target.name;
  return ({ run }) =>
    new ScriptFunction((args) => {
      if (name === 'new') {
        return mustFindConstructor(typeName, args.length, at)(args, run);
      }
      const found = findStatic(typeName, name, args.length);
      const [self, ...rest] = args;
      return found ? found(args, run) : callMethod(self, name, rest, run);
    });
}

function compileOwnReference(name: string, at: number, scope: Scope): Evaluate {
  const { functions } = scope.unit;
  const own = [...functions.values()].find(({ definition }) => definition.name === name);
  if (!own) {
    throw faults.illegalArgument(`function reference [this::${name}] matches no function`, at);
  }
  return ({ run }) => new ScriptFunction((args) => own.call(args, run));
}
