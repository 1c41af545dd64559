/** How long what a query has may be, by settings of the index. */
export interface QueryLimits {
  /** `index.max_terms_count` */
  readonly termsMax: number;
  /** `index.max_regex_length` */
  readonly patternCharsMax: number;
}

/** Of an index whose settings say nothing. */
export const QUERY_LIMITS: QueryLimits = { termsMax: 65_536, patternCharsMax: 1_000 };
