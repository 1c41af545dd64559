import { errors } from '@longshore/common/errors';
import type { TokenFilterType } from '../component.ts';
import type { Token } from '../token.ts';

interface Shingling {
  readonly min: number;
  readonly max: number;
  readonly hasUnigrams: boolean;
  readonly hasUnigramsIfNone: boolean;
  readonly separator: string;
  /** Stands for a word that was taken out. */
  readonly filler: string;
}

/** Words in a row as one token. */
export const shingle: TokenFilterType = {
  names: ['shingle'],
  build(options, { limits }) {
    const hasUnigrams = options.boolean('output_unigrams', true);
    const shingling: Shingling = {
      min: options.integer('min_shingle_size', 2),
      max: options.integer('max_shingle_size', 2),
      hasUnigrams,
      hasUnigramsIfNone: options.boolean('output_unigrams_if_no_shingles', false),
      separator: options.text('token_separator') ?? ' ',
      filler: options.text('filler_token') ?? '_',
    };
    check(shingling, limits.shingleDiffMax);
    return (tokens) => shingles(tokens, shingling);
  },
};

function check({ min, max, hasUnigrams }: Shingling, diffMax: number): void {
  if (min < 2) {
    throw errors.illegalArgument('minShingleSize must be greater than one');
  }
  if (max < min) {
    throw errors.illegalArgument('maxShingleSize must be greater than or equal to minShingleSize');
  }
  const diff = max - min + (hasUnigrams ? 1 : 0);
  if (diff > diffMax) {
    throw errors.illegalArgument(
      `In Shingle TokenFilter the difference between max_shingle_size and min_shingle_size (and +1 if outputting unigrams) must be less than or equal to: [${diffMax}] but was [${diff}]. This limit can be set by changing the [index.max_shingle_diff] index level setting.`,
    );
  }
}

function shingles(tokens: readonly Token[], shingling: Shingling): readonly Token[] {
  const slots = withFillers(tokens);
  const found: Token[] = [];
  let count = 0;
  for (const [i, slot] of slots.entries()) {
    if (slot.token !== undefined && shingling.hasUnigrams) {
      found.push(slot.token);
    }
    for (let size = shingling.min; size <= shingling.max && i + size <= slots.length; size += 1) {
      const made = join(slots.slice(i, i + size), shingling);
      found.push(...made);
      count += made.length;
    }
  }
  return count === 0 && shingling.hasUnigramsIfNone && !shingling.hasUnigrams ? tokens : found;
}

interface Slot {
  readonly token?: Token;
  readonly position: number;
}

/** The words, and the gaps between them. */
function withFillers(tokens: readonly Token[]): readonly Slot[] {
  const slots: Slot[] = [];
  for (const token of tokens) {
    for (
      let position = (slots.at(-1)?.position ?? -1) + 1;
      position < token.position;
      position += 1
    ) {
      slots.push({ position });
    }
    slots.push({ token, position: token.position });
  }
  return slots;
}

/** Nothing for a shingle that would be of gaps only, or begin with one. */
function join(
  slots: readonly Slot[],
  { filler, separator, hasUnigrams }: Shingling,
): readonly Token[] {
  const words = slots.flatMap(({ token }) => token ?? []);
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) {
    return [];
  }
  const token: Token = {
    term: slots.map((slot) => slot.token?.term ?? filler).join(separator),
    start: first.start,
    end: last.end,
    type: 'shingle',
    position: slots[0]?.position ?? 0,
  };
  return [hasUnigrams ? { ...token, positionLength: slots.length } : token];
}
