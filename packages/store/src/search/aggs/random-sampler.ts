import { errors } from '@longshore/common/errors';
import { SYSTEM_COLUMNS } from '../../index/column.ts';
import { column, float, int, sql } from '../../sql/sql.ts';
import { ALWAYS } from '../predicate.ts';
import type { BucketAggType } from './agg-type.ts';
import { single } from './filters.ts';

interface RandomSampler {
  readonly probability: number;
  readonly seed: number;
}

const PROBABILITY_MAX = 0.5;
const SEED_MAX = 2 ** 31 - 1;
/** Hashes are evenly spread below it. */
const HASH_UNIT = 2 ** 53;

/** Some of the documents by chance, each standing for several: counts and sums are multiplied to be those of all. */
export const randomSampler: BucketAggType<RandomSampler> = {
  name: 'random_sampler',
  kind: 'bucket',
  parse(reader) {
    const probability = reader.optionalNumber('probability');
    if (
      probability === undefined ||
      !(probability > 0) ||
      (probability > PROBABILITY_MAX && probability !== 1)
    ) {
      throw errors.illegalArgument(
        `[probability] must be between 0.0 and ${PROBABILITY_MAX} or exactly 1.0, was [${probability ?? ''}]`,
      );
    }
    const seed = reader.optionalInteger('seed') ?? Math.floor(Math.random() * SEED_MAX);
    reader.optionalInteger('shard_seed');
    return { probability, seed };
  },
  plan: ({ probability, seed }) => ({
    typedName: 'random_sampler',
    isTopLevel: true,
    weight: 1 / probability,
    where: () =>
      probability === 1
        ? ALWAYS
        : sql`(sipHash64(${column(SYSTEM_COLUMNS.seqNo)}, ${int(seed)}) % ${int(HASH_UNIT)} < ${float(probability * HASH_UNIT)})`,
    buckets: single.buckets,
    answer: ([only]) => Object.assign(only?.json ?? {}, { probability, seed }),
  }),
};
