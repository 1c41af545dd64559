import type { ColumnType, Scalar } from './value.ts';

interface Placed {
  /** Where it is in the source. */
  readonly start: number;
  readonly end: number;
}

/** An expression as it was written. Operators are calls of functions that have their names. */
export type Expression = Placed &
  (
    | { readonly kind: 'literal'; readonly value: Scalar; readonly type: ColumnType }
    | { readonly kind: 'name'; readonly name: string }
    | {
        readonly kind: 'call';
        /** In lower case. */
        readonly name: string;
        readonly args: readonly Expression[];
        /** `COUNT(DISTINCT x)`. */
        readonly isDistinct?: true;
      }
    /** What is counted by `COUNT(*)`. */
    | { readonly kind: 'star' }
    /** A list of values, as `[1, 2]`. */
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
  );

export type Call = Expression & { readonly kind: 'call' };

/** All expressions inside one, itself first. */
export function* walk(expression: Expression): Iterable<Expression> {
  yield expression;
  const below =
    expression.kind === 'call'
      ? expression.args
      : expression.kind === 'list'
        ? expression.items
        : [];
  for (const one of below) {
    yield* walk(one);
  }
}

/** The names of columns that an expression reads. */
export const namesIn = (expression: Expression): readonly string[] =>
  [...walk(expression)].flatMap((one) => (one.kind === 'name' ? [one.name] : []));

/** The same with other expressions in place of some. */
export function replaceIn(
  expression: Expression,
  replace: (one: Expression) => Expression | undefined,
): Expression {
  const replaced = replace(expression);
  if (replaced !== undefined) {
    return replaced;
  }
  return expression.kind === 'call'
    ? { ...expression, args: expression.args.map((arg) => replaceIn(arg, replace)) }
    : expression;
}

/** The conditions that must all hold. */
export function conjunctsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'call' && expression.name === 'and'
    ? expression.args.flatMap(conjunctsOf)
    : [expression];
}
