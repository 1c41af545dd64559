import { converted } from './compile-cast.ts';
import { type Compiled, type Compiling, fold, MULTI_VALUE } from './compiled.ts';
import type { Call } from './expression.ts';
import {
  type ColumnType,
  compareScalars,
  isListValue,
  isNumericType,
  isTextType,
} from './value.ts';

/** Comparisons by their names: which orders of two values they hold for. */
export const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/** `a = b`, `a < b` …: unknown if a side is. */
export function compileComparison(
  call: Call,
  holds: (order: number) => boolean,
  compiling: Compiling,
): Compiled {
  const [left, right] = comparable(
    call,
    call.args.map((arg) => compiling.compile(arg)),
    compiling,
  );
  return fold({
    type: 'boolean',
    isConstant: left.isConstant && right.isConstant,
    evaluate: (row) => {
      const [a, b] = [left.evaluate(row), right.evaluate(row)];
      if (a === null || b === null) {
        return null;
      }
      if (isListValue(a) || isListValue(b)) {
        return compiling.fault(call, MULTI_VALUE);
      }
      return holds(a === b ? 0 : compareScalars(a, b));
    },
  });
}

/** Both sides of a comparison as values of one type. */
function comparable(
  call: Call,
  [left, right]: readonly Compiled[],
  compiling: Compiling,
): readonly [Compiled, Compiled] {
  if (left === undefined || right === undefined) {
    return compiling.refuse(call, `[${call.name}] needs two operands`);
  }
  if (areComparable(left.type, right.type)) {
    return [left, right];
  }
  for (const [own, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const isReadable = isTextType(own.type) && own.isConstant;
    if (isReadable && READ_FROM_TEXT.has(other.type)) {
      const read = converted(call, own, { to: other.type, compiling });
      return own === left ? [read, right] : [left, read];
    }
  }
  return compiling.refuse(
    call,
    `first argument of [${compiling.textOf(call)}] is [${left.type}] so second argument must also be [${left.type}] but was [${right.type}]`,
  );
}

/** Types of which values are written as texts. */
const READ_FROM_TEXT: ReadonlySet<ColumnType> = new Set(['date', 'ip', 'version']);

function areComparable(a: ColumnType, b: ColumnType): boolean {
  return (
    a === 'null' ||
    b === 'null' ||
    (a === b && a !== 'interval' && a !== 'geo_point') ||
    (isNumericType(a) && isNumericType(b)) ||
    (isTextType(a) && isTextType(b)) ||
    (isTextType(a) && b === 'version') ||
    (a === 'version' && isTextType(b))
  );
}
