import type { Sql } from '../../sql/sql.ts';
import type { CompileContext } from '../query.ts';
import type { ObjectReader } from '../read-object.ts';

/** What a function is computed with for one index. */
export interface ScoreFunctionContext {
  readonly context: CompileContext;
  /** The score of the query, as a number of the engine. */
  readonly score: Sql;
}

/** One kind of function of `function_score`. `function-types.ts` lists them all. */
export interface ScoreFunction<Spec> {
  readonly name: string;
  parse(reader: ObjectReader): Spec;
  /** What it gives for a row: a number of the engine, never null unless `fault` says of which rows. */
  value(spec: Spec, of: ScoreFunctionContext): Sql;
  /** Rows that it cannot score, and why: they are the error of a search that finds them. Null where a value is null. */
  fault?(
    spec: Spec,
    of: ScoreFunctionContext,
  ): { readonly condition: Sql; readonly reason: string };
}
