import type { Expression } from './expression.ts';
import type { QueryContext } from './query-context.ts';
import type { Row } from './row.ts';
import type { ColumnType, Value } from './value.ts';

/** An expression that can be computed for rows. */
export interface Compiled {
  readonly type: ColumnType;
  /** It reads no column. */
  readonly isConstant: boolean;
  evaluate(row: Row): Value;
}

/** What compiling a part of an expression may ask of who compiles all of it. */
export interface Compiling {
  readonly context: QueryContext;
  compile(expression: Expression): Compiled;
  /** The value is null, for a reason; or the query ends, where a language has it so. */
  fault(at: Expression, reason: string): null;
  /** Computes a value that there may not be. */
  attempt(at: Expression, compute: () => Value): Value;
  /** Throws `verification_exception`. */
  refuse(at: Expression, reason: string): never;
  /** An expression as it was written. */
  textOf(expression: Expression): string;
}

/** Why a list has no value where one value is needed. */
export const MULTI_VALUE =
  'java.lang.IllegalArgumentException: single-value function encountered multi-value';

/** What reads no column is computed once, when it is first needed. */
export function fold(compiled: Compiled): Compiled {
  if (!compiled.isConstant) {
    return compiled;
  }
  let known: { readonly value: Value } | undefined;
  return {
    ...compiled,
    evaluate: (row) => {
      known ??= { value: compiled.evaluate(row) };
      return known.value;
    },
  };
}
