import { errors } from '@longshore/common/errors';
import { sql } from '../../sql/sql.ts';
import type { MetricAggType } from './agg-type.ts';
import { openNumbers, readValuesSpec, type ValuesSpec } from './inputs.ts';
import { asString } from './number-answer.ts';
import { allIfFew, quantiles, readDigest, readList } from './percentiles.ts';

const MEMBERS = ['min', 'max', 'q1', 'q2', 'q3', 'lower', 'upper'] as const;
type Member = (typeof MEMBERS)[number];

/** The percents by which the ends of the whiskers are found. */
const STEPS = 200;
const PERCENTS = Array.from({ length: STEPS + 1 }, (_, i) => (i * 100) / STEPS);
const PERCENT_OF: Readonly<Record<Member, number>> = {
  ...{ min: 0, max: 100, q1: 25, q2: 50, q3: 75 },
  // Of these no statement is made: they depend on the others.
  ...{ lower: 0, upper: 100 },
};
/** Whiskers reach so many times the distance of the quartiles beyond them. */
const REACH = 1.5;

/** Quartiles, extremes, and whiskers as far as values go that are no outliers. */
export const boxplot: MetricAggType<ValuesSpec> = {
  name: 'boxplot',
  kind: 'metric',
  parse(reader) {
    readDigest(reader);
    return readValuesSpec(reader);
  },
  plan(spec, context) {
    const values = openNumbers('boxplot', spec, context);
    return {
      typedName: 'boxplot',
      inputs: (branch) => [values.input(branch)],
      columns: ([v = sql`NULL`]) => [
        quantiles(PERCENTS, v, values.isList),
        allIfFew(v, values.isList),
      ],
      answer: (found) => {
        const [list = [], few = []] = (found ?? []).map(readList);
        const entries = Object.entries(boxOf(list, few.length === 0 ? list : few));
        const texts = entries.flatMap(([name, value]) => {
          const text = value === null ? undefined : asString(value, values.common, spec.format);
          return text === undefined ? [] : [[`${name}_as_string`, text] as const];
        });
        return Object.fromEntries([...entries, ...texts]);
      },
      orderBy: (property, [v = sql`NULL`]) => {
        const member = MEMBERS.find((one) => one === property);
        if (member === undefined || member === 'lower' || member === 'upper') {
          throw errors.illegalArgument(
            `Ordering on [boxplot] needs one of its values, [min, max, q1, q2, q3], but found [${property ?? ''}]`,
          );
        }
        return sql`${quantiles([PERCENT_OF[member]], v, values.isList)}[1]`;
      },
    };
  },
};

/** From the values at each of the percents, and those that a whisker may end at. */
function boxOf(
  list: readonly (number | null)[],
  ends: readonly (number | null)[],
): Readonly<Record<Member, number | null>> {
  const at = (percent: number): number | null => list[(percent * STEPS) / 100] ?? null;
  const [min, max, q1, q2, q3] = [at(0), at(100), at(25), at(50), at(75)];
  if (q1 === null || q3 === null) {
    return { min, max, q1, q2, q3, lower: null, upper: null };
  }
  const reach = REACH * (q3 - q1);
  const within = ends.filter(
    (value) => value !== null && value >= q1 - reach && value <= q3 + reach,
  );
  return { min, max, q1, q2, q3, lower: within[0] ?? null, upper: within.at(-1) ?? null };
}
