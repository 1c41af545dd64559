import { aggregateOf } from './aggregates.ts';
import { type Call, type Expression, replaceIn, walk } from './expression.ts';
import type { Language } from './functions/table-function.ts';
import type { Named } from './stage.ts';

/** An expression as text without its places: equal for expressions that say the same. */
export const shapeOf = (expression: Expression): string =>
  JSON.stringify(expression, (key, value: unknown) =>
    key === 'start' || key === 'end'
      ? undefined
      : typeof value === 'bigint'
        ? String(value)
        : value,
  );

/** Whether an expression is a function over groups. */
export const isAggregate = (language: Language, one: Expression): one is Call =>
  one.kind === 'call' && aggregateOf(language, one.name) !== undefined;

/** Whether an expression has functions over groups in it. */
export const hasAggregates = (language: Language, expression: Expression): boolean =>
  [...walk(expression)].some((one) => isAggregate(language, one));

/** Functions over groups, each once, and what stands for them where they were. */
export class AggregateCollector {
  readonly #language: Language;
  readonly #metrics = new Map<string, Named<Call>>();

  constructor(language: Language) {
    this.#language = language;
  }

  get metrics(): readonly Named<Call>[] {
    return [...this.#metrics.values()];
  }

  /** The expression over the columns that the aggregation makes; `replace` goes first. */
  collect(
    expression: Expression,
    replace: (one: Expression) => Expression | undefined,
  ): Expression {
    return replaceIn(expression, (one) => {
      const replaced = replace(one);
      if (replaced !== undefined) {
        return replaced;
      }
      if (!isAggregate(this.#language, one)) {
        return undefined;
      }
      const shape = shapeOf(one);
      const metric = this.#metrics.get(shape) ?? {
        name: `$m${this.#metrics.size}`,
        expression: one,
      };
      this.#metrics.set(shape, metric);
      return { kind: 'name', name: metric.name, start: one.start, end: one.end };
    });
  }
}
