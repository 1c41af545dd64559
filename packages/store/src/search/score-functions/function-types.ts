import { exp, gauss, linear } from './decay.ts';
import { fieldValueFactor } from './field-value-factor.ts';
import { randomScore } from './random-score.ts';
import type { ScoreFunction } from './score-function.ts';
import { scriptFunction } from './script-function.ts';

/** Every function that we know. Adding one is a file beside this one and a word here. */
const all: readonly ScoreFunction<unknown>[] = [
  exp,
  fieldValueFactor,
  gauss,
  linear,
  randomScore,
  scriptFunction,
];

export const functionTypes = new Map(all.map((type) => [type.name, type]));
