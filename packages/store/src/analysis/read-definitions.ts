import { Analysis } from './analysis.ts';
import type { AnalysisLimits } from './component.ts';
import type { OptionValues } from './options.ts';

const KINDS = ['analyzer', 'normalizer', 'tokenizer', 'filter', 'char_filter'] as const;

/** What `index.analysis.*` defines, by kind and name. */
export type Definitions = Readonly<
  Record<(typeof KINDS)[number], ReadonlyMap<string, OptionValues>>
>;

const PREFIX = 'index.analysis.';
const DEFAULT_LIMITS: AnalysisLimits = { ngramDiffMax: 1, shingleDiffMax: 3 };

/** What there is without any settings. */
export const BUILT_IN = new Analysis(noDefinitions(), DEFAULT_LIMITS);

/** Reads the analysis of an index from its settings by full name. Throws for definitions that make no sense. */
export function readAnalysis(settings: OptionValues): Analysis {
  const entries = Object.entries(settings).filter(([name]) => name.startsWith(PREFIX));
  const limits = readLimits(settings);
  const isUsual = limits.ngramDiffMax === DEFAULT_LIMITS.ngramDiffMax;
  if (entries.length === 0 && isUsual && limits.shingleDiffMax === DEFAULT_LIMITS.shingleDiffMax) {
    return BUILT_IN;
  }
  const found = noDefinitions();
  for (const [name, value] of entries) {
    const [kind = '', component = '', ...option] = name.slice(PREFIX.length).split('.');
    const known = KINDS.find((one) => one === kind);
    if (known !== undefined && component !== '') {
      const values = found[known].get(component) ?? {};
      found[known].set(component, { ...values, [option.join('.')]: value });
    }
  }
  return new Analysis(found, limits);
}

function readLimits(settings: OptionValues): AnalysisLimits {
  const read = (name: string, fallback: number) => {
    const value = Number(settings[`index.${name}`] ?? fallback);
    return Number.isSafeInteger(value) ? value : fallback;
  };
  return {
    ngramDiffMax: read('max_ngram_diff', DEFAULT_LIMITS.ngramDiffMax),
    shingleDiffMax: read('max_shingle_diff', DEFAULT_LIMITS.shingleDiffMax),
  };
}

function noDefinitions() {
  return {
    analyzer: new Map<string, OptionValues>(),
    normalizer: new Map<string, OptionValues>(),
    tokenizer: new Map<string, OptionValues>(),
    filter: new Map<string, OptionValues>(),
    char_filter: new Map<string, OptionValues>(),
  } satisfies Record<(typeof KINDS)[number], Map<string, OptionValues>>;
}
