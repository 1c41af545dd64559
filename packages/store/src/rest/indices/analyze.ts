import { errors, LongshoreError } from '@longshore/common/errors';
import { type Json, type JsonObject, jsonText } from '@longshore/common/json';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Analyzer } from '../../analysis/analyzer.ts';
import { nameOrDefinition } from '../../analysis/build-chain.ts';
import { analyzeTexts, describeTokens, explainAnalysis } from '../../analysis/describe.ts';
import { BUILT_IN } from '../../analysis/read-definitions.ts';
import { fieldAnalyzer, namedAnalyzer } from '../../index/analyzer-of-field.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { settingNumber } from '../../index/index-settings.ts';
import { oneIndex } from '../one-index.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';

const TOKENS_DEFAULT_MAX = 10_000;
/** Of all texts together: what more would be too many tokens, of which some analyzers make several for each character. */
const CHARACTERS_MAX = 200_000;
const KEYS = [
  ...['analyzer', 'attributes', 'char_filter', 'explain', 'field', 'filter', 'normalizer'],
  ...['text', 'tokenizer'],
];

/** `GET|POST /{index}/_analyze`: the tokens that a text becomes, and how. */
export const analyze: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_analyze', '/:index/_analyze'],
  parameters: ['index', 'prefer_local'],
  ignored: ['prefer_local'],
  handle: async ({ part, parameters, body }, store) => {
    const request = readObject(body);
    const unknown = Object.keys(request).find((key) => !KEYS.includes(key));
    if (unknown !== undefined) {
      throw errors.contentParse(`[analyze_request] unknown field [${unknown}]`);
    }
    const texts = readTexts(request.text);
    checkLength(texts);
    const name = part('index') ?? parameters.text('index');
    const entry = name === undefined ? undefined : oneIndex(store, name);
    const analyzer = chooseAnalyzer(request, entry);
    const tokens = analyzeTexts(analyzer, texts);
    checkCount(tokens.length, entry);
    return ok(
      request.explain === true || request.explain === 'true'
        ? explainAnalysis(analyzer, texts, readList(request, 'attributes').map(jsonText))
        : describeTokens(tokens),
    );
  },
};

function readTexts(text: Json | undefined): readonly string[] {
  const texts = text === undefined || text === null ? [] : Array.isArray(text) ? text : [text];
  if (texts.length === 0) {
    throw errors.validation('1: text is missing;');
  }
  return texts.map((one: Json) => {
    if (one === null || typeof one === 'object') {
      throw errors.contentParse('[analyze_request] failed to parse field [text]');
    }
    return String(one);
  });
}

function checkLength(texts: readonly string[]): void {
  if (texts.reduce((sum, text) => sum + text.length, 0) > CHARACTERS_MAX) {
    throw errors.illegalArgument(
      `_analyze takes texts of up to ${CHARACTERS_MAX} characters together; send a part of it`,
    );
  }
}

function chooseAnalyzer(request: JsonObject, entry: IndexEntry | undefined): Analyzer {
  const analysis = entry?.mapping.options.analysis ?? BUILT_IN;
  const { analyzer, normalizer, field } = request;
  const filters = readList(request, 'filter').map(nameOrDefinition);
  const charFilters = readList(request, 'char_filter').map(nameOrDefinition);
  const hasSteps = filters.length + charFilters.length > 0;
  checkChoices(request, hasSteps, entry !== undefined);
  if (analyzer !== undefined) {
    return namedAnalyzer(analysis, jsonText(analyzer), entry !== undefined);
  }
  if (normalizer !== undefined) {
    return namedNormalizer(analysis, jsonText(normalizer));
  }
  if (request.tokenizer !== undefined) {
    const tokenizer = nameOrDefinition(request.tokenizer);
    return analysis.requestChain({ tokenizer, filters, charFilters }, entry !== undefined);
  }
  if (hasSteps) {
    return analysis.requestNormalizer(filters, charFilters);
  }
  return field === undefined || entry === undefined
    ? analysis.default
    : fieldAnalyzer(entry.mapping, jsonText(field));
}

/** What does not go together, in Elasticsearch's words. */
function checkChoices(request: JsonObject, hasSteps: boolean, hasIndex: boolean): void {
  const { analyzer, normalizer, tokenizer, field } = request;
  const failures: string[] = [];
  if (normalizer !== undefined && !hasIndex) {
    failures.push('index is required if normalizer is specified');
  }
  if (normalizer !== undefined && (tokenizer !== undefined || analyzer !== undefined)) {
    failures.push('tokenizer/analyze should be null if normalizer is specified');
  }
  if (analyzer !== undefined && tokenizer !== undefined) {
    failures.push('cannot define both an analyzer and a tokenizer');
  }
  if (failures.length > 0) {
    const listed = failures.map((failure, i) => `${i + 1}: ${failure};`).join('');
    throw errors.validation(listed);
  }
  if (analyzer !== undefined && hasSteps) {
    throw errors.illegalArgument('cannot define extra components on a named analyzer');
  }
  if (field !== undefined && !hasIndex) {
    throw errors.illegalArgument('analysis based on a specific field requires an index');
  }
}

function namedNormalizer(analysis: Analysis, name: string): Analyzer {
  const found = analysis.normalizer(name);
  if (found === undefined) {
    throw errors.illegalArgument(`failed to find normalizer under [${name}]`);
  }
  return found;
}

function readList(request: JsonObject, key: string): readonly Json[] {
  const value = request[key];
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function checkCount(count: number, entry: IndexEntry | undefined): void {
  const max = settingNumber(
    entry?.settings ?? {},
    'index.analyze.max_token_count',
    TOKENS_DEFAULT_MAX,
  );
  if (count > max) {
    throw new LongshoreError(
      'illegal_state_exception',
      500,
      `The number of tokens produced by calling _analyze has exceeded the allowed maximum of [${max}]. This limit can be set by changing the [index.analyze.max_token_count] index level setting.`,
    );
  }
}
