import { booleanOf, doubleOf, intOf, itemsOf, type Statics, statics } from '../method.ts';
import * as moving from '../moving-functions.ts';
import { Double } from '../values.ts';

const windowOf = (value: unknown): readonly number[] => itemsOf(value).map(doubleOf);

/** A function of a window and of further numbers. */
const ofWindow =
  (compute: (window: readonly number[], ...rest: number[]) => number) =>
  ([window, ...rest]: readonly unknown[]): Double =>
    new Double(compute(windowOf(window), ...rest.map(doubleOf)));

function holtWinters(args: readonly unknown[]): Double {
  const [window, alpha, beta, gamma, period, multiplicative] = args;
  const isMultiplicative = booleanOf(multiplicative);
  const seasons = {
    alpha: doubleOf(alpha),
    beta: doubleOf(beta),
    gamma: doubleOf(gamma),
    period: intOf(period),
    isMultiplicative,
    padding: isMultiplicative ? moving.SEASON_PADDING : 0,
  };
  return new Double(moving.holtWinters(windowOf(window), seasons));
}

/** What scripts of `moving_fn` can call. */
export const MOVING_FUNCTIONS: Statics = statics({
  'MovingFunctions.max/1': ofWindow(moving.max),
  'MovingFunctions.min/1': ofWindow(moving.min),
  'MovingFunctions.sum/1': ofWindow(moving.sum),
  'MovingFunctions.unweightedAvg/1': ofWindow(moving.unweightedAvg),
  'MovingFunctions.stdDev/2': ofWindow((window, avg = Number.NaN) => moving.stdDev(window, avg)),
  'MovingFunctions.linearWeightedAvg/1': ofWindow(moving.linearWeightedAvg),
  'MovingFunctions.ewma/2': ofWindow((window, alpha = 0.5) => moving.ewma(window, alpha)),
  'MovingFunctions.holt/3': ofWindow((window, alpha = 0.5, beta = 0.5) =>
    moving.holt(window, alpha, beta),
  ),
  'MovingFunctions.holtWinters/6': holtWinters,
});
