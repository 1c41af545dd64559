import { errors } from '@longshore/common/errors';
import { type Sql, sql } from '../../sql/sql.ts';
import type { MetricAggType } from './agg-type.ts';
import { openValues, readValuesSpec, type ValuesSpec } from './inputs.ts';
import { numberOf } from './number-answer.ts';

/** How many distinct values there are: exact for some ten thousand, then within about 1 %. */
export const cardinality: MetricAggType<ValuesSpec> = {
  name: 'cardinality',
  kind: 'metric',
  parse(reader) {
    // The precision is that of the engine's 2^17 registers, better than the highest that can be asked for.
    reader.optionalInteger('precision_threshold');
    reader.optionalString('execution_hint');
    reader.optionalBoolean('rehash');
    return readValuesSpec(reader);
  },
  plan(spec, context) {
    const values = openValues(spec, context);
    if (spec.missing !== undefined) {
      throw errors.parsing('[cardinality] with [missing] is not supported');
    }
    const column = ([v = sql`NULL`]: readonly Sql[]) =>
      values.isList ? sql`uniqCombined64Array(17)(${v})` : sql`uniqCombined64(17)(${v})`;
    return {
      typedName: 'cardinality',
      inputs: (branch) => [values.input(branch)],
      columns: (inputs) => [column(inputs)],
      answer: (found) => ({ value: numberOf(found?.[0]) ?? 0 }),
      orderBy: (_, inputs) => column(inputs),
    };
  },
};
