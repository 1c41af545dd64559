import { errors } from '@longshore/common/errors';
import { type Sql, sql } from '../../sql/sql.ts';
import type { Branch } from '../plan.ts';
import { ALWAYS } from '../predicate.ts';
import type { Query } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import type { AggContext, AggParseContext, MetricAggType } from './agg-type.ts';
import { openNumbers, readValuesSpec, type ValuesSpec } from './inputs.ts';
import { numberOf, valueAnswer } from './number-answer.ts';
import { twoSided } from './student-t.ts';

const TYPES = ['paired', 'homoscedastic', 'heteroscedastic'] as const;
type TestType = (typeof TYPES)[number];

interface Population {
  readonly values: ValuesSpec;
  readonly filter: Query | undefined;
}

interface TTest {
  readonly a: Population;
  readonly b: Population;
  readonly type: TestType;
  readonly format: string | undefined;
}

/** How likely the means of two fields, or of one field in two sets of documents, differ as they do by chance alone. */
export const tTest: MetricAggType<TTest> = {
  name: 't_test',
  kind: 'metric',
  parse(reader, context) {
    const type = (reader.optionalString('type') ?? 'heteroscedastic').toLowerCase();
    const known = TYPES.find((one) => one === type);
    if (known === undefined) {
      throw errors.illegalArgument(
        `Unknown t-test type [${type}]; use one of [${TYPES.join(', ')}]`,
      );
    }
    const a = readPopulation(reader, 'a', context);
    const b = readPopulation(reader, 'b', context);
    if (known === 'paired' && (a.filter ?? b.filter) !== undefined) {
      throw errors.illegalArgument("Paired t-test doesn't support filters: [t_test]");
    }
    return { a, b, type: known, format: reader.optionalString('format') };
  },
  queries: ({ a, b }) => [a.filter ?? [], b.filter ?? []].flat(),
  plan({ a, b, type, format }, context) {
    const inputs = [openPopulation(a, context), openPopulation(b, context)];
    return {
      typedName: 't_test',
      inputs: (branch) => inputs.map((input) => input(branch)),
      columns: ([x = sql`NULL`, y = sql`NULL`]) =>
        type === 'paired' ? momentsOf(sql`(${x} - ${y})`) : [...momentsOf(x), ...momentsOf(y)],
      answer: (found) => {
        const value = type === 'paired' ? paired(found) : unpaired(found, type);
        return valueAnswer(numberOf(value), undefined, format);
      },
      orderBy: () => {
        throw errors.illegalArgument('buckets cannot be ordered by [t_test]');
      },
    };
  },
};

function readPopulation(reader: ObjectReader, key: string, context: AggParseContext): Population {
  const given = reader.optionalObject(key);
  if (given === undefined) {
    throw errors.illegalArgument(`[t_test] needs a population [${key}] with a field or a script`);
  }
  const inner = readObject(key, given);
  const filter = inner.json('filter');
  const values = readValuesSpec(inner);
  inner.rejectUnknown();
  return { values, filter: filter === undefined ? undefined : context.parseQuery(filter) };
}

function openPopulation({ values: spec, filter }: Population, context: AggContext) {
  const values = openNumbers('t_test', spec, context);
  if (values.isList) {
    throw errors.illegalArgument(
      `Encountered more than one value for a single document in [${spec.field}]. Use a script to combine them: [t_test]`,
    );
  }
  return (branch: Branch): Sql => {
    const condition = filter === undefined ? ALWAYS : branch.context.compile(filter);
    const input = values.input(branch);
    return condition === ALWAYS ? input : sql`if(${condition}, ${input}, NULL)`;
  };
}

const momentsOf = (v: Sql): readonly Sql[] => [
  sql`count(${v})`,
  sql`avgOrNull(${v})`,
  sql`varSampStableOrNull(${v})`,
];

type Found = readonly unknown[] | undefined;

function paired(found: Found): number | undefined {
  const [count, mean, variance] = (found ?? []).map(numberOf);
  if (!count || count < 2 || typeof mean !== 'number' || typeof variance !== 'number') {
    return undefined;
  }
  return twoSided(mean / Math.sqrt(variance / count), count - 1);
}

function unpaired(found: Found, type: TestType): number | undefined {
  const [n = 0, meanA, varianceA, m = 0, meanB, varianceB] = (found ?? []).map(
    (one) => numberOf(one) ?? Number.NaN,
  );
  if (n < 2 || m < 2 || meanA === undefined || meanB === undefined) {
    return undefined;
  }
  const [a = Number.NaN, b = Number.NaN] = [varianceA, varianceB];
  const distance = meanA - meanB;
  if (type === 'homoscedastic') {
    const pooled = ((n - 1) * a + (m - 1) * b) / (n + m - 2);
    return twoSided(distance / Math.sqrt(pooled * (1 / n + 1 / m)), n + m - 2);
  }
  const [errorA, errorB] = [a / n, b / m];
  const degrees = (errorA + errorB) ** 2 / (errorA ** 2 / (n - 1) + errorB ** 2 / (m - 1));
  return twoSided(distance / Math.sqrt(errorA + errorB), degrees);
}
