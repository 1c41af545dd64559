import { isSimilar, wordsOf } from './analysis.ts';
import { readDate } from './dates.ts';
import { compareValues, type Doc, type Kind, readIp, type Value, valuesOf } from './fields.ts';
import {
  asList,
  asNumber,
  asObject,
  asText,
  type Json,
  type JsonObject,
  NoRule,
  onlyMember,
} from './json.ts';
import { matchText, shouldMatch, type TextQuery } from './match-text.ts';
import { readQueryText, readSimpleText } from './query-text.ts';

/** Whether a document is found, and with what score; NaN where the score depends on how rare words are. */
export interface Verdict {
  readonly isMatch: boolean;
  readonly score: number;
}

const NONE: Verdict = { isMatch: false, score: 0 };

/** Whether a query finds a document, one rule of Elasticsearch for each query. */
export function evaluate(query: Json | undefined, doc: Doc): Verdict {
  const [type, given] = onlyMember(query);
  const body = asObject(given);
  const rule = RULES[type];
  if (rule === undefined) {
    throw new NoRule(`no query: ${type}`);
  }
  const found = rule(body, doc);
  return found.isMatch ? { isMatch: true, score: found.score * boostOf(body) } : NONE;
}

/** Of queries on one field it is beside the value, of others beside the rest. */
function boostOf(body: JsonObject): number {
  const own = body.boost;
  const [inner] = Object.values(body);
  const below =
    typeof inner === 'object' && inner !== null ? (inner as JsonObject).boost : undefined;
  return asNumber(own ?? below ?? 1);
}

type Rule = (body: JsonObject, doc: Doc) => Verdict;

const always = (isMatch: boolean): Verdict => ({ isMatch, score: 1 });

/** Rules of queries on one field whose matches all score alike. */
const onField =
  (
    test: (values: readonly Value[], spec: JsonObject, kind: Kind) => boolean,
    short = 'value',
  ): Rule =>
  (body, doc) => {
    const [path, given] = onlyMember(body);
    const { kind, isLowered = false } = doc.fields[path] ?? {};
    const isShort = typeof given !== 'object' || given === null;
    const full = isShort ? { [short]: given } : asObject(given);
    const { value } = full;
    // What is looked for is normalized as values are.
    const spec =
      isLowered && typeof value === 'string' ? { ...full, value: value.toLowerCase() } : full;
    return kind === undefined ? NONE : always(test(valuesOf(doc, path), spec, kind));
  };

/** The same for queries that score by the rarity of what they find. */
const scored =
  (rule: Rule): Rule =>
  (body, doc) => {
    const [path] = Object.keys(body);
    const kind = doc.fields[path ?? '']?.kind ?? 'long';
    const isRanked = kind === 'text' || kind === 'keyword' || kind === 'boolean';
    return { ...rule(body, doc), score: isRanked ? Number.NaN : 1 };
  };

const unranked =
  (rule: Rule): Rule =>
  (body, doc) => ({ ...rule(body, doc), score: Number.NaN });

const RULES: Readonly<Record<string, Rule>> = {
  match_all: () => always(true),
  match_none: () => NONE,
  bool: evaluateBool,
  constant_score: ({ filter }, doc) => always(evaluate(filter, doc).isMatch),
  dis_max: ({ queries, tie_breaker: tie = 0 }, doc) => {
    const found = asList(queries).map((one) => evaluate(one, doc));
    const scores = found.filter(({ isMatch }) => isMatch).map(({ score }) => score);
    const best = Math.max(...scores);
    const others = scores.reduce((sum, score) => sum + score, 0) - best;
    return { isMatch: scores.length > 0, score: best + asNumber(tie) * others };
  },
  boosting: ({ positive, negative, negative_boost: factor }, doc) => {
    const { isMatch, score } = evaluate(positive, doc);
    return { isMatch, score: evaluate(negative, doc).isMatch ? score * asNumber(factor) : score };
  },
  ids: ({ values }, { id }) => always(asList(values).includes(id)),
  exists: ({ field }, { source: _, ...doc }) => {
    const path = asText(field);
    const inside = Object.keys(doc.fields).filter(
      (name) =>
        name === path || (name.startsWith(`${path}.`) && doc.fields[name]?.from === undefined),
    );
    return always(inside.some((name) => valuesOf({ ...doc, source: _ }, name).length > 0));
  },
  term: scored(
    onField((values, { value, case_insensitive: any }, kind) =>
      values.some((one) => isTerm(one, value, { kind, isAnyCase: any === true })),
    ),
  ),
  terms: (body, doc) => {
    const { boost: _, ...rest } = body;
    const [path, given] = onlyMember(rest);
    const kind = doc.fields[path]?.kind ?? 'long';
    return always(
      valuesOf(doc, path).some((value) =>
        asList(given).some((term) => isTerm(value, term, { kind, isAnyCase: false })),
      ),
    );
  },
  range: onField((values, spec, kind) => {
    const isOpen = ['gt', 'gte', 'lt', 'lte'].every((bound) => (spec[bound] ?? null) === null);
    return values.some(
      (value) => isOpen || termsIn(value, kind).some((term) => isWithin(term, spec, kind)),
    );
  }),
  prefix: onField((values, { value, case_insensitive: any }, kind) =>
    values.some((one) =>
      termsIn(one, kind).some((term) => cased(term, any).startsWith(cased(asText(value), any))),
    ),
  ),
  wildcard: onField((values, { value, case_insensitive: any }, kind) => {
    const pattern = asText(value).replace(/\\?[^a-z\d]/giu, wildcardPart);
    // What fits everything asks whether there is a value, which need not have words: stars are taken for `exists`.
    const isAny = /^\*+$/.test(asText(value));
    return values.some((one) => isAny || fits(termsIn(one, kind), pattern, any));
  }),
  regexp: onField((values, { value, case_insensitive: any }, kind) =>
    values.some((one) => fits(termsIn(one, kind), asText(value), any)),
  ),
  fuzzy: onField((values, { value, prefix_length: prefix = 0 }, kind) =>
    values.some((one) =>
      termsIn(one, kind).some(
        (term) =>
          isSimilar(String(term), asText(value)) &&
          String(term).startsWith(asText(value).slice(0, asNumber(prefix))),
      ),
    ),
  ),
  match: scored(textRule('match')),
  match_phrase: scored(textRule('phrase')),
  match_phrase_prefix: scored(textRule('phrase_prefix')),
  match_bool_prefix: scored(textRule('bool_prefix')),
  multi_match: unranked(({ fields, query, operator }, doc) =>
    always(
      asList(fields ?? null).some((path) =>
        matchField(asText(path), { type: 'match', query: query ?? '', operator }, doc, true),
      ),
    ),
  ),
  query_string: unranked(({ query, default_field: field, default_operator: operator }, doc) =>
    evaluate(readQueryText(asText(query), asText(field), operator ?? 'or'), doc),
  ),
  simple_query_string: unranked(({ query, fields, default_operator: operator }, doc) =>
    evaluate(readSimpleText(asText(query), asText(asList(fields)[0]), operator ?? 'or'), doc),
  ),
};

function textRule(type: TextQuery['type']): Rule {
  return (body, doc) => {
    const [path, given] = onlyMember(body);
    const spec = typeof given === 'object' && given !== null ? asObject(given) : { query: given };
    const query = { ...spec, type, query: spec.query ?? '' };
    return always(matchField(path, query, doc, spec.lenient === true));
  };
}

/** Fields that are not texts must have the text as a value. */
function matchField(path: string, query: TextQuery, doc: Doc, isLenient: boolean): boolean {
  const { kind, isLowered = false } = doc.fields[path] ?? {};
  const values = valuesOf(doc, path);
  const text = isLowered ? String(query.query).toLowerCase() : query.query;
  if (kind === undefined || kind === 'text') {
    return matchText(values.map(String), query);
  }
  if (isLenient && !canBe(query.query, kind)) {
    return false;
  }
  return values.some((value) =>
    query.type.endsWith('prefix')
      ? String(value).startsWith(String(text))
      : isTerm(value, text, { kind, isAnyCase: false }),
  );
}

function canBe(value: Json, kind: Kind): boolean {
  const text = String(value);
  switch (kind) {
    case 'long':
    case 'double':
      return text.trim() !== '' && !Number.isNaN(Number(text));
    case 'boolean':
      return ['true', 'false', ''].includes(text);
    case 'date':
      return /^\d{4}-\d\d|^-?\d+$/.test(text);
    case 'ip':
      return /^[\d.]+$|:/.test(text);
    default:
      return true;
  }
}

/** The terms that a value is found by: the words of texts. */
const termsIn = (value: Value, kind: Kind): readonly Value[] =>
  kind === 'text' ? wordsOf(String(value)) : [value];

const cased = (value: Value, isAnyCase: Json | undefined): string =>
  isAnyCase === true ? String(value).toLowerCase() : String(value);

const fits = (terms: readonly Value[], pattern: string, isAnyCase: Json | undefined): boolean =>
  terms.some((term) =>
    new RegExp(`^(?:${pattern})$`, isAnyCase === true ? 'isu' : 'su').test(String(term)),
  );

function wildcardPart(part: string): string {
  const literal = part.startsWith('\\') ? part.slice(1) : part;
  return part === '*' ? '.*' : part === '?' ? '.' : literal.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}

interface TermOf {
  readonly kind: Kind;
  readonly isAnyCase: boolean;
}

function isTerm(value: Value, term: Json | undefined, { kind, isAnyCase }: TermOf): boolean {
  const text = String(term);
  switch (kind) {
    case 'long':
    case 'double':
      return value === Number(text);
    case 'boolean':
      return value === (text === 'true');
    case 'date':
      return isWithin(value, { gte: term ?? null, lte: term ?? null }, kind);
    case 'ip': {
      const [address = '', bits] = text.split('/');
      const shift = bits === undefined ? 0 : (address.includes(':') ? 128 : 32) - Number(bits);
      return BigInt(value) >> BigInt(shift) === readIp(address) >> BigInt(shift);
    }
    default:
      return termsIn(value, kind).some((one) => cased(one, isAnyCase) === cased(text, isAnyCase));
  }
}

function isWithin(value: Value, spec: JsonObject, kind: Kind): boolean {
  const { time_zone: zone } = spec;
  return Object.entries(spec).every(([bound, given]) => {
    if (!['gt', 'gte', 'lt', 'lte'].includes(bound) || given === null) {
      return true;
    }
    const isUp = bound === 'gt' || bound === 'lte';
    const edge = readEdge(given, kind, { roundUp: isUp, ...(zone ? { zone: asText(zone) } : {}) });
    const order = compareValues(value, edge);
    const isBeyond = bound.startsWith('g') ? order > 0 : order < 0;
    return isBeyond || (bound.endsWith('e') && order === 0);
  });
}

function readEdge(
  given: Json,
  kind: Kind,
  options: { readonly roundUp: boolean; readonly zone?: string },
): Value {
  switch (kind) {
    case 'long':
    case 'double':
      return Number(given);
    case 'date':
      return readDate(typeof given === 'number' ? given : asText(given), options);
    case 'ip':
      return readIp(asText(given));
    case 'boolean':
      throw new NoRule('no range of booleans');
    default:
      return String(given);
  }
}

function evaluateBool(body: JsonObject, doc: Doc): Verdict {
  const of = (name: string) => asList(body[name]).map((one) => evaluate(one, doc));
  const [must, filter, should, mustNot] = [of('must'), of('filter'), of('should'), of('must_not')];
  if (must.length + filter.length + should.length + mustNot.length === 0) {
    return always(true);
  }
  const isRequired = must.length + filter.length > 0;
  const least = should.length > 0 && !isRequired ? 1 : 0;
  const given = body.minimum_should_match;
  const needed = given === undefined ? least : Math.max(least, shouldMatch(given, should.length));
  const optional = should.filter(({ isMatch }) => isMatch);
  const isMatch =
    [...must, ...filter].every((one) => one.isMatch) &&
    !mustNot.some((one) => one.isMatch) &&
    optional.length >= needed;
  return { isMatch, score: [...must, ...optional].reduce((sum, { score }) => sum + score, 0) };
}
