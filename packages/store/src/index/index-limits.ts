import { type IndexSettings, settingNumber } from './index-settings.ts';

/** What an index allows of one search. */
export interface IndexLimits {
  /** `from` and `size` together. */
  readonly maxResultWindow: number;
  /** The same of inner hits. */
  readonly maxInnerResultWindow: number;
  /** Values that are longer are not analyzed for highlights, unless a search says how much of them. */
  readonly maxAnalyzedOffset: number;
}

/** The limits by the settings of an index. */
export const indexLimits = (settings: IndexSettings): IndexLimits => ({
  maxResultWindow: settingNumber(settings, 'index.max_result_window', 10_000),
  maxInnerResultWindow: settingNumber(settings, 'index.max_inner_result_window', 100),
  maxAnalyzedOffset: settingNumber(settings, 'index.highlight.max_analyzed_offset', 1_000_000),
});
