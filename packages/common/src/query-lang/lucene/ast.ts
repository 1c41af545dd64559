/** A bound of a range: the text as written, and whether it is part of the range. `*` is undefined. */
export interface RangeBound {
  readonly text: string;
  readonly isInclusive: boolean;
}

/** What a clause looks for. `field` is undefined where the query names none. */
export type LuceneNode =
  /** Adjacent words, unescaped: one match over all fields. */
  | { readonly kind: 'words'; readonly field?: string; readonly text: string }
  | {
      readonly kind: 'phrase';
      readonly field?: string;
      readonly text: string;
      readonly slop: number;
    }
  /** A pattern with `*` and `?` as signs; a backslash escapes. */
  | { readonly kind: 'wildcard'; readonly field?: string; readonly pattern: string }
  | { readonly kind: 'regexp'; readonly field?: string; readonly pattern: string }
  /** A word like this one, `distance` as written. */
  | {
      readonly kind: 'fuzzy';
      readonly field?: string;
      readonly text: string;
      readonly distance?: number;
    }
  | {
      readonly kind: 'range';
      readonly field?: string;
      readonly lower?: RangeBound;
      readonly upper?: RangeBound;
    }
  | { readonly kind: 'exists'; readonly field: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'group'; readonly clauses: readonly LuceneClause[] };

/** Lucene's logic is not boolean algebra: every clause must, should or must not match. */
export interface LuceneClause {
  readonly occur: 'must' | 'should' | 'must_not';
  readonly node: LuceneNode;
  readonly boost: number;
}
