import { errors } from '@longshore/common/errors';
import { join, sql } from '../../sql/sql.ts';
import { type FieldContext, isText } from '../field-context.ts';
import type { Branch } from '../plan.ts';
import { ALWAYS, allOf } from '../predicate.ts';
import type { Query } from '../query.ts';
import type { ObjectReader } from '../read-object.ts';
import { bucketStatement } from './agg-statement.ts';
import type {
  AggParseContext,
  Ask,
  Bucket,
  BucketAggType,
  BucketPlan,
  BucketRow,
} from './agg-type.ts';
import { readValuesSpec, type ValuesSpec } from './inputs.ts';
import { readSignificance, type Significance } from './significance.ts';
import { planTerms } from './terms.ts';
import { type Choices, readChoice } from './terms-choice.ts';
import { planWords } from './word-buckets.ts';

/** What the aggregations of significant values have in common. */
export interface SignificantSpec extends Choices {
  readonly size: number;
  readonly minDocCount: number;
  readonly significance: Significance;
  /** What the found documents are compared with: those that a query matches, or all. */
  readonly background: Query | undefined;
}

const SIZE = 10;
const MIN_DOC_COUNT = 3;
/** So many of the most frequent values of each bucket are compared. */
const CANDIDATES_MAX = 10_000;

/** A bucket for each value that more of the found documents have than of all, the most telling first. */
export const significantTerms: BucketAggType<SignificantSpec & ValuesSpec> = {
  name: 'significant_terms',
  kind: 'bucket',
  isBeyondQuery: true,
  parse: (reader, context) => ({ ...readSignificant(reader, context), ...readValuesSpec(reader) }),
  plan(spec, context) {
    if (context.branches.some(({ context: fields }) => isTextWithFielddata(fields, spec.field))) {
      return planSignificant('sigsterms', planWords('significant_terms', spec, context), spec);
    }
    const order = [{ path: '_count', direction: 'desc' as const }];
    const terms = planTerms(
      { ...spec, order, showsErrors: false, valueType: undefined, size: CANDIDATES_MAX },
      context,
    );
    const typedName = terms.typedName === 'sterms' ? 'sigsterms' : 'siglterms';
    return planSignificant(typedName, terms, spec);
  },
};

/** Texts whose mapping lets their words be values. */
function isTextWithFielddata(fields: FieldContext, path: string): boolean {
  const field = fields.field(path);
  return field !== undefined && isText(field) && field.definition.fielddata === true;
}

/** Reads what they have in common. */
export function readSignificant(
  reader: ObjectReader,
  { parseQuery }: AggParseContext,
): SignificantSpec {
  const size = reader.optionalInteger('size') ?? SIZE;
  if (size <= 0) {
    throw errors.illegalArgument(
      `[size] must be greater than 0. Found [${size}] in [${reader.name}]`,
    );
  }
  const minDocCount = reader.optionalInteger('min_doc_count') ?? MIN_DOC_COUNT;
  // Counts are exact, so that nothing is to be said of those of shards.
  reader.optionalInteger('shard_size');
  reader.optionalInteger('shard_min_doc_count');
  reader.optionalString('execution_hint');
  const filter = reader.json('background_filter');
  return {
    size,
    minDocCount: Math.max(1, minDocCount),
    significance: readSignificance(reader),
    background: filter === undefined ? undefined : parseQuery(filter),
    include: readChoice('include', reader.json('include')),
    exclude: readChoice('exclude', reader.json('exclude')),
  };
}

interface Background {
  readonly size: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** From the plan of an aggregation with a bucket for each value, its counts in the found documents. */
export function planSignificant(
  typedName: string,
  terms: BucketPlan,
  { size, minDocCount, significance, background }: SignificantSpec,
): BucketPlan {
  const { isWhole: _isWhole, ...plan } = terms;
  return {
    ...plan,
    typedName,
    top: {
      size: CANDIDATES_MAX,
      order: [
        { path: '_count', direction: 'desc' },
        { path: '_key', direction: 'asc' },
      ],
      minDocCount,
    },
    around: { inputs: () => [], columns: () => [sql`count()`] },
    isOfDocuments: true,
    learn: (_, keys, ask) => countBackground(terms, background, { keys, ask }),
    buckets: <Row extends BucketRow>(rows: readonly Row[], { around, learnt }: Known) => {
      const behind = learnt as Background;
      const found = plan.buckets(rows, { around, learnt }).map((bucket) => {
        const supersetFreq = behind.counts.get(JSON.stringify(bucket.row?.key)) ?? 0;
        const score = significance({
          subsetFreq: bucket.docCount,
          subsetSize: Number(around[0] ?? 0),
          supersetFreq,
          supersetSize: behind.size,
        });
        const members = { ...bucket.members, score, bg_count: supersetFreq };
        return { score, bucket: { ...bucket, members } satisfies Bucket<Row> };
      });
      return found
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score)
        .slice(0, size)
        .map(({ bucket }) => bucket);
    },
    answer: (buckets, around, learnt) => ({
      doc_count: Number(around[0] ?? 0),
      bg_count: (learnt as Background).size,
      buckets: buckets.map(({ json }) => json),
    }),
  };
}

type Known = Parameters<BucketPlan['buckets']>[1];

interface Wanted {
  readonly keys: readonly unknown[];
  readonly ask: Ask;
}

/** How many documents there are to compare with, and how many of them have each value. */
async function countBackground(
  terms: BucketPlan,
  background: Query | undefined,
  { keys, ask }: Wanted,
): Promise<Background> {
  const { branches, run } = ask;
  const within = ({ context }: Branch) =>
    background === undefined ? ALWAYS : context.compile(background);
  const { top: _top, ...plan } = terms;
  const everything: BucketPlan = { ...plan, isGlobal: true, where: within };
  const { key: _key, keyCondition: _condition, ...unkeyed } = everything;
  const { keyLiteral } = plan;
  const ofKeys: BucketPlan = {
    ...everything,
    where: (branch) => allOf([within(branch), plan.where?.(branch) ?? ALWAYS]),
    keyCondition: (key) =>
      keyLiteral &&
      sql`${key} IN (${join(
        keys.map((one) => keyLiteral(one)),
        ', ',
      )})`,
  };
  const count = async (one: BucketPlan) =>
    branches.length === 0
      ? []
      : run(
          bucketStatement({
            level: { path: [one], groups: [] },
            children: [],
            layout: { parts: [] },
            branches,
          }),
        );
  const [[all], found] = await Promise.all([
    count(unkeyed),
    keys.length === 0 ? [] : count(ofKeys),
  ]);
  return {
    size: Number(all?.n ?? 0),
    counts: new Map(found.map((row) => [JSON.stringify(row.k0), Number(row.n)])),
  };
}
