import type { JsonObject } from '@longshore/common/json';
import { type Analyzer, charFilterSteps, filterSteps } from './analyzer.ts';
import { spanOf, type Token } from './token.ts';

/** What `_analyze` tells of one step: its name, and the tokens of all texts in a row. */
interface DescribedStep {
  readonly name: string;
  readonly tokens: readonly Token[];
}

/** The tokens of several texts, counted on as those of the values of one field. */
export function analyzeTexts(analyzer: Analyzer, texts: readonly string[]): readonly Token[] {
  return stepsOf(analyzer, texts).at(-1)?.tokens ?? [];
}

/** The answer of `_analyze` without `explain`. */
export function describeTokens(tokens: readonly Token[]): JsonObject {
  return { tokens: tokens.map((token) => describeToken(token)) };
}

/** The same with `explain`: what each step gives, with the attributes that are asked for. */
export function explainAnalysis(
  analyzer: Analyzer,
  texts: readonly string[],
  attributes: readonly string[],
): JsonObject {
  const steps = stepsOf(analyzer, texts);
  const explained = ({ name, tokens }: DescribedStep) => ({
    name,
    tokens: tokens.map((token) => ({ ...describeToken(token), ...details(token, attributes) })),
  });
  if (!analyzer.isCustom) {
    const tokens = steps.at(-1)?.tokens ?? [];
    return {
      detail: { custom_analyzer: false, analyzer: explained({ name: analyzer.name, tokens }) },
    };
  }
  const [tokenizer, ...filters] = steps;
  const { charFilters } = analyzer.chain;
  return {
    detail: {
      custom_analyzer: true,
      ...(charFilters.length === 0
        ? {}
        : {
            charfilters: charFilters.map(({ name }, i) => ({
              name,
              filtered_text: texts.map(
                (text) => charFilterSteps(analyzer.chain, text)[i]?.text ?? '',
              ),
            })),
          }),
      ...(tokenizer === undefined ? {} : { tokenizer: explained(tokenizer) }),
      ...(filters.length === 0 ? {} : { tokenfilters: filters.map(explained) }),
    },
  };
}

/** Each text is a value: positions and places go on behind those of the one before. */
function stepsOf({ chain, positionGap }: Analyzer, texts: readonly string[]) {
  const all: { name: string; tokens: Token[]; nextPosition: number }[] = [];
  let offset = 0;
  for (const text of texts) {
    for (const [i, { name, tokens }] of filterSteps(chain, text).entries()) {
      const step = all[i] ?? { name, tokens: [], nextPosition: 0 };
      all[i] = step;
      const from = step.nextPosition;
      for (const token of tokens) {
        step.tokens.push({
          ...token,
          position: token.position + from,
          start: token.start + offset,
          end: token.end + offset,
        });
      }
      step.nextPosition = (step.tokens.at(-1)?.position ?? from - 1) + 1 + positionGap;
    }
    offset += text.length + 1;
  }
  return all;
}

function describeToken(token: Token): JsonObject {
  return {
    token: token.term,
    start_offset: token.start,
    end_offset: token.end,
    type: token.type,
    position: token.position,
    ...(spanOf(token) > 1 ? { positionLength: spanOf(token) } : {}),
  };
}

/** Lucene's attributes of a token, by the names that `attributes` asks for, in any case. */
function details(token: Token, wanted: readonly string[]): JsonObject {
  const all = {
    bytes: `[${[...Buffer.from(token.term, 'utf8')].map((byte) => byte.toString(16)).join(' ')}]`,
    keyword: token.isKeyword === true,
    positionLength: spanOf(token),
    termFrequency: 1,
  };
  const names = new Set(wanted.map((name) => name.toLowerCase()));
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => names.size === 0 || names.has(name.toLowerCase())),
  );
}
