import { errors } from '@longshore/common/errors';
import { float, type Sql, sql } from '../../sql/sql.ts';
import { firstNumber, numericField } from './field-value.ts';
import type { ScoreFunction, ScoreFunctionContext } from './score-function.ts';

interface FieldValueFactor {
  readonly field: string;
  readonly factor: number;
  readonly modifier: keyof typeof MODIFIERS;
  readonly missing: number | undefined;
}

const MODIFIERS = {
  none: (value: Sql) => value,
  log: (value: Sql) => sql`log10(${value})`,
  log1p: (value: Sql) => sql`log10(${value} + 1)`,
  log2p: (value: Sql) => sql`log10(${value} + 2)`,
  ln: (value: Sql) => sql`log(${value})`,
  ln1p: (value: Sql) => sql`log(${value} + 1)`,
  ln2p: (value: Sql) => sql`log(${value} + 2)`,
  square: (value: Sql) => sql`pow(${value}, 2)`,
  sqrt: (value: Sql) => sql`sqrt(${value})`,
  reciprocal: (value: Sql) => sql`(1 / ${value})`,
};

const isModifier = (name: string): name is keyof typeof MODIFIERS => Object.hasOwn(MODIFIERS, name);

/** The value of a field, times a factor, bent by a modifier. */
export const fieldValueFactor: ScoreFunction<FieldValueFactor> = {
  name: 'field_value_factor',
  parse(reader) {
    const field = reader.optionalString('field');
    if (field === undefined) {
      throw errors.parsing('[field_value_factor] required field [field] missing');
    }
    const modifier = (reader.optionalString('modifier') ?? 'none').toLowerCase();
    if (!isModifier(modifier)) {
      throw errors.illegalArgument(
        `No enum constant for the modifier [${modifier}] of [field_value_factor]; use one of [${Object.keys(MODIFIERS).join(', ')}]`,
      );
    }
    const factor = reader.optionalNumber('factor') ?? 1;
    return { field, factor, modifier, missing: reader.optionalNumber('missing') };
  },
  value: (spec, of) => sql`ifNull(${factorOf(spec, of)}, 1.)`,
  fault(spec, of) {
    const value = factorOf(spec, of);
    return {
      condition: sql`(isNull(${value}) OR NOT (ifNull(${value}, 0.) >= 0))`,
      reason: `[field_value_factor] needs a value of 0 or more in each document, but field [${spec.field}] with modifier [${spec.modifier}] gives none or a negative one for some; use [missing], or another modifier`,
    };
  },
};

function factorOf(
  { field: path, factor, modifier, missing }: FieldValueFactor,
  { context }: ScoreFunctionContext,
): Sql {
  if (!context.isMapped(path) && missing === undefined) {
    throw errors.queryShard(
      `Unable to find a field mapper for field [${path}]. No 'missing' value defined.`,
    );
  }
  const value = firstNumber(numericField(path, context), missing);
  return MODIFIERS[modifier](sql`(${value} * ${float(factor)})`);
}
