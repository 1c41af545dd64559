import { type IndexSettings, settingNumber } from './index-settings.ts';

/** How long what a query has may be, by settings of the index. */
export interface QueryLimits {
  /** `index.max_terms_count` */
  readonly termsMax: number;
  /** `index.max_regex_length` */
  readonly patternCharsMax: number;
}

/** Of an index whose settings say nothing. */
export const QUERY_LIMITS: QueryLimits = { termsMax: 65_536, patternCharsMax: 1_000 };

/** As the settings of an index say. */
export const queryLimitsOf = (settings: IndexSettings): QueryLimits => ({
  termsMax: settingNumber(settings, 'index.max_terms_count', QUERY_LIMITS.termsMax),
  patternCharsMax: settingNumber(settings, 'index.max_regex_length', QUERY_LIMITS.patternCharsMax),
});
