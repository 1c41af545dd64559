import { errors } from '@longshore/common/errors';
import type { CharFilter, TokenFilter, Tokenizer } from './component.ts';
import { lowerCase } from './engine-words.ts';
import { applyCharFilter, type MappedText, unchanged } from './mapped-text.ts';
import { TOKENS_MAX, type Token } from './token.ts';

/** Between the values of one field, as Elasticsearch has it: no phrase reaches from one to the next. */
const POSITION_GAP = 100;
/** Of one value: a token takes a hundred bytes and more, in each step anew. */
const CHARACTERS_MAX = 500_000;

export interface Named<T> {
  readonly name: string;
  readonly run: T;
  /** Changes characters one by one, so that patterns of terms go through it too. */
  readonly isNormalizing?: true;
}

/** The steps of an analyzer, in their order. */
export interface Chain {
  readonly charFilters: readonly Named<CharFilter>[];
  readonly tokenizer: Named<Tokenizer>;
  readonly filters: readonly Named<TokenFilter>[];
}

/** Makes tokens of texts. Pure: the same text always gives the same tokens. */
export interface Analyzer {
  readonly name: string;
  readonly chain: Chain;
  /** Made of the steps that settings name, not one that is built in as a whole. */
  readonly isCustom: boolean;
  /** Exactly the words of the standard analyzer in lower case, which tables index without help. */
  readonly isStandard: boolean;
  readonly positionGap: number;
  analyze(text: string): readonly Token[];
  /** A term or a part of one in the letters of this analyzer's terms, without splitting or stemming it. */
  normalize(text: string): string;
}

export interface AnalyzerKind {
  readonly isCustom?: boolean;
  readonly isStandard?: boolean;
  readonly positionGap?: number;
}

export function chainAnalyzer(name: string, chain: Chain, kind: AnalyzerKind = {}): Analyzer {
  return {
    name,
    chain,
    isCustom: kind.isCustom ?? false,
    isStandard: kind.isStandard ?? false,
    positionGap: kind.positionGap ?? POSITION_GAP,
    analyze: (text) => {
      const { tokens } = filterSteps(chain, text).at(-1) ?? { tokens: [] };
      return tokens;
    },
    normalize: (text) => normalizeTerm(chain, text),
  };
}

/** What each step makes of a text. */
export interface FilterStep {
  readonly name: string;
  readonly tokens: readonly Token[];
}

/** The text after each char filter. */
export function charFilterSteps(chain: Chain, text: string): readonly MappedText[] {
  const steps: MappedText[] = [];
  let mapped = unchanged(text);
  for (const { run } of chain.charFilters) {
    mapped = applyCharFilter(mapped, run);
    steps.push(mapped);
  }
  return steps;
}

/** The tokens after the tokenizer and after each filter, with places in the text as received. */
export function filterSteps(chain: Chain, text: string): readonly FilterStep[] {
  if (text.length > CHARACTERS_MAX) {
    throw errors.illegalArgument(
      `a text of [${text.length}] characters is longer than the [${CHARACTERS_MAX}] that this analyzer takes; split it, or use the analyzer [standard]`,
    );
  }
  const mapped = charFilterSteps(chain, text).at(-1) ?? unchanged(text);
  let tokens = chain.tokenizer.run(mapped.text);
  if (chain.charFilters.length > 0) {
    tokens = tokens.map((token) => ({
      ...token,
      start: mapped.originalOffset(token.start),
      end: mapped.originalOffset(token.end),
    }));
  }
  const steps: FilterStep[] = [{ name: chain.tokenizer.name, tokens }];
  for (const { name, run } of chain.filters) {
    tokens = run(tokens);
    if (tokens.length > TOKENS_MAX) {
      throw errors.illegalArgument(
        `the filter [${name}] makes more than [${TOKENS_MAX}] tokens of one text`,
      );
    }
    steps.push({ name, tokens });
  }
  return steps;
}

function normalizeTerm({ charFilters, tokenizer, filters }: Chain, text: string): string {
  const mapped = charFilters
    .filter(({ isNormalizing }) => isNormalizing === true)
    .reduce((before, { run }) => applyCharFilter(before, run), unchanged(text)).text;
  const term = tokenizer.isNormalizing === true ? lowerCase(mapped) : mapped;
  const token: Token = { term, start: 0, end: text.length, type: 'word', position: 0 };
  const [first] = filters
    .filter(({ isNormalizing }) => isNormalizing === true)
    .reduce<readonly Token[]>((tokens, { run }) => run(tokens), [token]);
  return first?.term ?? '';
}
