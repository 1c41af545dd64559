import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { ExactNumber } from '../../index/exact-json.ts';
import { join, raw, sql } from '../../sql/sql.ts';
import { allOf } from '../predicate.ts';
import { readObject } from '../read-object.ts';
import type { Bucket, BucketAggType, BucketRow, OrderKey } from './agg-type.ts';
import { type OpenSource, openSource, partLiterals, partsOf } from './composite-source.ts';
import { readValuesSpec, type ValuesSpec } from './inputs.ts';
import { openShow } from './show-value.ts';
import { readTop } from './terms.ts';

interface MultiTerms {
  readonly terms: readonly ValuesSpec[];
  readonly size: number;
  readonly order: readonly OrderKey[];
  readonly minDocCount: number;
  readonly showsErrors: boolean;
}

const TERMS_MAX = 32;

/** A bucket for each combination of values of several fields, the most frequent first. Counts are exact. */
export const multiTerms: BucketAggType<MultiTerms> = {
  name: 'multi_terms',
  kind: 'bucket',
  parse(reader) {
    const given = reader.json('terms');
    const list: readonly Json[] = Array.isArray(given) ? given : [];
    if (list.length < 2 || list.length > TERMS_MAX) {
      throw errors.illegalArgument(
        `The [terms] parameter in the aggregation [multi_terms] must be present and have at least 2 fields or scripts, and at most ${TERMS_MAX}.`,
      );
    }
    return { ...readTop(reader), terms: list.map(readTerm) };
  },
  plan({ terms, size, order, minDocCount, showsErrors }, context) {
    const sources = terms.map((values) => openSource(sourceOf(values), context));
    const parts = (branch: Parameters<OpenSource['part']>[0]) =>
      join(
        sources.map((source) => source.part(branch)),
        ', ',
      );
    const where = (branch: Parameters<OpenSource['part']>[0]) =>
      allOf(sources.map((source) => source.where(branch)));
    const shows = sources.map(({ kind, format, source }) =>
      openShow(kind, source.values.format ?? format),
    );
    const keyOf = (key: unknown) =>
      partsOf(key).map(([value], i) => {
        const shown = shows[i]?.(value);
        return typeof shown === 'boolean' ? String(shown) : shown;
      });
    return {
      typedName: 'multi_terms',
      where,
      key: (branch) => sql`tuple(${parts(branch)})`,
      keyLiteral: (key) => sql`tuple(${join(partLiterals(sources, key), ', ')})`,
      top: { size, order, minDocCount: Math.max(1, minDocCount) },
      around: {
        // How many combinations a document is in.
        inputs: (branch) => [
          sql`if(${where(branch)}, toInt64(${join(
            sources.map((source) => source.partCount(branch)),
            ' * ',
          )}), 0)`,
        ],
        columns: ([n = raw('0')]) => [sql`sum(${n})`],
      },
      isWhole: (found) => found < size && minDocCount <= 1,
      buckets: <Row extends BucketRow>(rows: readonly Row[]) =>
        rows.map((row): Bucket<Row> => {
          const key = keyOf(row.key);
          return {
            row,
            docCount: row.docCount,
            members: {
              key,
              key_as_string: key.map(keyText).join('|'),
              ...(showsErrors ? { doc_count_error_upper_bound: 0 } : {}),
            },
          };
        }),
      answer: (buckets, around) => {
        const shown = buckets.reduce((sum, { bucket }) => sum + bucket.docCount, 0);
        return {
          doc_count_error_upper_bound: 0,
          sum_other_doc_count: Math.max(0, Number(around[0] ?? 0) - shown),
          buckets: buckets.map(({ json }) => json),
        };
      },
    };
  },
};

const keyText = (part: unknown): string => (part instanceof ExactNumber ? part.text : String(part));

function readTerm(given: Json): ValuesSpec {
  const reader = readObject('terms', given);
  const spec = readValuesSpec(reader);
  reader.optionalString('value_type');
  reader.rejectUnknown();
  return spec;
}

const sourceOf = (values: ValuesSpec) => ({
  name: values.field,
  values,
  grouping: { type: 'terms' as const },
  isDescending: false,
  hasMissing: false,
  isMissingFirst: true,
});
