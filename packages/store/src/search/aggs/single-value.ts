import { errors } from '@longshore/common/errors';
import type { Sql } from '../../sql/sql.ts';
import { sql } from '../../sql/sql.ts';
import type { MetricAggType, MetricPlan } from './agg-type.ts';
import {
  openNumbers,
  openValues,
  readValuesSpec,
  type ValuesSpec,
  valueFunctions,
} from './inputs.ts';
import { numberOf, valueAnswer } from './number-answer.ts';

type Functions = ReturnType<typeof valueFunctions>;

interface Compute {
  readonly columns: (functions: Functions, v: Sql) => Sql;
  /** Without documents. */
  readonly empty: number | null;
  /** It grows with the number of documents. */
  readonly isTotal?: boolean;
  /** Where buckets without a value are among others; last if not given. */
  readonly emptyOrder?: Sql;
}

/** The least of no values is above all, and the greatest below. */
export const NO_MIN = sql`inf`;
export const NO_MAX = sql`-inf`;

/** A metric of one number over the numbers of a field. */
function singleValue(
  name: string,
  { columns, empty, isTotal, emptyOrder }: Compute,
): MetricAggType<ValuesSpec> {
  return {
    name,
    kind: 'metric',
    parse: readValuesSpec,
    plan(spec, context): MetricPlan {
      const values = openNumbers(name, spec, context);
      const column = (inputs: readonly Sql[]) =>
        columns(valueFunctions(values.isList), inputs[0] ?? sql`NULL`);
      return {
        typedName: name,
        inputs: (branch) => [values.input(branch)],
        columns: (inputs) => [column(inputs)],
        answer: (found, { weight }) => {
          const value = numberOf(found?.[0]) ?? empty;
          const whole = value !== null && isTotal === true ? value * weight : value;
          return valueAnswer(whole, values.common, spec.format);
        },
        orderBy: (property, inputs) => {
          const order = valueOrder(name, property, column(inputs));
          return emptyOrder === undefined ? order : sql`ifNull(${order}, ${emptyOrder})`;
        },
      };
    },
  };
}

export function valueOrder(name: string, property: string | undefined, column: Sql): Sql {
  if (property !== undefined && property !== 'value') {
    throw errors.illegalArgument(
      `Ordering on a single-value metrics aggregation can only be done on its value. Either drop the key (a la "${name}") or change it to "value" (a la "${name}.value")`,
    );
  }
  return column;
}

/** The mean of the values. */
export const avg = singleValue('avg', {
  columns: (f, v) => sql`if(${f.count(v)} = 0, NULL, ${f.sum(v)} / ${f.count(v)})`,
  empty: null,
});
export const sum = singleValue('sum', { columns: (f, v) => f.sum(v), empty: 0, isTotal: true });
export const min = singleValue('min', {
  columns: (f, v) => f.min(v),
  empty: null,
  emptyOrder: NO_MIN,
});
export const max = singleValue('max', {
  columns: (f, v) => f.max(v),
  empty: null,
  emptyOrder: NO_MAX,
});

/** How many values there are, of any type. Texts and addresses are a set in each document: a value counts once. */
export const valueCount: MetricAggType<ValuesSpec> = {
  name: 'value_count',
  kind: 'metric',
  parse: readValuesSpec,
  plan(spec, context) {
    const values = openValues(spec, context);
    const isAlways = spec.missing !== undefined;
    const isSet = values.common?.kind === 'text' || values.common?.kind === 'ip';
    const column = ([v = sql`NULL`]: readonly Sql[]) => {
      if (!isAlways) {
        return valueFunctions(values.isList).count(v);
      }
      return values.isList ? sql`sum(greatest(1, length(${v})))` : sql`count()`;
    };
    return {
      typedName: 'value_count',
      inputs: (branch) => {
        const input = values.input(branch);
        return [values.isList && isSet ? sql`arrayDistinct(${input})` : input];
      },
      columns: (inputs) => [column(inputs)],
      answer: (found, { weight }) => ({ value: Math.round((numberOf(found?.[0]) ?? 0) * weight) }),
      orderBy: (property, inputs) => valueOrder('value_count', property, column(inputs)),
    };
  },
};
