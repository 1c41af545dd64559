import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import { float, join, type Sql, sql } from '../../sql/sql.ts';
import { ALWAYS, allOf, anyOf } from '../predicate.ts';
import type { CompileContext, ParseContext, Query, QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { functionTypes } from '../score-functions/function-types.ts';
import {
  reachesScore,
  readMinScore,
  refuseFaults,
  scoreSqlOf,
} from '../score-functions/min-score.ts';
import type { ScoreFunction } from '../score-functions/score-function.ts';

/** A function for the documents that a filter matches, or for all. */
interface Weighted {
  readonly filter: Query | undefined;
  /** Undefined for a weight alone. */
  readonly fn: { readonly type: ScoreFunction<unknown>; readonly spec: unknown } | undefined;
  readonly weight: number | undefined;
}

interface FunctionScore {
  readonly query: Query;
  readonly functions: readonly Weighted[];
  readonly scoreMode: keyof typeof SCORE_MODES;
  readonly boostMode: keyof typeof BOOST_MODES;
  readonly maxBoost: number;
  readonly minScore: number | undefined;
  readonly boost: number;
  /** With what it is scored where that decides what is found. */
  readonly scored?: CompileContext;
}

/** A function of a row: whether it counts, what it gives with its weight, and that weight. */
interface Factor {
  readonly condition: Sql;
  readonly value: Sql;
  readonly weight: number;
}

const sumOf = (factors: readonly Factor[], of: (factor: Factor) => Sql): Sql =>
  sql`(${join(
    factors.map((factor) => sql`if(${factor.condition}, ${of(factor)}, 0.)`),
    ' + ',
  )})`;

const bestOf = (factors: readonly Factor[], name: 'arrayMax' | 'arrayMin'): Sql => {
  const given = factors.map(({ condition, value }) => sql`if(${condition}, [${value}], [])`);
  const all = sql`arrayConcat(CAST([] AS Array(Float64)), ${join(given, ', ')})`;
  return name === 'arrayMax' ? sql`arrayMax(${all})` : sql`arrayMin(${all})`;
};

/** How functions become one factor, of those that count. */
const SCORE_MODES = {
  multiply: (factors: readonly Factor[]) =>
    sql`(${join(
      factors.map(({ condition, value }) => sql`if(${condition}, ${value}, 1.)`),
      ' * ',
    )})`,
  sum: (factors: readonly Factor[]) => sumOf(factors, ({ value }) => value),
  avg: (factors: readonly Factor[]) => {
    const weights = sumOf(factors, ({ weight }) => sql`${float(weight)}`);
    return sql`(${sumOf(factors, ({ value }) => value)} / ${weights})`;
  },
  first: (factors: readonly Factor[]) =>
    sql`multiIf(${join(
      factors.map(({ condition, value }) => sql`${condition}, ${value}`),
      ', ',
    )}, 1.)`,
  max: (factors: readonly Factor[]) => bestOf(factors, 'arrayMax'),
  min: (factors: readonly Factor[]) => bestOf(factors, 'arrayMin'),
};

/** How the factor changes the score of the query. */
const BOOST_MODES = {
  multiply: (score: Sql, factor: Sql) => sql`(${score} * ${factor})`,
  replace: (_: Sql, factor: Sql) => factor,
  sum: (score: Sql, factor: Sql) => sql`(${score} + ${factor})`,
  avg: (score: Sql, factor: Sql) => sql`((${score} + ${factor}) / 2)`,
  max: (score: Sql, factor: Sql) => sql`greatest(${score}, ${factor})`,
  min: (score: Sql, factor: Sql) => sql`least(${score}, ${factor})`,
};

const FUNCTIONS_MAX = 1_000;

/** What a query finds, scored by functions of the documents. */
export const functionScore: QueryType<FunctionScore> = {
  name: 'function_score',
  parse(body, context) {
    const reader = readObject('function_score', body);
    const spec: FunctionScore = {
      query: context.parseQuery(reader.json('query') ?? { match_all: {} }),
      scoreMode: readMode(reader, 'score_mode', SCORE_MODES),
      boostMode: readMode(reader, 'boost_mode', BOOST_MODES),
      maxBoost: reader.optionalNumber('max_boost') ?? Number.MAX_VALUE,
      minScore: readMinScore(reader),
      boost: reader.optionalNumber('boost') ?? 1,
      functions: readFunctions(reader, context),
    };
    reader.rejectUnknown();
    return spec;
  },
  async prepare(spec, context, reads) {
    const found = context.compile(spec.query);
    for (const { fn, filter } of spec.functions) {
      const score = scoreSqlOf(spec.query, context);
      const fault = fn?.type.fault?.(fn.spec, { context, score });
      if (fault !== undefined) {
        const counting = filter === undefined ? found : allOf([found, context.compile(filter)]);
        await refuseFaults({ ...fault, where: counting }, reads);
      }
    }
    return spec.minScore === undefined ? spec : { ...spec, scored: await reads.scored(spec.query) };
  },
  compile(spec, context) {
    const found = context.compile(spec.query);
    return spec.minScore === undefined
      ? found
      : reachesScore(found, scoreOf(spec, spec.scored ?? context), spec.minScore);
  },
  score: (spec, context) => scoreOf(spec, context),
  scoreNote: 'the query, and what its functions make of the score:',
  clauses: ({ query, functions }) => [
    { occur: 'must', query },
    ...functions.flatMap(({ filter }) =>
      filter === undefined ? [] : [{ occur: 'should' as const, query: filter }],
    ),
  ],
  bounds: ({ query }, context) => context.bounds(query),
};

function readMode<Mode extends string>(
  reader: ObjectReader,
  key: string,
  modes: Readonly<Record<Mode, unknown>>,
): Mode {
  const given = (reader.optionalString(key) ?? 'multiply').toLowerCase();
  const known = Object.keys(modes) as Mode[];
  const mode = known.find((one) => one === given);
  if (mode === undefined) {
    throw errors.parsing(
      `[function_score] illegal ${key} [${given}]; use one of [${known.join(', ')}]`,
    );
  }
  return mode;
}

/** A list of functions, or one that stands in the query itself. */
function readFunctions(reader: ObjectReader, context: ParseContext): readonly Weighted[] {
  const given = reader.json('functions');
  if (given === undefined) {
    const own = readFunction(reader, undefined);
    return own === undefined ? [] : [own];
  }
  if (!Array.isArray(given)) {
    throw errors.parsing('failed to parse [function_score] query. [functions] must be a list');
  }
  if (given.length > FUNCTIONS_MAX) {
    throw errors.illegalArgument(
      `[function_score] has [${given.length}] functions, more than the allowed maximum of [${FUNCTIONS_MAX}]`,
    );
  }
  return given.map((one: Json) => {
    const parts = readObject('function_score', one);
    const filter = parts.json('filter');
    const read = readFunction(parts, filter === undefined ? undefined : context.parseQuery(filter));
    parts.rejectUnknown();
    if (read === undefined) {
      throw errors.parsing(
        'failed to parse [function_score] query. an entry in functions list is missing a function.',
      );
    }
    return read;
  });
}

function readFunction(reader: ObjectReader, filter: Query | undefined): Weighted | undefined {
  const weight = reader.optionalNumber('weight');
  if (weight !== undefined && weight < 0) {
    throw errors.illegalArgument('[weight] cannot be negative for a filtering function');
  }
  const [name, second] = reader.unread();
  if (second !== undefined && functionTypes.has(second)) {
    throw errors.parsing(
      `failed to parse [function_score] query. already found function [${name}], now encountering [${second}].`,
    );
  }
  if (name === undefined) {
    return weight === undefined ? undefined : { filter, fn: undefined, weight };
  }
  const type = functionTypes.get(name);
  if (type === undefined) {
    throw errors.parsing(`[function_score] unknown function or parameter [${name}]`, name);
  }
  const given = reader.json(name);
  const parameters = readObject(name, isObject(given) ? given : {});
  const spec = type.parse(parameters);
  parameters.rejectUnknown();
  return { filter, fn: { type, spec }, weight };
}

function scoreOf(spec: FunctionScore, context: CompileContext): Sql {
  const own = scoreSqlOf(spec.query, context);
  const score = sql`(${float(spec.boost)} * ${own})`;
  const factors = spec.functions.map(({ filter, fn, weight }): Factor => {
    const value = fn?.type.value(fn.spec, { context, score: own }) ?? sql`1.`;
    return {
      condition: filter === undefined ? ALWAYS : context.compile(filter),
      value: weight === undefined ? value : sql`(${value} * ${float(weight)})`,
      weight: weight ?? 1,
    };
  });
  if (factors.length === 0) {
    return score;
  }
  const counts = anyOf(factors.map(({ condition }) => condition));
  const factor = sql`if(${counts}, ${SCORE_MODES[spec.scoreMode](factors)}, 1.)`;
  return BOOST_MODES[spec.boostMode](score, sql`least(${factor}, ${float(spec.maxBoost)})`);
}
