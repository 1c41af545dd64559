/** What a field is to be: a text, literal if it was quoted, or the parts between asterisks. */
export type KqlValue =
  | { readonly kind: 'text'; readonly text: string; readonly isQuoted: boolean }
  | { readonly kind: 'wildcard'; readonly parts: readonly string[] };

export type KqlRangeOperator = 'gt' | 'gte' | 'lt' | 'lte';

/** What a query text asks for. Names of fields may be wildcards, too. */
export type KqlNode =
  /** An empty query text. */
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly nodes: readonly KqlNode[] }
  | { readonly kind: 'not'; readonly node: KqlNode }
  /** Without a field: free text. */
  | { readonly kind: 'is'; readonly field?: KqlValue; readonly value: KqlValue }
  | {
      readonly kind: 'range';
      readonly field: KqlValue;
      readonly operator: KqlRangeOperator;
      readonly text: string;
    }
  /** Of one object of a list; fields within `node` are named below `path`. */
  | { readonly kind: 'nested'; readonly path: string; readonly node: KqlNode };
