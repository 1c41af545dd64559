import { errors } from '@longshore/common/errors';
import type { BuildContext } from '../component.ts';
import type { Options } from '../options.ts';

/** What a row of words stands for. */
export interface Synonyms {
  /** Each a row of words. */
  readonly outputs: readonly (readonly string[])[];
  /** The words themselves stay. */
  readonly keepsOriginal: boolean;
}

/** Synonyms by their words, with a blank that no word has between them. */
export interface SynonymMap {
  readonly entries: ReadonlyMap<string, Synonyms>;
  /** The longest row of words that has synonyms. */
  readonly wordsMax: number;
}

const WORD_END = '\u0000';

export const synonymKey = (words: readonly string[]): string => words.join(WORD_END);

/** Reads `synonyms`: `a, b` for words that mean the same, `a, b => c` for words that become others. */
export function readSynonyms(options: Options, context: BuildContext): SynonymMap {
  const rules = synonymRules(options);
  const isLenient = options.boolean('lenient', false);
  const isExpanding = options.boolean('expand', true);
  const entries = new Map<string, { outputs: (readonly string[])[]; keepsOriginal: boolean }>();
  let wordsMax = 0;
  const analyze = (text: string) => analyzeRule(text, context, isLenient);
  for (const rule of rules) {
    for (const { from, to, keepsOriginal } of parseRule(rule, isExpanding, analyze)) {
      const key = synonymKey(from);
      const entry = entries.get(key) ?? { outputs: [], keepsOriginal: false };
      entry.outputs.push(to);
      entry.keepsOriginal ||= keepsOriginal;
      entries.set(key, entry);
      wordsMax = Math.max(wordsMax, from.length);
    }
  }
  return { entries, wordsMax };
}

function synonymRules(options: Options): readonly string[] {
  if (options.has('synonyms_path') || options.has('synonyms_set')) {
    throw errors.illegalArgument(
      'synonyms of files and sets are not supported; list them as [synonyms]',
    );
  }
  const rules = options.list('synonyms');
  if (rules === undefined) {
    throw errors.illegalArgument(
      'synonym requires either `synonyms`, `synonyms_set` or `synonyms_path` to be configured',
    );
  }
  const format = options.text('format') ?? 'solr';
  if (format !== 'solr' && format !== 'wordnet') {
    throw errors.illegalArgument(`Illegal synonym format [${format}]`);
  }
  return format === 'solr' ? rules : wordnetRules(rules);
}

/** `s(100000001,1,'abstain',v,1,0).`: words with the same number mean the same. */
function wordnetRules(rules: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const rule of rules) {
    const match = /^s\((\d+),\d+,'(.*)',\w/.exec(rule.trim());
    if (match !== null) {
      const words = groups.get(match[1] ?? '') ?? [];
      words.push((match[2] ?? '').replaceAll("''", "'").replaceAll(',', '\\,'));
      groups.set(match[1] ?? '', words);
    }
  }
  return [...groups.values()].map((words) => words.join(','));
}

interface Entry {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly keepsOriginal: boolean;
}

type AnalyzeWords = (text: string) => readonly string[] | undefined;

function parseRule(rule: string, isExpanding: boolean, analyze: AnalyzeWords): readonly Entry[] {
  if (rule.trim() === '' || rule.trimStart().startsWith('#')) {
    return [];
  }
  const sides = rule.split('=>');
  if (sides.length > 2) {
    throw errors.illegalArgument(
      `failed to build synonyms: more than one explicit mapping specified on the same line [${rule}]`,
    );
  }
  const [left = [], right] = sides.map((side) => rowsOf(side, analyze));
  if (right !== undefined) {
    return left.flatMap((from) => right.map((to) => ({ from, to, keepsOriginal: false })));
  }
  if (isExpanding) {
    return left.flatMap((from) =>
      left.filter((to) => to !== from).map((to) => ({ from, to, keepsOriginal: true })),
    );
  }
  const to = left[0] ?? [];
  return left.map((from) => ({ from, to, keepsOriginal: false }));
}

function rowsOf(side: string, analyze: AnalyzeWords): readonly (readonly string[])[] {
  return side
    .split(/(?<!\\),/)
    .map((text) => text.replace(/\\(.)/gs, '$1').trim())
    .filter((text) => text !== '')
    .flatMap((text) => {
      const row = analyze(text);
      return row === undefined ? [] : [row];
    });
}

/** The words of one side of a rule, by the chain before the filter. */
function analyzeRule(
  text: string,
  context: BuildContext,
  isLenient: boolean,
): readonly string[] | undefined {
  const tokens = context.analyzeRule(text);
  if (tokens.length > 0) {
    return tokens.map(({ term }) => term);
  }
  if (isLenient) {
    return undefined;
  }
  throw errors.illegalArgument(
    `failed to build synonyms: term: ${text} was completely eliminated by analyzer`,
  );
}
