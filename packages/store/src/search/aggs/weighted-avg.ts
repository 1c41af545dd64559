import { errors } from '@longshore/common/errors';
import { type Sql, sql } from '../../sql/sql.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import type { MetricAggType } from './agg-type.ts';
import { openNumbers, readValuesSpec, type ValuesSpec } from './inputs.ts';
import { numberOf, valueAnswer } from './number-answer.ts';

interface WeightedAvg {
  readonly value: ValuesSpec;
  readonly weight: ValuesSpec;
  readonly format: string | undefined;
}

/** The mean of values that each count as much as the weight of their document says. */
export const weightedAvg: MetricAggType<WeightedAvg> = {
  name: 'weighted_avg',
  kind: 'metric',
  parse: (reader) => {
    reader.optionalString('value_type');
    return {
      value: readPart(reader, 'value'),
      weight: readPart(reader, 'weight'),
      format: reader.optionalString('format'),
    };
  },
  plan(spec, context) {
    const values = openNumbers('weighted_avg', spec.value, context);
    const weights = openNumbers('weighted_avg', spec.weight, context);
    if (weights.isList) {
      throw errors.illegalArgument(
        `Encountered more than one weight for a single document. Use a script to combine multiple weights-per-doc into a single value: [${spec.weight.field}]`,
      );
    }
    const sumOf = (v: Sql) => (values.isList ? sql`arraySum(${v})` : v);
    const countOf = (v: Sql) => (values.isList ? sql`length(${v})` : sql`isNotNull(${v})`);
    const column = ([v = sql`NULL`, w = sql`NULL`]: readonly Sql[]) => {
      const total = sql`sum(${countOf(v)} * ${w})`;
      return sql`if(${total} = 0, NULL, sum(${sumOf(v)} * ${w}) / ${total})`;
    };
    return {
      typedName: 'weighted_avg',
      inputs: (branch) => [values.input(branch), weights.input(branch)],
      columns: (inputs) => [column(inputs)],
      answer: (found) => valueAnswer(numberOf(found?.[0]), values.common, spec.format),
      orderBy: (_, inputs) => column(inputs),
    };
  },
};

function readPart(reader: ObjectReader, name: string): ValuesSpec {
  const given = reader.optionalObject(name);
  if (given === undefined) {
    throw errors.illegalArgument(`[weighted_avg] needs a [${name}] with a field or a script`);
  }
  const part = readObject(name, given);
  const spec = readValuesSpec(part);
  part.rejectUnknown();
  return spec;
}
