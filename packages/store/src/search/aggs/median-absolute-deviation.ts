import { errors } from '@longshore/common/errors';
import { raw, type Sql, sql } from '../../sql/sql.ts';
import type { MetricAggType } from './agg-type.ts';
import { openNumbers, readValuesSpec, type ValuesSpec } from './inputs.ts';
import { numberOf, valueAnswer } from './number-answer.ts';

/** Up to so many values of a bucket the answer is exact; beyond, it is that of as many drawn from them. */
const SAMPLE_SIZE = 100_000;

/** How far the values are from their median: the median of the distances. */
export const medianAbsoluteDeviation: MetricAggType<ValuesSpec> = {
  name: 'median_absolute_deviation',
  kind: 'metric',
  parse(reader) {
    const compression = reader.optionalNumber('compression');
    if (compression !== undefined && compression <= 0) {
      throw errors.illegalArgument(
        `[compression] must be greater than 0. Found [${compression}] in [median_absolute_deviation]`,
      );
    }
    reader.optionalString('execution_hint');
    return readValuesSpec(reader);
  },
  plan(spec, context) {
    const values = openNumbers('median_absolute_deviation', spec, context);
    const array = raw(values.isList ? 'Array' : '');
    const column = ([v = sql`NULL`]: readonly Sql[]) => {
      const sample = sql`groupArraySample${array}(${raw(String(SAMPLE_SIZE))})(${v})`;
      // A list of one, so that the sample is made once.
      const distances = sql`arrayMap(x -> abs(x - ${median(sql`s`)}), s)`;
      return sql`arrayMap(s -> if(empty(s), NULL, ${median(distances)}), [${sample}])[1]`;
    };
    return {
      typedName: 'median_absolute_deviation',
      inputs: (branch) => [values.input(branch)],
      columns: (inputs) => [column(inputs)],
      answer: (found) => valueAnswer(numberOf(found?.[0]), undefined, spec.format),
      orderBy: (_, inputs) => column(inputs),
    };
  },
};

const median = (list: Sql): Sql => sql`arrayReduce('quantileExactInclusive(0.5)', ${list})`;
