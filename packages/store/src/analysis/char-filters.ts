import { htmlStrip } from './char-filters/html-strip.ts';
import { mapping } from './char-filters/mapping.ts';
import { patternReplace } from './char-filters/pattern-replace.ts';
import { byName, type CharFilterType } from './component.ts';

/** Every char filter we know. Adding one is a file in `char-filters/` and a word here. */
export const CHAR_FILTERS: readonly CharFilterType[] = [htmlStrip, mapping, patternReplace];

export const charFilterTypes = byName(CHAR_FILTERS);
