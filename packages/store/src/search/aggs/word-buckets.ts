import { errors } from '@longshore/common/errors';
import { type Sql, sql, string } from '../../sql/sql.ts';
import { isText } from '../field-context.ts';
import type { Branch } from '../plan.ts';
import { wordList } from '../text.ts';
import type { AggContext, Bucket, BucketPlan, BucketRow } from './agg-type.ts';
import { type Choices, choiceCondition } from './terms-choice.ts';

/** The plan of an aggregation with a bucket for each word of a text. */
export function planWords(
  name: string,
  spec: Choices & { readonly field: string },
  { branches }: AggContext,
): BucketPlan {
  const wordsOf = ({ context }: Pick<Branch, 'context'>): Sql => {
    const field = context.field(spec.field);
    if (field === undefined) {
      return sql`CAST([] AS Array(String))`;
    }
    if (!isText(field)) {
      throw errors.illegalArgument(
        `Field [${spec.field}] of type [${field.type}] is not supported for aggregation [${name}]`,
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
