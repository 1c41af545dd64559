import { errors } from '@longshore/common/errors';
import type { TokenizerType } from '../component.ts';
import { isHangulWord, stemKorean } from '../korean.ts';
import type { Options } from '../options.ts';
import type { Token } from '../token.ts';
import { type Word, wordsOf } from './words.ts';

const MODES = ['none', 'discard', 'mixed'];

interface Korean {
  readonly splitsCompounds: boolean;
  /** Words of the user's list with the parts that they are made of. */
  readonly known: ReadonlyMap<string, readonly string[]>;
}

/**
 * Korean words: the word as it stands, its stem without particles, and the pairs of syllables of the stem as another
 * path through the same place, so that a word is found inside a compound. Other scripts are words of their own.
 */
export const nori: TokenizerType = {
  names: ['nori_tokenizer'],
  build(options) {
    const mode = (options.text('decompound_mode') ?? 'discard').toLowerCase();
    if (!MODES.includes(mode)) {
      throw errors.illegalArgument(`No enum constant DecompoundMode.${mode.toUpperCase()}`);
    }
    const korean = { splitsCompounds: mode !== 'none', known: readUserWords(options) };
    return (text) => {
      const found: Token[] = [];
      let position = 0;
      for (const word of scriptRuns(wordsOf(text))) {
        const { tokens, positions } = tokensOfWord(word, position, korean);
        for (const token of tokens) {
          found.push(token);
        }
        position += positions;
      }
      return found;
    };
  },
};

/** `user_dictionary_rules`: a word, or a compound and its parts: `세종시 세종 시`. */
function readUserWords(options: Options): ReadonlyMap<string, readonly string[]> {
  if (options.has('user_dictionary')) {
    throw errors.illegalArgument(
      '[user_dictionary] is not supported: words are not read from files; list them as [user_dictionary_rules]',
    );
  }
  return new Map(
    (options.list('user_dictionary_rules') ?? []).map((rule) => {
      const [word = '', ...parts] = rule.trim().split(/\s+/);
      return [word, parts];
    }),
  );
}

/** `Docker를` is a word and a particle. */
function* scriptRuns(words: Iterable<Word>): Iterable<Word> {
  for (const word of words) {
    if (word.type !== '<ALPHANUM>') {
      yield word;
      continue;
    }
    for (const run of word.term.matchAll(/[가-힣]+|[^가-힣]+/g)) {
      const type = isHangulWord(run[0]) ? '<HANGUL>' : word.type;
      yield { term: run[0], start: word.start + run.index, type };
    }
  }
}

/** Particles that stand alone behind another script. */
const LONE_PARTICLE =
  /^(?:을|를|은|는|이|가|의|에|에서|에게|로|으로|와|과|도|만|까지|부터|입니다|처럼|보다)$/;

function tokensOfWord(word: Word, position: number, { splitsCompounds, known }: Korean) {
  const { term, start, type } = word;
  const end = start + term.length;
  const isHangul = isHangulWord(term);
  if (!isHangul) {
    return { tokens: [{ term, start, end, type, position }], positions: 1 };
  }
  if (LONE_PARTICLE.test(term)) {
    return { tokens: [], positions: 0 };
  }
  const stem = known.has(term) ? term : stemKorean(term);
  const parts = known.get(stem) ?? (splitsCompounds ? syllablePairs(stem) : []);
  const positions = Math.max(1, parts.length);
  const span = positions > 1 ? { positionLength: positions } : {};
  const tokens: Token[] = term === stem ? [] : [{ term, start, end, type, position, ...span }];
  tokens.push({ term: stem, start, end: start + stem.length, type, position, ...span });
  let at = start;
  for (const [i, part] of parts.entries()) {
    tokens.push({ term: part, start: at, end: at + part.length, type, position: position + i });
    at += known.has(stem) ? part.length : 1;
  }
  return { tokens, positions };
}

/** A pair alone is the word itself. */
function syllablePairs(stem: string): readonly string[] {
  return stem.length < 3
    ? []
    : Array.from({ length: stem.length - 1 }, (_none, i) => stem.slice(i, i + 2));
}
