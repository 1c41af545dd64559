import { errors } from '@longshore/common/errors';
import { type Sql, sql, string } from '../../sql/sql.ts';
import { isText } from '../field-context.ts';
import type { Branch } from '../plan.ts';
import { wordList } from '../text.ts';
import type { AggContext, Bucket, BucketAggType, BucketPlan, BucketRow } from './agg-type.ts';
import { planSignificant, readSignificant, type SignificantSpec } from './significant-terms.ts';
import { choiceCondition } from './terms-choice.ts';

interface SignificantText extends SignificantSpec {
  readonly field: string;
}

/** The words that more of the found texts have than of all. */
export const significantText: BucketAggType<SignificantText> = {
  name: 'significant_text',
  kind: 'bucket',
  isBeyondQuery: true,
  parse(reader, context) {
    const field = reader.string('field');
    const sources = reader.json('source_fields');
    if (Array.isArray(sources) && sources.some((source) => source !== field)) {
      throw errors.illegalArgument(
        '[significant_text] with [source_fields] beside its [field] is not supported',
      );
    }
    if (reader.optionalBoolean('filter_duplicate_text') === true) {
      throw errors.illegalArgument(
        '[significant_text] with [filter_duplicate_text] is not supported; put a [diversified_sampler] around it',
      );
    }
    return { ...readSignificant(reader, context), field };
  },
  plan: (spec, context) => planSignificant('sigsterms', planWords(spec, context), spec),
};

function planWords(spec: SignificantText, { branches }: AggContext): BucketPlan {
  const wordsOf = ({ context }: Pick<Branch, 'context'>): Sql => {
    const field = context.field(spec.field);
    if (field === undefined) {
      return sql`CAST([] AS Array(String))`;
    }
    if (!isText(field)) {
      throw errors.illegalArgument(
        `Field [${spec.field}] of type [${field.type}] is not supported for aggregation [significant_text]`,
      );
    }
    return wordList(field);
  };
  for (const branch of branches) {
    wordsOf(branch);
  }
  return {
    typedName: 'sterms',
    key: (branch) => sql`arrayJoin(arrayDistinct(${wordsOf(branch)}))`,
    keyCondition: (key) => choiceCondition(key, spec, 'text'),
    keyLiteral: (key) => sql`${string(String(key))}`,
    buckets: <Row extends BucketRow>(rows: readonly Row[]) =>
      rows.map((row): Bucket<Row> => ({ row, docCount: row.docCount, members: { key: row.key } })),
    answer: (buckets) => ({ buckets: buckets.map(({ json }) => json) }),
  };
}
