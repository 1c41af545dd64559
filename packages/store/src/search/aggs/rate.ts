import { errors } from '@longshore/common/errors';
import { sql } from '../../sql/sql.ts';
import type { MetricAggType } from './agg-type.ts';
import { openNumbers, readOptionalValues, type ValuesSpec, valueFunctions } from './inputs.ts';
import { numberOf, valueAnswer } from './number-answer.ts';
import { type RateUnit, readRateUnit } from './rate-unit.ts';
import { valueOrder } from './single-value.ts';

interface Rate {
  /** Without, documents are counted. */
  readonly values: ValuesSpec | undefined;
  readonly format: string | undefined;
  /** Without, a rate is per bucket. */
  readonly unit: RateUnit | undefined;
  readonly mode: 'sum' | 'value_count';
}

/** How many documents, or how much of a field, there are in a unit of time. */
export const rate: MetricAggType<Rate> = {
  name: 'rate',
  kind: 'metric',
  parse(reader) {
    const unit = reader.optionalString('unit');
    const mode = reader.optionalString('mode');
    const values = readOptionalValues(reader);
    if (mode !== undefined && mode !== 'sum' && mode !== 'value_count') {
      throw errors.illegalArgument(`Unsupported rate mode [${mode}]; use [sum] or [value_count]`);
    }
    if (mode !== undefined && values === undefined) {
      throw errors.illegalArgument(
        'The mode parameter is only supported with field or script: [rate]',
      );
    }
    return {
      values,
      format: values === undefined ? reader.optionalString('format') : values.format,
      unit: unit === undefined ? undefined : readRateUnit(unit),
      mode: mode ?? 'sum',
    };
  },
  plan({ values: spec, format, unit, mode }, context) {
    const values = spec === undefined ? undefined : openNumbers('rate', spec, context);
    const functions = valueFunctions(values?.isList ?? false);
    const compute = mode === 'sum' ? functions.sum : functions.count;
    const column = values === undefined ? () => sql`count()` : compute;
    return {
      typedName: 'rate',
      isPerTime: true,
      inputs: (branch) => (values === undefined ? [] : [values.input(branch)]),
      columns: ([v = sql`NULL`]) => [column(v)],
      answer: (found, { weight, durationIn }) => {
        const total = (numberOf(found?.[0]) ?? 0) * weight;
        const units = unit === undefined ? 1 : (durationIn?.(unit) ?? 1);
        return valueAnswer(total / units, undefined, format);
      },
      orderBy: (property, [v = sql`NULL`]) => valueOrder('rate', property, column(v)),
    };
  },
};
