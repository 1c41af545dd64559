import type { Call, Expression } from './expression.ts';
import type { Column } from './row.ts';
import type { Value } from './value.ts';

/** An expression whose value becomes a column. */
export interface Named<E extends Expression = Expression> {
  readonly name: string;
  readonly expression: E;
}

export interface SortStep {
  readonly expression: Expression;
  readonly isDescending: boolean;
  readonly areNullsFirst: boolean;
}

/** A column under another name, or the same. */
export interface Selected {
  readonly name: string;
  readonly from: string;
}

/** One step of a query: a table to another one. All languages come down to these. */
export type Stage =
  | { readonly kind: 'where'; readonly condition: Expression }
  | { readonly kind: 'eval'; readonly fields: readonly Named[] }
  | {
      readonly kind: 'aggregate';
      /** None: one row, whatever there is. */
      readonly groups: readonly Named[];
      readonly metrics: readonly Named<Call>[];
    }
  | { readonly kind: 'sort'; readonly keys: readonly SortStep[] }
  | { readonly kind: 'limit'; readonly count: number }
  /** Which columns there are then, and in which order. Throws for names that there are not. */
  | { readonly kind: 'select'; select(columns: readonly Column[]): readonly Selected[] }
  /** New columns, whose values are taken out of a text. */
  | {
      readonly kind: 'extract';
      readonly text: Expression;
      readonly columns: readonly Column[];
      extract(text: string): ReadonlyMap<string, Value> | undefined;
    }
  /** A row for each value of a column. */
  | { readonly kind: 'expand'; readonly name: string; readonly start: number };
