import { errors } from '@longshore/common/errors';
import { type Sql, sql } from '../../sql/sql.ts';
import { kindLiteral } from '../kind-literal.ts';
import type { MetricAggType } from './agg-type.ts';
import { openValues, orMissing, readValuesSpec, type ValuesSpec } from './inputs.ts';
import { asString, numberOf } from './number-answer.ts';

interface StringStats extends ValuesSpec {
  readonly showsDistribution: boolean;
}

/** How long texts are, how often each character is in them, and how much there is to know of each. */
export const stringStats: MetricAggType<StringStats> = {
  name: 'string_stats',
  kind: 'metric',
  parse: (reader) => ({
    ...readValuesSpec(reader),
    showsDistribution: reader.optionalBoolean('show_distribution') ?? false,
  }),
  plan(spec, context) {
    const values = openValues(spec, context);
    const { common } = values;
    if (common !== undefined && common.kind !== 'text') {
      throw errors.illegalArgument(
        `Field [${spec.field}] is not supported for aggregation [string_stats]: it has no texts`,
      );
    }
    const given = (v: Sql) => {
      const known = common === undefined ? sql`CAST(NULL AS Nullable(String))` : v;
      return spec.missing === undefined
        ? known
        : orMissing(known, values.isList, sql`${kindLiteral('text', spec.missing)}`);
    };
    const texts = (v: Sql) =>
      values.isList ? v : sql`if(isNull(${v}), [], [assumeNotNull(${v})])`;
    const lengths = (v: Sql) => sql`arrayMap(x -> lengthUTF8(x), ${v})`;
    const columns = new Map<string | undefined, (v: Sql) => Sql>(
      Object.entries({
        count: (v: Sql) => sql`sum(length(${v}))`,
        min_length: (v: Sql) => sql`minArrayOrNull(${lengths(v)})`,
        max_length: (v: Sql) => sql`maxArrayOrNull(${lengths(v)})`,
        avg_length: (v: Sql) => sql`avgArrayOrNull(${lengths(v)})`,
      }),
    );
    const characters = (v: Sql) =>
      sql`sumMap(arrayMap(v -> (extractAll(arrayStringConcat(v), '(?s).') AS chars, arrayMap(x -> toUInt64(1), chars)), [${v}])[1])`;
    return {
      typedName: 'string_stats',
      inputs: (branch) => [texts(given(values.input(branch)))],
      columns: ([v = sql`[]`]) => [
        ...[...columns.values()].map((column) => column(v)),
        characters(v),
      ],
      answer: (found) => answerOf(found, spec),
      orderBy: (property, [v = sql`[]`]) => {
        const column = columns.get(property);
        if (column === undefined) {
          throw errors.illegalArgument(
            `Ordering on [string_stats] needs one of its values, [${[...columns.keys()].join(', ')}], but found [${property ?? ''}]`,
          );
        }
        return column(v);
      },
    };
  },
};

function answerOf(
  found: readonly unknown[] | undefined,
  { format, showsDistribution }: StringStats,
): Readonly<Record<string, unknown>> {
  const [count, min, max, avg] = (found ?? []).map(numberOf);
  const [chars, counts] = Array.isArray(found?.[4]) ? found[4] : [[], []];
  const total = (counts as readonly unknown[]).reduce<number>((sum, one) => sum + Number(one), 0);
  const shares = (chars as readonly string[])
    .map((char, i) => ({ char, share: Number(counts[i]) / total }))
    .sort((a, b) => b.share - a.share || (a.char < b.char ? -1 : 1));
  const isEmpty = !count;
  const figures = {
    count: count ?? 0,
    min_length: isEmpty ? null : (min ?? null),
    max_length: isEmpty ? null : (max ?? null),
    avg_length: isEmpty ? null : (avg ?? null),
    entropy: shares.reduce((sum, { share }) => sum - share * Math.log2(share), 0),
  };
  const texts = Object.entries(figures).flatMap(([name, value]) => {
    const text =
      value === null || name === 'count' ? undefined : asString(value, undefined, format);
    return text === undefined ? [] : [[`${name}_as_string`, text] as const];
  });
  return {
    ...figures,
    ...(showsDistribution
      ? { distribution: Object.fromEntries(shares.map(({ char, share }) => [char, share])) }
      : {}),
    ...Object.fromEntries(texts),
  };
}
