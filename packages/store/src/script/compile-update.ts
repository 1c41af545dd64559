import { add } from './add.ts';
import type { Expression, Place } from './ast.ts';
import { cast, coerce } from './casts.ts';
import { getElement, getMember, setElement, setMember } from './members.ts';
import { calculate } from './numbers.ts';
import type { Evaluate, Frame, Scope } from './scope.ts';
import { faults } from './script-fault.ts';

type Compile = (expression: Expression, scope: Scope) => Evaluate;

/** What a place holds from its old value; `undefined` stands for the old value of a plain assignment. */
interface Change {
  /** False: the old value is not looked at. */
  readonly needsOld: boolean;
  /** `x++` is what was there before. */
  readonly givesOld: boolean;
  apply(old: unknown, frame: Frame): unknown;
}

/** `=`, `+=` and the like, `++` and `--`. */
export function compileUpdate(
  expression: Extract<Expression, { readonly kind: 'assign' | 'increment' }>,
  scope: Scope,
  compile: Compile,
): Evaluate {
  return compilePlace(expression.place, toChange(expression, scope, compile), scope, compile);
}

function toChange(
  expression: Extract<Expression, { readonly kind: 'assign' | 'increment' }>,
  scope: Scope,
  compile: Compile,
): Change {
  const { at } = expression;
  if (expression.kind === 'increment') {
    const { by, isPrefix } = expression;
    return {
      needsOld: true,
      givesOld: !isPrefix,
      apply: (old, frame) => {
        frame.run.at = at;
        return calculate('+', old, by);
      },
    };
  }
  const { operator } = expression;
  const value = compile(expression.value, scope);
  if (operator === undefined) {
    return { needsOld: false, givesOld: false, apply: (_old, frame) => value(frame) };
  }
  return {
    needsOld: true,
    givesOld: false,
    apply: (old, frame) => {
      const by = value(frame);
      frame.run.at = at;
      return operator === '+' ? add(old, by, frame.run) : calculate(operator, old, by);
    },
  };
}

function compilePlace(place: Place, change: Change, scope: Scope, compile: Compile): Evaluate {
  switch (place.kind) {
    case 'name':
      return compileVariable(place.name, place.at, change, scope);
    case 'member':
      return compileMember(place, change, compile(place.target, scope));
    case 'element':
      return compileElement(
        place.at,
        change,
        compile(place.target, scope),
        compile(place.index, scope),
      );
  }
}

function compileVariable(name: string, at: number, change: Change, scope: Scope): Evaluate {
  const slot = scope.find(name);
  if (!slot) {
    throw faults.illegalArgument(
      scope.unit.bindings.has(name)
        ? `cannot assign a value to the read-only variable [${name}]`
        : `cannot resolve symbol [${name}]`,
      at,
    );
  }
  const { index, type } = slot;
  // `x += 1.5` narrows to the type of `x`, as in Java; `x = 1.5` does not.
  const fit = change.needsOld ? cast : coerce;
  return (frame) => {
    const old = frame.locals[index];
    const value = change.apply(old, frame);
    frame.run.at = at;
    frame.locals[index] = fit(value, type);
    return change.givesOld ? old : frame.locals[index];
  };
}

function compileMember(
  { name, at }: Extract<Place, { readonly kind: 'member' }>,
  change: Change,
  target: Evaluate,
): Evaluate {
  return (frame) => {
    const object = target(frame);
    frame.run.at = at;
    const old = change.needsOld ? getMember(object, name, frame.run) : undefined;
    const value = change.apply(old, frame);
    frame.run.at = at;
    setMember(object, name, value, frame.run);
    return change.givesOld ? old : value;
  };
}

function compileElement(
  at: number,
  change: Change,
  target: Evaluate,
  readIndex: Evaluate,
): Evaluate {
  return (frame) => {
    const object = target(frame);
    const index = readIndex(frame);
    frame.run.at = at;
    const old = change.needsOld ? getElement(object, index, frame.run) : undefined;
    const value = change.apply(old, frame);
    frame.run.at = at;
    setElement(object, index, value, frame.run);
    return change.givesOld ? old : value;
  };
}
