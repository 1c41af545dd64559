import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { MetricAggType } from './agg-type.ts';
import { openNumbers, type Values, type ValuesSpec } from './inputs.ts';
import { numberOf } from './number-answer.ts';

const FIELDS_MAX = 32;
/** What stands for several values of a document. */
const MODES = ['avg', 'min', 'max', 'sum', 'median'] as const;
type Mode = (typeof MODES)[number];

interface MatrixStats {
  readonly fields: readonly ValuesSpec[];
  readonly mode: Mode;
}

/** How each of several fields is distributed, and how they depend on each other, over documents that have all of them. */
export const matrixStats: MetricAggType<MatrixStats> = {
  name: 'matrix_stats',
  kind: 'metric',
  parse(reader) {
    const given = reader.json('fields');
    const fields = Array.isArray(given) ? given.map((field: Json) => String(field)) : [];
    if (fields.length === 0 || fields.length > FIELDS_MAX) {
      throw errors.illegalArgument(
        `[matrix_stats] needs [fields], a list of 1 to ${FIELDS_MAX} fields; found ${fields.length}`,
      );
    }
    if (reader.has('script')) {
      throw errors.parsing('Unexpected token START_OBJECT [script] in [matrix_stats].', 'script');
    }
    const missing = reader.optionalObject('missing') ?? {};
    const mode = (reader.optionalString('mode') ?? 'avg').toLowerCase();
    const known = MODES.find((one) => one === mode);
    if (known === undefined) {
      throw errors.illegalArgument(
        `Unknown mode [${mode}] in [matrix_stats]; use one of [${MODES.join(', ')}]`,
      );
    }
    return {
      mode: known,
      fields: fields.map((field) => ({
        field,
        script: undefined,
        missing: Object.hasOwn(missing, field) ? missing[field] : undefined,
        format: undefined,
      })),
    };
  },
  plan({ fields, mode }, context) {
    const opened = fields.map((spec) => openNumbers('matrix_stats', spec, context));
    const names = fields.map(({ field }) => field);
    return {
      typedName: 'matrix_stats',
      inputs: (branch) => opened.map((values) => oneValue(values, values.input(branch), mode)),
      columns: (inputs) => columnsOf(inputs),
      answer: (found) => answerOf(names, found ?? []),
      orderBy: () => {
        throw errors.illegalArgument('[matrix_stats] has no single value to order buckets by');
      },
    };
  },
};

function oneValue({ isList }: Values, input: Sql, mode: Mode): Sql {
  if (!isList) {
    return input;
  }
  const value = {
    avg: sql`arrayAvg(l)`,
    min: sql`arrayMin(l)`,
    max: sql`arrayMax(l)`,
    sum: sql`arraySum(l)`,
    median: sql`arrayReduce('quantileExactInclusive(0.5)', l)`,
  }[mode];
  return sql`arrayMap(l -> if(empty(l), NULL, ${value}), [${input}])[1]`;
}

/** The number of documents, four moments of each field, and for each pair of fields how they vary together. */
function columnsOf(inputs: readonly Sql[]): readonly Sql[] {
  const all = sql`(${join(
    inputs.map((input) => sql`isNotNull(${input})`),
    ' AND ',
  )})`;
  const over = (name: string, ...values: readonly Sql[]) =>
    sql`${raw(name)}OrNullIf(${join(
      values.map((value) => sql`assumeNotNull(${value})`),
      ', ',
    )}, ${all})`;
  return [
    sql`countIf(${all})`,
    ...inputs.flatMap((v) => [
      over('avg', v),
      over('varSampStable', v),
      over('skewPop', v),
      over('kurtPop', v),
    ]),
    ...inputs.flatMap((v, i) =>
      inputs.slice(i + 1).flatMap((w) => [over('covarSampStable', v, w), over('corrStable', v, w)]),
    ),
  ];
}

const MOMENTS = ['mean', 'variance', 'skewness', 'kurtosis'] as const;

function answerOf(
  names: readonly string[],
  found: readonly unknown[],
): Readonly<Record<string, unknown>> {
  const numbers = found.map(numberOf);
  const count = numbers[0] ?? 0;
  if (count === 0) {
    return { doc_count: 0 };
  }
  const moments = numbers.slice(1, 1 + names.length * MOMENTS.length);
  const pairs = numbers.slice(1 + moments.length);
  /** Pairs are numbered row by row above the diagonal. */
  const pairOf = (i: number, j: number, which: 0 | 1): number | null => {
    const [low, high] = i < j ? [i, j] : [j, i];
    const before = low * names.length - (low * (low + 1)) / 2;
    return pairs[2 * (before + high - low - 1) + which] ?? null;
  };
  const row = (i: number, which: 0 | 1) =>
    names.map((name, j) => {
      const own = which === 0 ? (moments[i * MOMENTS.length + 1] ?? null) : 1;
      return [name, i === j ? own : pairOf(i, j, which)] as const;
    });
  return {
    doc_count: count,
    fields: names.map((name, i) => ({
      name,
      count,
      ...Object.fromEntries(
        MOMENTS.map((moment, m) => [moment, moments[i * MOMENTS.length + m] ?? null]),
      ),
      covariance: Object.fromEntries(row(i, 0)),
      correlation: Object.fromEntries(row(i, 1)),
    })),
  };
}
