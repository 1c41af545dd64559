import { type Compiled, type Compiling, fold } from './compiled.ts';
import type { Call, Expression } from './expression.ts';
import { commonType, fitsKind } from './functions/table-function.ts';

/** AND and OR of three values. */
export function compileLogic(call: Call, isOr: boolean, compiling: Compiling): Compiled {
  const args = call.args.map((arg) => booleanOf(arg, compiling));
  return fold({
    type: 'boolean',
    isConstant: args.every(({ isConstant }) => isConstant),
    evaluate: (row) => {
      let isUnknown = false;
      for (const arg of args) {
        const value = arg.evaluate(row);
        if (value === isOr) {
          return isOr;
        }
        isUnknown ||= value === null;
      }
      return isUnknown ? null : !isOr;
    },
  });
}

/** NOT: what is unknown stays so. */
export function compileNot(call: Call, compiling: Compiling): Compiled {
  const arg = booleanOf(call.args[0] ?? call, compiling);
  return fold({
    type: 'boolean',
    isConstant: arg.isConstant,
    evaluate: (row) => {
      const value = arg.evaluate(row);
      return value === null ? null : value !== true;
    },
  });
}

function booleanOf(expression: Expression, compiling: Compiling): Compiled {
  const compiled = compiling.compile(expression);
  if (!fitsKind('boolean', compiled.type)) {
    return compiling.refuse(
      expression,
      `condition [${compiling.textOf(expression)}] must be [boolean], found type [${compiled.type}]`,
    );
  }
  return compiled;
}

/** Known for every value. */
export function compileIsNull(call: Call, compiling: Compiling): Compiled {
  const [arg] = call.args.map((one) => compiling.compile(one));
  return fold({
    type: 'boolean',
    isConstant: arg?.isConstant === true,
    evaluate: (row) => arg?.evaluate(row) === null,
  });
}

/** An equality with any of the others: unknown if one is unknown and none is equal. */
export function compileIn(call: Call, compiling: Compiling): Compiled {
  const [value, ...options] = call.args;
  if (value === undefined) {
    return compiling.refuse(call, '[in] needs a value');
  }
  const equal = (option: Expression) => ({ ...call, name: '=', args: [value, option] });
  return compileLogic({ ...call, name: 'or', args: options.map(equal) }, true, compiling);
}

/** Conditions and values in turn, and a value for all else. */
export function compileCase(call: Call, compiling: Compiling): Compiled {
  const whens: (readonly [Compiled, Compiled])[] = [];
  for (let i = 0; i + 1 < call.args.length; i += 2) {
    const [condition, value] = [call.args[i] ?? call, call.args[i + 1] ?? call];
    whens.push([booleanOf(condition, compiling), compiling.compile(value)]);
  }
  const last = call.args.length % 2 === 1 ? call.args.at(-1) : undefined;
  const otherwise = last && compiling.compile(last);
  const values = [...whens.map(([, value]) => value), ...(otherwise ? [otherwise] : [])];
  return {
    type: commonType(values.map(({ type }) => type)),
    isConstant: [...whens.flat(), ...values].every(({ isConstant }) => isConstant),
    evaluate: (row) => {
      const found = whens.find(([condition]) => condition.evaluate(row) === true);
      return (found?.[1] ?? otherwise)?.evaluate(row) ?? null;
    },
  };
}
