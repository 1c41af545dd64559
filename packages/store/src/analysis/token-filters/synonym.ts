import type { TokenFilterType } from '../component.ts';
import type { Token } from '../token.ts';
import { readSynonyms, type SynonymMap, type Synonyms, synonymKey } from './synonym-rules.ts';

/** Adds words that mean the same, or puts them in the place of others. */
export const synonym: TokenFilterType = {
  names: ['synonym'],
  build(options, context) {
    const map = readSynonyms(options, context);
    return (tokens) => replaceRuns(tokens, map, stack);
  },
};

/** The same for synonyms of several words: each is a path of its own through the graph of positions. */
export const synonymGraph: TokenFilterType = {
  names: ['synonym_graph'],
  build(options, context) {
    const map = readSynonyms(options, context);
    return (tokens) => replaceRuns(tokens, map, paths);
  },
};

/** Tokens in the place of a run of words, and how many positions they take. */
interface Replaced {
  readonly tokens: readonly Token[];
  readonly positions: number;
}

type Replace = (run: readonly [Token, ...Token[]], synonyms: Synonyms) => Replaced;

/** The longest run of words that has synonyms is replaced, from left to right. */
function replaceRuns(
  tokens: readonly Token[],
  map: SynonymMap,
  replace: Replace,
): readonly Token[] {
  const found: Token[] = [];
  let shift = 0;
  for (let i = 0; i < tokens.length; ) {
    const { run, synonyms } = longestRun(tokens, i, map);
    const [first, ...others] = run;
    if (first === undefined) {
      break;
    }
    const moved = [first, ...others].map((token) => ({
      ...token,
      position: token.position + shift,
    }));
    const [head, ...tail] = moved;
    if (synonyms === undefined || head === undefined) {
      found.push(...moved);
    } else {
      const replaced = replace([head, ...tail], synonyms);
      found.push(...replaced.tokens);
      const taken = (run.at(-1)?.position ?? first.position) - first.position + 1;
      shift += replaced.positions - taken;
    }
    i += run.length;
  }
  return found.sort((a, b) => a.position - b.position);
}

/** One word without synonyms, if no run has any. */
function longestRun(tokens: readonly Token[], from: number, { entries, wordsMax }: SynonymMap) {
  for (let length = Math.min(wordsMax, tokens.length - from); length > 0; length -= 1) {
    const run = tokens.slice(from, from + length);
    const synonyms = entries.get(synonymKey(run.map(({ term }) => term)));
    if (synonyms !== undefined) {
      return { run, synonyms };
    }
  }
  return { run: tokens.slice(from, from + 1), synonyms: undefined };
}

/** Word upon word, as Lucene's older filter stacks them: the second word of a synonym stands with what comes second. */
function stack(run: readonly [Token, ...Token[]], { outputs, keepsOriginal }: Synonyms): Replaced {
  const [first] = run;
  const last = run.at(-1) ?? first;
  const added = outputs.flatMap((words) =>
    words.map((term, i): Token => {
      const at = run[i] ?? last;
      const isOnlyOne = words.length === 1;
      const span = isOnlyOne && keepsOriginal ? run.length : 1;
      return {
        term,
        start: isOnlyOne ? first.start : at.start,
        end: isOnlyOne ? last.end : at.end,
        type: 'SYNONYM',
        position: first.position + i,
        ...(span > 1 ? { positionLength: span } : {}),
      };
    }),
  );
  if (keepsOriginal) {
    return { tokens: [...run, ...added], positions: last.position - first.position + 1 };
  }
  return {
    tokens: added,
    positions: Math.min(run.length, Math.max(...outputs.map((o) => o.length))),
  };
}

/** Each synonym, and then the words themselves, as a path; they meet again at the end. */
function paths(run: readonly [Token, ...Token[]], { outputs, keepsOriginal }: Synonyms): Replaced {
  const [first] = run;
  const last = run.at(-1) ?? first;
  const made = outputs.map((words) =>
    words.map((term) => ({ ...first, term, end: last.end, type: 'SYNONYM' })),
  );
  const rows: readonly (readonly Token[])[] = keepsOriginal ? [...made, run] : made;
  const inner = rows.reduce((count, row) => count + row.length - 1, 0);
  const end = first.position + inner + 1;
  let node = first.position + 1;
  const tokens = rows.flatMap((row) => {
    const nodes = [first.position, ...row.slice(1).map((_token, i) => node + i), end];
    node += row.length - 1;
    return row.map((token, i) => between(token, nodes[i] ?? end, nodes[i + 1] ?? end));
  });
  return { tokens, positions: inner + 1 };
}

function between(token: Token, from: number, to: number): Token {
  const { positionLength: _span, ...rest } = token;
  return { ...rest, position: from, ...(to - from > 1 ? { positionLength: to - from } : {}) };
}
