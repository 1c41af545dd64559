import { errors } from '@longshore/common/errors';
import { float, type Sql, sql } from '../../sql/sql.ts';
import { type InnerHits, parseInnerHits } from '../inner-hits/inner-hits-request.ts';
import { nestedContext } from '../nested/nested-context.ts';
import { type NestedObjects, nestedObjects, overObjects } from '../nested/object-columns.ts';
import { NEVER } from '../predicate.ts';
import type { CompileContext, Query, QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';

const SCORE_MODES = ['avg', 'max', 'min', 'none', 'sum'] as const;
type ScoreMode = (typeof SCORE_MODES)[number];

export interface Nested {
  readonly path: string;
  readonly query: Query;
  readonly scoreMode: ScoreMode;
  readonly ignoresUnmapped: boolean;
  readonly innerHits: InnerHits | undefined;
  readonly boost: number;
}

/** Documents of which a single nested object fulfils all of a query. */
export const nested: QueryType<Nested> = {
  name: 'nested',
  parse(body, context) {
    const reader = readObject('nested', body);
    const path = reader.optionalString('path');
    const query = reader.json('query');
    const inner = reader.json('inner_hits');
    if (path === undefined || query === undefined) {
      throw errors.illegalArgument(
        `[nested] requires '${path === undefined ? 'path' : 'query'}' field`,
      );
    }
    const spec: Nested = {
      path,
      query: context.parseQuery(query),
      scoreMode: readScoreMode(reader.optionalString('score_mode')),
      ignoresUnmapped: reader.optionalBoolean('ignore_unmapped') ?? false,
      innerHits: inner === undefined ? undefined : parseInnerHits(inner, context, path),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.rejectUnknown();
    return spec;
  },
  compile(spec, context) {
    const found = findObjects(spec, context);
    if (found === undefined) {
      return NEVER;
    }
    const condition = nestedContext(context, spec.path).compile(spec.query);
    return condition === NEVER ? NEVER : overObjects(sql`arrayExists`, condition, found);
  },
  score: (spec, context) => scoreNested(spec, context),
  ofObjects: ({ query }) => [query],
  innerHits: ({ innerHits, path, query }) => innerHits && { ...innerHits, path, query },
};

function readScoreMode(given: string | undefined): ScoreMode {
  const mode = SCORE_MODES.find((known) => known === (given ?? 'avg'));
  if (mode === undefined) {
    throw errors.illegalArgument(`No score mode for query [${given}] found`);
  }
  return mode;
}

/** Undefined where there are none. Throws for a path that has no nested objects, unless that is to be ignored. */
function findObjects(
  { path, ignoresUnmapped }: Pick<Nested, 'path' | 'ignoresUnmapped'>,
  context: CompileContext,
): NestedObjects | undefined {
  const isUnknown = !context.isNested(path);
  if (isUnknown && !ignoresUnmapped) {
    throw errors.queryShard(
      context.mapping.objects.has(path) || context.isMapped(path)
        ? `[nested] nested object under path [${path}] is not of nested type`
        : `[nested] failed to find nested object under path [${path}]`,
    );
  }
  return isUnknown ? undefined : nestedObjects(context, path);
}

/** Of the scores of the objects that match. */
function scoreNested(
  { path, query, scoreMode, boost, ignoresUnmapped }: Nested,
  context: CompileContext,
): Sql | number {
  const found = findObjects({ path, ignoresUnmapped }, context);
  if (found === undefined || scoreMode === 'none') {
    return 0;
  }
  const inner = nestedContext(context, path);
  const score = inner.score(query);
  if (typeof score === 'number' && scoreMode !== 'sum') {
    return score * boost;
  }
  const own = typeof score === 'number' ? sql`${float(score)}` : sql`toFloat64(${score})`;
  // No score is below zero.
  const each = sql`if(${inner.compile(query)}, ${own}, -1.)`;
  const scores = sql`arrayFilter(v -> v >= 0, ${overObjects(sql`arrayMap`, each, found)})`;
  return sql`(if(empty(${scores}), 0., ${FUNCTIONS[scoreMode]}(${scores})) * ${float(boost)})`;
}

const FUNCTIONS: Readonly<Record<Exclude<ScoreMode, 'none'>, Sql>> = {
  avg: sql`arrayAvg`,
  max: sql`arrayMax`,
  min: sql`arrayMin`,
  sum: sql`arraySum`,
};
