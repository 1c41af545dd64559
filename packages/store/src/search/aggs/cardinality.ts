import { errors } from '@longshore/common/errors';
import { type Sql, sql } from '../../sql/sql.ts';
import { kindLiteral } from '../kind-literal.ts';
import { noValue } from '../kind-sql.ts';
import type { Branch } from '../plan.ts';
import type { MetricAggType } from './agg-type.ts';
import { openValues, orMissing, readValuesSpec, type ValuesSpec } from './inputs.ts';
import { numberOf } from './number-answer.ts';

/** How many distinct values there are: exact for some ten thousand, then within about 1 %. */
export const cardinality: MetricAggType<ValuesSpec> = {
  name: 'cardinality',
  kind: 'metric',
  parse(reader) {
    // The precision is that of the engine's 2^17 registers, better than the highest that can be asked for.
    const threshold = reader.optionalInteger('precision_threshold');
    if (threshold !== undefined && threshold < 0) {
      throw errors.illegalArgument(
        `[precisionThreshold] must be greater than or equal to 0. Found [${threshold}] in [cardinality]`,
      );
    }
    reader.optionalString('execution_hint');
    reader.optionalBoolean('rehash');
    return readValuesSpec(reader);
  },
  plan(spec, context) {
    const values = openValues(spec, context);
    const kind = values.common?.kind ?? 'text';
    const input = (branch: Branch) => {
      const given = values.common === undefined ? noValue(kind) : values.input(branch);
      return spec.missing === undefined
        ? given
        : orMissing(
            given,
            values.isList,
            sql`${kindLiteral(kind, spec.missing, values.common?.format)}`,
          );
    };
    const column = ([v = sql`NULL`]: readonly Sql[]) =>
      values.isList ? sql`uniqCombined64Array(17)(${v})` : sql`uniqCombined64(17)(${v})`;
    return {
      typedName: 'cardinality',
      inputs: (branch) => [input(branch)],
      columns: (inputs) => [column(inputs)],
      answer: (found) => ({ value: numberOf(found?.[0]) ?? 0 }),
      orderBy: (_, inputs) => column(inputs),
    };
  },
};
