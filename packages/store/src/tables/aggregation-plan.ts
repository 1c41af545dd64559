import { type AggregateFunction, aggregateOf, takesType } from './aggregates.ts';
import { compileExpression } from './compile-expression.ts';
import type { Compiled } from './compiled.ts';
import type { Call, Expression } from './expression.ts';
import type { QueryContext } from './query-context.ts';
import type { Column } from './row.ts';
import type { Named, Stage } from './stage.ts';
import { verificationError } from './syntax-error.ts';

/** A function over groups with what it is given. */
export interface Metric {
  readonly column: Column;
  readonly aggregate: AggregateFunction;
  /** Undefined where rows are counted. */
  readonly of: { readonly expression: Expression; readonly compiled: Compiled } | undefined;
  readonly constants: readonly number[];
}

/** A value that rows are grouped by. */
export interface Group {
  readonly column: Column;
  readonly expression: Expression;
  readonly compiled: Compiled;
}

export interface AggregationPlan {
  readonly groups: readonly Group[];
  readonly metrics: readonly Metric[];
}

/** Finds out what an aggregation computes. Throws `verification_exception` for what makes no sense. */
export function planAggregation(
  stage: Extract<Stage, { kind: 'aggregate' }>,
  columns: readonly Column[],
  context: QueryContext,
): AggregationPlan {
  return {
    groups: stage.groups.map(({ name, expression }) => {
      const compiled = compileExpression(expression, columns, context);
      const type = compiled.type === 'text' ? 'keyword' : compiled.type;
      return { column: { ...mappedOf(expression, columns), name, type }, expression, compiled };
    }),
    metrics: stage.metrics.map((metric) => planMetric(metric, columns, context)),
  };
}

/** A field that is grouped by stays of the type that its mapping says. */
function mappedOf(expression: Expression, columns: readonly Column[]): Pick<Column, 'mapped'> {
  const found = columns.find((one) => expression.kind === 'name' && one.name === expression.name);
  return found?.mapped === undefined ? {} : { mapped: found.mapped };
}

function planMetric(
  { name, expression: call }: Named<Call>,
  columns: readonly Column[],
  context: QueryContext,
): Metric {
  const refuse = (reason: string): never => {
    throw verificationError(context.source, call.start, reason);
  };
  const shown = context.source.slice(call.start, call.end);
  const named = call.isDistinct === true ? `${call.name}_distinct` : call.name;
  const aggregate = aggregateOf(context.language, named);
  if (aggregate === undefined) {
    return refuse(`Unknown aggregate function [${named}]`);
  }
  const [first, ...more] = call.args;
  const isRows = named === 'count' && (first === undefined || first.kind === 'star');
  if (isRows) {
    return { column: { name, type: 'long' }, aggregate, of: undefined, constants: [] };
  }
  if (first === undefined || more.length > aggregate.constants) {
    return refuse(`error building [${shown}]: wrong number of arguments`);
  }
  const compiled = compileExpression(first, columns, context);
  if (!takesType(aggregate.takes, compiled.type)) {
    return refuse(
      `argument of [${shown}] must be [${aggregate.takes}], found value [${context.source.slice(first.start, first.end)}] type [${compiled.type}]`,
    );
  }
  const constants = more.map((one) => Number(compileExpression(one, [], context).evaluate([])));
  return {
    column: { name, type: aggregate.result(compiled.type) },
    aggregate,
    of: { expression: first, compiled },
    constants,
  };
}
