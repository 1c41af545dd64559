import type { Json } from '@longshore/common/json';
import { float, type Sql, sql } from '../../sql/sql.ts';
import { minimumShouldMatch } from '../minimum-should-match.ts';
import { ALWAYS, allOf, anyOf, atLeast, not } from '../predicate.ts';
import type { CompileContext, ParseContext, Query, QueryType, TimeBounds } from '../query.ts';
import { readObject } from '../read-object.ts';
import { scoreSum } from '../scoring/score-sum.ts';

interface Bool {
  readonly must: readonly Query[];
  readonly filter: readonly Query[];
  readonly should: readonly Query[];
  readonly mustNot: readonly Query[];
  readonly minimumShouldMatch: string | undefined;
  readonly boost: number;
}

/** All of `must` and `filter`, none of `must_not`, and enough of `should`. */
export const bool: QueryType<Bool> = {
  name: 'bool',
  parse(body, context) {
    const reader = readObject('bool', body);
    const spec: Bool = {
      must: parseClauses(reader.json('must'), context),
      filter: parseClauses(reader.json('filter'), context),
      should: parseClauses(reader.json('should'), context),
      mustNot: [
        ...parseClauses(reader.json('must_not'), context),
        ...parseClauses(reader.json('mustNot'), context),
      ],
      minimumShouldMatch: reader.optionalString('minimum_should_match'),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.json('adjust_pure_negative');
    reader.rejectUnknown();
    return spec;
  },
  compile(spec, context) {
    const compile = (query: Query) => context.compile(query);
    return allOf([
      ...spec.must.map(compile),
      ...spec.filter.map(compile),
      compileShould(spec, context),
      not(anyOf(spec.mustNot.map(compile))),
    ]);
  },
  score: (spec, context) => scoreBool(spec, context),
  clauses: ({ must, filter, should, mustNot }) => [
    ...must.map((query) => ({ occur: 'must' as const, query })),
    ...filter.map((query) => ({ occur: 'filter' as const, query })),
    ...should.map((query) => ({ occur: 'should' as const, query })),
    ...mustNot.map((query) => ({ occur: 'must_not' as const, query })),
  ],
  bounds: ({ must, filter }, context) =>
    intersect([...must, ...filter].map((query) => context.bounds(query))),
};

function parseClauses(given: Json | undefined, { parseQuery }: ParseContext): readonly Query[] {
  if (given === undefined) {
    return [];
  }
  return (Array.isArray(given) ? given : [given]).map((clause: Json) => parseQuery(clause));
}

/** Without `must` and `filter` at least one must match, with them none needs to. */
function compileShould(spec: Bool, context: CompileContext): Sql {
  if (spec.should.length === 0) {
    return spec.minimumShouldMatch === undefined
      ? ALWAYS
      : atLeast(minimumShouldMatch(spec.minimumShouldMatch, 0), []);
  }
  const byDefault = spec.must.length + spec.filter.length === 0 ? 1 : 0;
  const needed =
    spec.minimumShouldMatch === undefined
      ? byDefault
      : Math.max(minimumShouldMatch(spec.minimumShouldMatch, spec.should.length), byDefault);
  return atLeast(needed, needed === 0 ? [] : spec.should.map((query) => context.compile(query)));
}

/** The scores of what matches, added up; filters score nothing. An empty `bool` matches all with 1. */
function scoreBool(spec: Bool, context: CompileContext): Sql | number {
  const { must, should, boost } = spec;
  if (must.length + should.length === 0) {
    return spec.filter.length === 0 && spec.mustNot.length === 0 ? boost : 0;
  }
  const sum = scoreSum(
    must.map((query) => context.score(query)),
    should.map((query) => ({ condition: context.compile(query), score: context.score(query) })),
  );
  return typeof sum === 'number' ? sum * boost : sql`(${float(boost)} * ${sum})`;
}

function intersect(bounds: readonly (TimeBounds | undefined)[]): TimeBounds | undefined {
  const known = bounds.filter((bound) => bound !== undefined);
  if (known.length === 0) {
    return undefined;
  }
  return {
    minMs: Math.max(...known.map(({ minMs }) => minMs)),
    maxMs: Math.min(...known.map(({ maxMs }) => maxMs)),
  };
}
