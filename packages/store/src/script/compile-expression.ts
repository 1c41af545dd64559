import { LongshoreError } from '@longshore/common/errors';
import type { Expression, TypeName } from './ast.ts';
import { cast, initialValue, isInstance } from './casts.ts';
import { compilePattern } from './classes/regexp.ts';
import { mustFindConstant, mustFindConstructor, mustFindStatic } from './classes/registry.ts';
import { compileLambda, compileReference } from './compile-lambda.ts';
import { compileBinary, compileUnary } from './compile-operator.ts';
import { compileUpdate } from './compile-update.ts';
import { callMethod, getElement, getMember } from './members.ts';
import { type Args, booleanOf, intOf, isMethod } from './method.ts';
import { toPlain } from './plain.ts';
import type { Run } from './run.ts';
import type { Evaluate, Frame, Scope } from './scope.ts';
import { faultOf, faults } from './script-fault.ts';
import { fromPlain } from './values.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** An expression, ready to be run. Throws a fault with its place at names that are not known. */
export function compileExpression(expression: Expression, scope: Scope): Evaluate {
  switch (expression.kind) {
    case 'constant':
      return always(expression.value);
    case 'name':
      return compileName(expression, scope);
    case 'member':
      return compileMember(expression, scope);
    case 'element':
      return compileElement(expression, scope);
    case 'call':
      return compileCall(expression, scope);
    case 'unary':
      return compileUnary(expression, compileExpression(expression.operand, scope));
    case 'binary':
      return compileBinary(
        expression,
        compileExpression(expression.left, scope),
        compileExpression(expression.right, scope),
      );
    case 'conditional':
      return compileConditional(expression, scope);
    case 'cast':
    case 'instance-of':
      return compileTyped(expression, scope);
    case 'assign':
    case 'increment':
      return compileUpdate(expression, scope, compileExpression);
    case 'lambda':
      return compileLambda(expression, scope);
    default:
      return compileMaker(expression, scope);
  }
}

/** Expressions that make something, or call what belongs to no value. */
function compileMaker(
  expression: Of<
    | 'list'
    | 'map'
    | 'regexp'
    | 'static'
    | 'static-call'
    | 'function-call'
    | 'new'
    | 'new-array'
    | 'method-reference'
  >,
  scope: Scope,
): Evaluate {
  switch (expression.kind) {
    case 'list': {
      const items = compileAll(expression.items, scope);
      return (frame) => frame.run.list(items(frame));
    }
    case 'map':
      return compileMap(expression, scope);
    case 'regexp':
      return always(compilePattern(expression.pattern, expression.flags, expression.at));
    case 'static':
      return always(mustFindConstant(expression.type.name, expression.name, expression.at));
    case 'static-call': {
      const { type, name, args, at } = expression;
      const hosted = scope.unit.statics.get(`${type.name}.${name}/${args.length}`);
      const found = hosted ? hostedCall(hosted) : mustFindStatic(type.name, name, args.length, at);
      return compileInvoke(found, args, at, scope);
    }
    case 'function-call':
      return compileFunctionCall(expression, scope);
    case 'new': {
      const { type, args, at } = expression;
      return compileInvoke(mustFindConstructor(type.name, args.length, at), args, at, scope);
    }
    case 'new-array':
      return compileArray(expression, scope);
    case 'method-reference':
      return compileReference(expression, scope, compileExpression);
  }
}

const always =
  (value: unknown): Evaluate =>
  () =>
    value;

function compileAll(expressions: readonly Expression[], scope: Scope): (frame: Frame) => unknown[] {
  const compiled = expressions.map((expression) => compileExpression(expression, scope));
  const [first, second] = compiled;
  if (compiled.length === 1 && first) {
    return (frame) => [first(frame)];
  }
  if (compiled.length === 2 && first && second) {
    return (frame) => [first(frame), second(frame)];
  }
  return (frame) => compiled.map((evaluate) => evaluate(frame));
}

function compileName({ name, at }: Of<'name'>, scope: Scope): Evaluate {
  const slot = scope.find(name);
  if (slot) {
    const { index } = slot;
    return (frame) => frame.locals[index];
  }
  if (!scope.unit.bindings.has(name)) {
    throw faults.illegalArgument(`cannot resolve symbol [${name}]`, at);
  }
  return ({ run }) => fromPlain(run.bindings[name]);
}

function compileMember({ target, name, at, isNullSafe }: Of<'member'>, scope: Scope): Evaluate {
  const read = compileExpression(target, scope);
  return (frame) => {
    const value = read(frame);
    if (isNullSafe && value === null) {
      return null;
    }
    frame.run.at = at;
    return getMember(value, name, frame.run);
  };
}

function compileElement({ target, index, at }: Of<'element'>, scope: Scope): Evaluate {
  const read = compileExpression(target, scope);
  const readIndex = compileExpression(index, scope);
  return (frame) => {
    const value = read(frame);
    const place = readIndex(frame);
    frame.run.at = at;
    return getElement(value, place, frame.run);
  };
}

function compileCall(expression: Of<'call'>, scope: Scope): Evaluate {
  const { target, name, at, isNullSafe } = expression;
  const signature = `${name}/${expression.args.length}`;
  if (!isMethod(signature)) {
    throw faults.illegalArgument(`no class has the method [${signature}]`, at);
  }
  const read = compileExpression(target, scope);
  const args = compileAll(expression.args, scope);
  return (frame) => {
    const value = read(frame);
    if (isNullSafe && value === null) {
      return null;
    }
    const values = args(frame);
    frame.run.at = at;
    return callMethod(value, name, values, frame.run);
  };
}

function compileInvoke(
  invoke: (args: Args, run: Run) => unknown,
  given: readonly Expression[],
  at: number,
  scope: Scope,
): Evaluate {
  const args = compileAll(given, scope);
  return (frame) => {
    const values = args(frame);
    frame.run.at = at;
    return invoke(values, frame.run);
  };
}

/** A function of the caller: its errors are faults that the script can catch. */
function hostedCall(call: (args: Args, run: Run) => unknown): (args: Args, run: Run) => unknown {
  return (args, run) => {
    try {
      return fromPlain(call(args, run));
    } catch (error) {
      throw error instanceof LongshoreError ? faultOf(error) : error;
    }
  };
}

/** The only binding that is a function, of the caller. */
const EMIT = 'emit';

function compileFunctionCall({ name, args, at }: Of<'function-call'>, scope: Scope): Evaluate {
  const signature = `${name}/${args.length}`;
  const found = scope.unit.functions.get(signature);
  if (found) {
    return compileInvoke((values, run) => found.call(values, run), args, at, scope);
  }
  if (name !== EMIT || !scope.unit.bindings.has(name)) {
    throw faults.illegalArgument(`Unknown call [${name}] with [${args.length}] arguments.`, at);
  }
  const call = hostedCall((values, run) => {
    const binding = run.bindings[name];
    return typeof binding === 'function' ? binding(...values.map((value) => toPlain(value))) : null;
  });
  return compileInvoke(call, args, at, scope);
}

function compileMap({ entries }: Of<'map'>, scope: Scope): Evaluate {
  const compiled = entries.map(
    ([key, value]) => [compileExpression(key, scope), compileExpression(value, scope)] as const,
  );
  return (frame) => {
    frame.run.willHold(compiled.length);
    return new Map(compiled.map(([key, value]) => [key(frame), value(frame)]));
  };
}

function compileArray({ type, lengths, items }: Of<'new-array'>, scope: Scope): Evaluate {
  const values = compileAll(items ?? lengths, scope);
  if (items) {
    return (frame) => frame.run.list(values(frame));
  }
  return (frame) => makeArray(type, values(frame).map(intOf), frame.run);
}

function makeArray(type: TypeName, [length = 0, ...rest]: readonly number[], run: Run): unknown[] {
  if (length < 0) {
    throw faults.illegalArgument(`negative length [${length}] of an array`);
  }
  run.willHold(length);
  run.step(length);
  return Array.from({ length }, () =>
    rest.length > 0 ? makeArray(type, rest, run) : initialValue({ ...type, dimensions: 0 }),
  );
}

function compileConditional({ test, yes, no }: Of<'conditional'>, scope: Scope): Evaluate {
  const condition = compileExpression(test, scope);
  const a = compileExpression(yes, scope);
  const b = compileExpression(no, scope);
  return (frame) => (booleanOf(condition(frame)) ? a(frame) : b(frame));
}

function compileTyped(
  { kind, type, operand, at }: Of<'cast' | 'instance-of'>,
  scope: Scope,
): Evaluate {
  const read = compileExpression(operand, scope);
  const convert = kind === 'cast' ? cast : isInstance;
  return (frame) => {
    const value = read(frame);
    frame.run.at = at;
    return convert(value, type);
  };
}
