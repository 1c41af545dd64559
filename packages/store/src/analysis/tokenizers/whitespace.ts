import type { TokenizerType } from '../component.ts';
import { buildRuns } from './runs.ts';

/** What stands between blanks. A blank that forbids a line end is none, as for Java. */
export const whitespace: TokenizerType = {
  names: ['whitespace'],
  build: buildRuns(/(?:[\u00a0\u2007\u202f\ufeff]|\S)+/gu),
};
