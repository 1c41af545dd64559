import type { Mark } from './find-marks.ts';

/** A part of a value that is shown, with what is marked in it. */
export interface Fragment {
  readonly start: number;
  readonly end: number;
  readonly marks: readonly Mark[];
  readonly score: number;
}

/** What the fragments of a value are made by. */
export interface FragmentOptions {
  readonly charsMax: number;
  readonly scanner: 'sentence' | 'word';
  readonly locale: string | undefined;
}
