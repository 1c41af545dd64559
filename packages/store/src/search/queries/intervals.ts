import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import { float, sql } from '../../sql/sql.ts';
import type { FieldContext, SearchField } from '../field-context.ts';
import { FUZZY_DEFAULTS, type Fuzzy, parseFuzziness, readFuzzy } from '../fuzzy.ts';
import { analyzerNamed } from '../match.ts';
import { NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import {
  anySpans,
  frequencyOf,
  hasSpans,
  NO_SPANS,
  orderedSpans,
  type Relation,
  type Spans,
  spansThat,
  spansThatNever,
  unorderedSpans,
  withGaps,
} from '../spans/spans.ts';
import {
  fieldOfSpans,
  spansOfPaths,
  spansOfPrefix,
  spansOfSimilar,
  spansOfWildcard,
} from '../spans/term-spans.ts';
import { normalizeTerm } from '../text.ts';
import { clausesOf } from '../text-clauses.ts';
import { readLeaf } from './leaf.ts';

interface Filter {
  readonly relation: Relation;
  readonly isNever: boolean;
  readonly rule: Rule;
}

/** What pieces of a text are looked for. */
type Rule = { readonly filter: Filter | undefined } & (
  | {
      readonly kind: 'match';
      readonly query: string;
      readonly isOrdered: boolean;
      readonly gapsMax: number;
      readonly analyzer: string | undefined;
      readonly useField: string | undefined;
    }
  | {
      readonly kind: 'prefix' | 'wildcard';
      readonly pattern: string;
      readonly analyzer: string | undefined;
      readonly useField: string | undefined;
    }
  | {
      readonly kind: 'fuzzy';
      readonly term: string;
      readonly fuzzy: Fuzzy;
      readonly analyzer: string | undefined;
      readonly useField: string | undefined;
    }
  | {
      readonly kind: 'all_of';
      readonly rules: readonly Rule[];
      readonly isOrdered: boolean;
      readonly gapsMax: number;
    }
  | { readonly kind: 'any_of'; readonly rules: readonly Rule[] }
);

interface Intervals {
  readonly field: string;
  readonly rule: Rule;
  readonly boost: number;
}

/** Rules within rules, and rules of one list. */
const DEPTH_MAX = 10;
const RULES_MAX = 64;
const RELATIONS: ReadonlySet<string> = new Set<Relation>([
  'after',
  'before',
  'contained_by',
  'containing',
  'overlapping',
]);
const isRelation = (name: string): name is Relation => RELATIONS.has(name);

/** Words by where they are to each other. */
export const intervals: QueryType<Intervals> = {
  name: 'intervals',
  isOnField: true,
  parse(body) {
    const { field, reader } = readLeaf('intervals', body);
    const boost = reader.optionalNumber('boost') ?? 1;
    return { field, rule: parseRule(reader, 1), boost };
  },
  compile({ field, rule }, context) {
    const spans = spansOf(rule, fieldOfSpans(field, context), context);
    return spans.there === NEVER ? NEVER : hasSpans(spans);
  },
  score({ field, rule, boost }, context) {
    const spans = spansOf(rule, fieldOfSpans(field, context), context);
    const frequency = frequencyOf(spans, sql`${float(spans.extent)}`);
    return sql`arrayMap(f -> ${float(boost)} * f / (f + 1), [${frequency}])[1]`;
  },
};

/** The one rule that an object has. */
function parseRule(reader: ObjectReader, depth: number): Rule {
  if (depth > DEPTH_MAX) {
    throw errors.illegalArgument(
      `[intervals] has rules within rules more than [${DEPTH_MAX}] deep`,
    );
  }
  const [name, second] = reader.unread();
  if (name === undefined || second !== undefined) {
    throw errors.parsing(
      `[intervals] needs one rule, but found [${[name, second].filter(Boolean).join('] and [')}]`,
    );
  }
  const parse = PARSERS[name];
  if (parse === undefined) {
    throw errors.parsing(
      `Unknown interval type [${name}], expecting one of [${Object.keys(PARSERS).join(', ')}]`,
    );
  }
  const parameters = readObject(name, reader.json(name));
  const filter = readFilter(parameters.json('filter'), depth);
  const rule = { ...parse(parameters, depth), filter };
  parameters.rejectUnknown();
  return rule;
}

type Unfiltered<One> = One extends Rule ? Omit<One, 'filter'> : never;
type Parser = (reader: ObjectReader, depth: number) => Unfiltered<Rule>;

const PARSERS: Readonly<Record<string, Parser>> = {
  match: (reader) => ({
    kind: 'match',
    query: reader.string('query'),
    ...readOrder(reader),
    ...readWords(reader),
  }),
  prefix: (reader) => ({ kind: 'prefix', pattern: reader.string('prefix'), ...readWords(reader) }),
  wildcard: (reader) => ({
    kind: 'wildcard',
    pattern: reader.string('pattern'),
    ...readWords(reader),
  }),
  fuzzy(reader) {
    const fuzziness = reader.optionalString('fuzziness');
    const names = {
      prefix: 'prefix_length',
      expansions: 'max_expansions',
      transpositions: 'transpositions',
    };
    const distance = fuzziness === undefined ? FUZZY_DEFAULTS.fuzziness : parseFuzziness(fuzziness);
    return {
      kind: 'fuzzy',
      term: reader.string('term'),
      fuzzy: readFuzzy(reader, distance, names),
      ...readWords(reader),
    };
  },
  all_of: (reader, depth) => ({
    kind: 'all_of',
    rules: readRules(reader, depth),
    ...readOrder(reader),
  }),
  any_of: (reader, depth) => ({ kind: 'any_of', rules: readRules(reader, depth) }),
};

const readWords = (reader: ObjectReader) => ({
  analyzer: reader.optionalString('analyzer'),
  useField: reader.optionalString('use_field'),
});

/** `mode` is what OpenSearch calls it. */
function readOrder(reader: ObjectReader) {
  const mode = reader.optionalString('mode');
  if (mode !== undefined && !['ordered', 'unordered', 'unordered_no_overlap'].includes(mode)) {
    throw errors.parsing(`[intervals] unknown mode [${mode}]`);
  }
  const isOrdered = reader.optionalBoolean('ordered') ?? mode === 'ordered';
  return { isOrdered, gapsMax: reader.optionalInteger('max_gaps') ?? -1 };
}

function readRules(reader: ObjectReader, depth: number): readonly Rule[] {
  const given = reader.json('intervals');
  if (!Array.isArray(given) || given.length === 0) {
    throw errors.parsing(`[${reader.name}] requires a list of [intervals]`);
  }
  if (given.length > RULES_MAX) {
    throw errors.illegalArgument(
      `[${reader.name}] has [${given.length}] intervals, more than the allowed maximum of [${RULES_MAX}]`,
    );
  }
  return given.map((one: Json) => parseRule(readObject(reader.name, one), depth + 1));
}

function readFilter(given: Json | undefined, depth: number): Filter | undefined {
  if (given === undefined) {
    return undefined;
  }
  const [name = ''] = isObject(given) ? Object.keys(given) : [];
  const reader = readObject('filter', given);
  const isNever = name.startsWith('not_');
  const relation = isNever ? name.slice('not_'.length) : name;
  if (!isRelation(relation)) {
    throw errors.parsing(
      `[intervals] filter [${name}] is not supported; use one of [${[...RELATIONS].join(', ')}]`,
    );
  }
  const rule = parseRule(readObject(name, reader.json(name)), depth + 1);
  reader.rejectUnknown();
  return { relation, isNever, rule };
}

function spansOf(rule: Rule, field: SearchField | undefined, context: FieldContext): Spans {
  const own = ownSpans(rule, field, context);
  if (rule.filter === undefined) {
    return own;
  }
  const { relation, isNever, rule: other } = rule.filter;
  const others = spansOf(other, field, context);
  return isNever ? spansThatNever(own, relation, { others }) : spansThat(own, relation, others);
}

function ownSpans(rule: Rule, field: SearchField | undefined, context: FieldContext): Spans {
  if (rule.kind === 'all_of' || rule.kind === 'any_of') {
    const spans = rule.rules.map((one) => spansOf(one, field, context));
    return rule.kind === 'any_of'
      ? anySpans(spans)
      : arranged(
          rule,
          spans,
          rule.rules.map((one) => JSON.stringify(one)),
        );
  }
  const used = rule.useField === undefined ? field : fieldOfSpans(rule.useField, context);
  return used === undefined ? NO_SPANS : spansOfWords(rule, used, context);
}

function spansOfWords(
  rule: Exclude<Rule, { readonly kind: 'all_of' | 'any_of' }>,
  field: SearchField,
  context: FieldContext,
): Spans {
  const analyzer = analyzerNamed('intervals', field, { name: rule.analyzer, context });
  const normalized = (text: string) =>
    rule.analyzer === undefined ? normalizeTerm(field, text) : analyzer.normalize(text);
  switch (rule.kind) {
    case 'prefix':
      return spansOfPrefix(field, normalized(rule.pattern));
    case 'wildcard':
      return spansOfWildcard(field, normalized(rule.pattern));
    case 'fuzzy':
      return spansOfSimilar(field, normalized(rule.term), rule.fuzzy);
    case 'match': {
      const clauses = clausesOf(analyzer.analyze(rule.query));
      const spans = clauses.map((paths) => spansOfPaths(field, paths));
      return arranged(
        rule,
        spans,
        clauses.map((paths) => JSON.stringify(paths)),
      );
    }
  }
}

function arranged(
  { isOrdered, gapsMax }: { readonly isOrdered: boolean; readonly gapsMax: number },
  spans: readonly Spans[],
  texts: readonly string[],
): Spans {
  const all = isOrdered ? orderedSpans(spans) : unorderedSpans(spans, texts);
  return gapsMax < 0 ? all : withGaps(all, gapsMax);
}
