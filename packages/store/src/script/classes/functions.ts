import { order } from '../compare.ts';
import { booleanOf, functionOf, intOf } from '../method.ts';
import { calculate } from '../numbers.ts';

/** A function of the script for one argument. */
export function unary(value: unknown): (item: unknown) => unknown {
  const change = functionOf(value);
  return (item) => change.call([item]);
}

/** A function of the script that answers yes or no. */
export function test(value: unknown): (item: unknown) => boolean {
  const holds = functionOf(value);
  return (item) => booleanOf(holds.call([item]));
}

/** How two items compare: by a function of the script, or by their own order. */
export function comparison(comparator: unknown): (a: unknown, b: unknown) => number {
  if (comparator === null || comparator === undefined) {
    return order;
  }
  const compare = functionOf(comparator);
  return (a, b) => intOf(compare.call([a, b]));
}

/** The sum of numbers, in the type of the widest of them and of `zero`. */
export function sumOf(items: readonly unknown[], zero: unknown): unknown {
  return items.reduce((sum, item) => calculate('+', sum, item), zero);
}
