import { byName, type TokenizerType } from './component.ts';
import { charGroup } from './tokenizers/char-group.ts';
import { classic } from './tokenizers/classic.ts';
import { keyword } from './tokenizers/keyword.ts';
import { letter, lowercase } from './tokenizers/letter.ts';
import { edgeNgram, ngram } from './tokenizers/ngram.ts';
import { nori } from './tokenizers/nori.ts';
import { pathHierarchy } from './tokenizers/path-hierarchy.ts';
import { pattern, simplePattern, simplePatternSplit } from './tokenizers/pattern.ts';
import { standard } from './tokenizers/standard.ts';
import { thai } from './tokenizers/thai.ts';
import { uaxUrlEmail } from './tokenizers/uax-url-email.ts';
import { whitespace } from './tokenizers/whitespace.ts';

/** Every tokenizer we know. Adding one is a file in `tokenizers/` and a word here. */
export const TOKENIZERS: readonly TokenizerType[] = [
  charGroup,
  classic,
  edgeNgram,
  keyword,
  letter,
  lowercase,
  ngram,
  nori,
  pathHierarchy,
  pattern,
  simplePattern,
  simplePatternSplit,
  standard,
  thai,
  uaxUrlEmail,
  whitespace,
];

export const tokenizerTypes = byName(TOKENIZERS);
