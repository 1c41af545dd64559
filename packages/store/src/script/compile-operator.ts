import { add } from './add.ts';
import type { BinaryOperator, Expression } from './ast.ts';
import { patternOf } from './classes/regexp.ts';
import { booleanOf, textOf } from './method.ts';
import { calculate, complement, isOrdered, negate } from './numbers.ts';
import type { Run } from './run.ts';
import type { Evaluate } from './scope.ts';
import { isEqual } from './text.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { readonly kind: K }>;

/** `-x` and the like, of a compiled operand. */
export function compileUnary({ operator, at }: Of<'unary'>, read: Evaluate): Evaluate {
  return (frame) => {
    const value = read(frame);
    frame.run.at = at;
    switch (operator) {
      case '!':
        return !booleanOf(value);
      case '-':
        return negate(value);
      case '~':
        return complement(value);
      case '+':
        return calculate('+', 0, value);
    }
  };
}

type Operate = (left: unknown, right: unknown, run: Run) => unknown;

/** Operators that need both sides. */
function operation(operator: Exclude<BinaryOperator, '&&' | '||' | '?:'>): Operate {
  switch (operator) {
    case '+':
      return add;
    case '==':
      return (left, right) => isEqual(left, right);
    case '!=':
      return (left, right) => !isEqual(left, right);
    case '===':
      return isIdentical;
    case '!==':
      return (left, right) => !isIdentical(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return (left, right) => isOrdered(operator, left, right);
    case '=~':
      return (left, right) => patternOf(right).find(textOf(left));
    case '==~':
      return (left, right) => patternOf(right).matches(textOf(left));
    default:
      return (left, right) => calculate(operator, left, right);
  }
}

function isIdentical(left: unknown, right: unknown): boolean {
  return typeof left === 'object' && typeof right === 'object'
    ? left === right
    : isEqual(left, right);
}

/** An operator with two compiled sides; `&&`, `||` and `?:` run the right one only when they need it. */
export function compileBinary({ operator, at }: Of<'binary'>, a: Evaluate, b: Evaluate): Evaluate {
  switch (operator) {
    case '&&':
      return (frame) => booleanOf(a(frame)) && booleanOf(b(frame));
    case '||':
      return (frame) => booleanOf(a(frame)) || booleanOf(b(frame));
    case '?:':
      return (frame) => a(frame) ?? b(frame);
    default: {
      const operate = operation(operator);
      return (frame) => {
        const [x, y] = [a(frame), b(frame)];
        frame.run.at = at;
        return operate(x, y, frame.run);
      };
    }
  }
}
