import { errors } from '@longshore/common/errors';
import type { TokenFilterType } from '../component.ts';
import type { Options } from '../options.ts';
import type { Token } from '../token.ts';
import { type Hash, murmurHash } from './murmur-hash.ts';

interface Counts {
  readonly hashes: number;
  readonly buckets: number;
  readonly perBucket: number;
}

/** More tokens of one text are no signature any more. */
const TOKENS_MAX = 1_000_000;
const MASK = (1n << 64n) - 1n;

/**
 * A signature of a text: texts that share many of these hashes have many words in common. Each word is hashed in several
 * ways; of each way and each part of the hashes' range the smallest are kept.
 */
export const minHash: TokenFilterType = {
  names: ['min_hash'],
  build(options) {
    const counts: Counts = {
      hashes: atLeastOne(options, 'hash_count', 1),
      buckets: atLeastOne(options, 'bucket_count', 512),
      perBucket: atLeastOne(options, 'hash_set_size', 1),
    };
    if (counts.hashes * counts.buckets * counts.perBucket > TOKENS_MAX) {
      throw errors.illegalArgument(
        `the filter [min_hash] makes more than [${TOKENS_MAX}] tokens of one text`,
      );
    }
    const rotates = options.boolean('with_rotation', counts.buckets > 1);
    return (tokens) => (tokens.length === 0 ? [] : signature(tokens, counts, rotates));
  },
};

function atLeastOne(options: Options, name: string, fallback: number): number {
  const value = options.integer(name, fallback);
  if (value < 1) {
    throw errors.illegalArgument(`[${name}] must be greater than zero`);
  }
  return value;
}

function signature(tokens: readonly Token[], counts: Counts, rotates: boolean): readonly Token[] {
  const terms = [...new Set(tokens.map(({ term }) => term))];
  const end = tokens.at(-1)?.end ?? 0;
  const words = terms.map((term) => murmurHash(Buffer.from(term, 'utf16le')));
  return Array.from({ length: counts.hashes }, (_, i) => {
    const way = murmurHash(Buffer.from([i >> 24, i >> 16, i >> 8, i]));
    const buckets = fill(
      words.map((word) => combine(word, way)),
      counts,
    );
    return rotates ? rotate(buckets) : buckets;
  })
    .flat(2)
    .map((hash) => ({ term: textOf(hash), start: 0, end, type: 'MIN_HASH', position: 0 }));
}

const combine = (word: Hash, way: Hash): Hash => ({
  first: (word.first * 37n + way.first) & MASK,
  second: (word.second * 37n + way.second) & MASK,
});

const order = (a: Hash, b: Hash): number =>
  a.second === b.second
    ? Number(a.first > b.first) - Number(a.first < b.first)
    : a.second < b.second
      ? -1
      : 1;

/** The smallest hashes of each part of the range. */
function fill(
  hashes: readonly Hash[],
  { buckets, perBucket }: Counts,
): readonly (readonly Hash[])[] {
  const width = ((1n << 32n) + BigInt(buckets) - 1n) / BigInt(buckets);
  const filled: Hash[][] = Array.from({ length: buckets }, () => []);
  for (const hash of [...hashes].sort(order)) {
    const bucket = filled[Number((hash.second >> 32n) / width)];
    if (bucket !== undefined && bucket.length < perBucket) {
      bucket.push(hash);
    }
  }
  return filled;
}

/** An empty part has what the next one has. */
function rotate(buckets: readonly (readonly Hash[])[]): readonly (readonly Hash[])[] {
  let next = buckets.find((bucket) => bucket.length > 0) ?? [];
  return buckets
    .map((_, i) => buckets[buckets.length - 1 - i] ?? [])
    .map((bucket) => {
      next = bucket.length > 0 ? bucket : next;
      return next;
    })
    .reverse();
}

/** Eight characters of sixteen bits each. */
function textOf({ first, second }: Hash): string {
  const units = [first, second].flatMap((half) =>
    [48n, 32n, 16n, 0n].map((bits) => Number((half >> bits) & 0xffffn)),
  );
  return String.fromCharCode(...units);
}
