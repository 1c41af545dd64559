import { type Compiled, type Compiling, fold } from './compiled.ts';
import type { Call, Expression } from './expression.ts';
import { castType, convert } from './functions/convert.ts';
import { type ColumnType, isListValue, type Scalar, type Value } from './value.ts';

/** `CAST(a AS b)`, `a::b`. */
export function compileCast(call: Call, compiling: Compiling): Compiled {
  const [, type] = call.args;
  const name = type?.kind === 'literal' ? String(type.value) : '';
  const target = castType(name);
  return target === undefined
    ? compiling.refuse(type ?? call, `Does not recognize type [${name}]`)
    : castTo(call, target, compiling);
}

/** A call whose first argument is converted. */
export function castTo(call: Call, target: ColumnType, compiling: Compiling): Compiled {
  const given = compiling.compile(call.args[0] ?? call);
  return converted(call, given, { to: target, compiling });
}

/** A value of one type as one of another; of lists, each value. */
export function converted(
  call: Expression,
  given: Compiled,
  { to, compiling }: { readonly to: ColumnType; readonly compiling: Compiling },
): Compiled {
  const read = (value: Exclude<Scalar, null>) =>
    convert(value, { from: given.type, to }, compiling.context);
  return fold({
    type: to,
    isConstant: given.isConstant,
    evaluate: (row) => {
      const value = given.evaluate(row);
      if (value === null || given.type === to) {
        return value;
      }
      return compiling.attempt(call, () =>
        isListValue(value) ? (value.map(read) as Value) : read(value),
      );
    },
  });
}
