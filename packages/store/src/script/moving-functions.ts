import { faults } from './script-fault.ts';

type Window = readonly number[];

/** The values of a window that are numbers; NaN stands for what is missing. */
const numbers = (window: Window): Window => window.filter((value) => !Number.isNaN(value));

/** Without values there is no greatest one; one that is missing makes it unknown. */
export const max = (window: Window): number =>
  window.length === 0 ? Number.NaN : window.reduce((a, b) => Math.max(a, b));

export const min = (window: Window): number =>
  window.length === 0 ? Number.NaN : window.reduce((a, b) => Math.min(a, b));

export const sum = (window: Window): number => numbers(window).reduce((a, b) => a + b, 0);

export function unweightedAvg(window: Window): number {
  const given = numbers(window);
  return given.length === 0 ? Number.NaN : sum(given) / given.length;
}

/** The standard deviation of the population around a mean that the caller knows. */
export function stdDev(window: Window, avg: number): number {
  const given = numbers(window);
  return Math.sqrt(sum(given.map((value) => (value - avg) ** 2)) / given.length);
}

/** The n-th value weighs n. Elasticsearch divides by one more than the weights, and so do we. */
export function linearWeightedAvg(window: Window): number {
  const given = numbers(window);
  const weights = (given.length * (given.length + 1)) / 2;
  const weighted = sum(given.map((value, i) => value * (i + 1)));
  return given.length === 0 ? Number.NaN : weighted / (weights + 1);
}

/** Exponentially weighted: each value weighs `alpha` against all before it. */
export function ewma(window: Window, alpha: number): number {
  const [first = Number.NaN, ...rest] = numbers(window);
  return rest.reduce((avg, value) => value * alpha + avg * (1 - alpha), first);
}

/** Exponentially weighted, with a trend that is smoothed by `beta`. */
export function holt(window: Window, alpha: number, beta: number): number {
  const [first = Number.NaN, ...rest] = numbers(window);
  let level = first;
  let trend = 0;
  for (const value of rest) {
    const next = alpha * value + (1 - alpha) * (level + trend);
    trend = beta * (next - level) + (1 - beta) * trend;
    level = next;
  }
  return level;
}

export interface Seasons {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  /** How many values a season has. */
  readonly period: number;
  readonly isMultiplicative: boolean;
  /** Added to all values, so that none is zero where values are divided. */
  readonly padding: number;
}

/** What keeps multiplicative seasons from dividing by zero. */
export const SEASON_PADDING = 1e-10;

/** Exponentially weighted, with a trend and seasons; foretells the value after the window. Needs two whole seasons. */
export function holtWinters(window: Window, seasons: Seasons): number {
  const { period, padding } = seasons;
  if (window.length === 0) {
    return Number.NaN;
  }
  if (!(period >= 1) || window.length < period * 2) {
    throw faults.illegalArgument(
      `Holt-Winters aggregation requires at least (2 * period == 2 * ${period} == ${2 * period}) data-points to function.  Only [${window.length}] were provided.`,
    );
  }
  return foretell(
    numbers(window).map((value) => value + padding),
    seasons,
  );
}

function foretell(values: Window, seasons: Seasons): number {
  const { alpha, beta, gamma, period, isMultiplicative } = seasons;
  const at = (i: number): number => values[i] ?? 0;
  const first = Array.from({ length: period }, (_, i) => i);
  let level = sum(first.map(at)) / period;
  let trend = sum(first.map((i) => (at(i + period) - at(i)) / period)) / period;
  const seasonal = first.map((i) => (level === 0 ? 0 : at(i) / level));
  for (let i = period; i < values.length; i += 1) {
    const season = seasonal[i - period] ?? 0;
    const value = at(i);
    const plain = isMultiplicative ? value / season : value - season;
    const next = alpha * plain + (1 - alpha) * (level + trend);
    const ratio = isMultiplicative ? value / (level + trend) : value - (level - trend);
    trend = beta * (next - level) + (1 - beta) * trend;
    // The season is measured against level and trend as they were before this value.
    seasonal.push(gamma * ratio + (1 - gamma) * season);
    level = next;
  }
  const season = seasonal[values.length - period] ?? 0;
  return isMultiplicative ? (level + trend) * season : level + trend + season;
}
