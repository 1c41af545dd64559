/** Whoever counts the steps of a run. */
interface Meter {
  step(steps?: number): void;
}

/** A script runs to its end without a pause: there is one run under way, or one inside another. */
let meter: Meter | undefined;

/** Runs a script; what is spent meanwhile is counted by `own`. */
export function metered<T>(own: Meter, act: () => T): T {
  const outer = meter;
  meter = own;
  try {
    return act();
  } finally {
    meter = outer;
  }
}

/** Values that are gone through for one step. */
const VALUES_PER_STEP = 4;
/** UTF-16 code units that are gone through for one step. */
const UNITS_PER_STEP = 64;

/**
 * Counts values that are gone through. Everything that walks over a value calls it, so that no walk is free: a list that
 * holds the same list many times is small in memory and endless to read.
 */
export const spendValues = (count: number): void => meter?.step(count / VALUES_PER_STEP);

/** The same for the text of a value. */
export const spendText = (length: number): void => meter?.step(length / UNITS_PER_STEP);

/** The same for regular expressions, which take their time for each character. */
export const spendMatching = (length: number): void => meter?.step(length);
