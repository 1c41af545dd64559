import { errors } from '@longshore/common/errors';
import type { PipelinePlan } from '../pipeline-aggs/pipeline-plan.ts';
import type { AggNode } from './agg-tree.ts';
import type { AggContext, BucketPlan, HitsPlan, MetricPlan } from './agg-type.ts';
import { branchesWithin } from './rows-within.ts';

/** An aggregation that is planned for the indices of a search. */
export type PlannedAgg =
  | { readonly kind: 'metric'; readonly node: AggNode; readonly plan: MetricPlan }
  | { readonly kind: 'hits'; readonly node: AggNode; readonly plan: HitsPlan }
  | { readonly kind: 'pipeline'; readonly node: AggNode; readonly plan: PipelinePlan }
  | PlannedBuckets;

export interface PlannedBuckets {
  readonly kind: 'bucket';
  readonly node: AggNode;
  readonly plan: BucketPlan;
  readonly children: readonly PlannedAgg[];
}

/** Plans a tree of aggregations. */
export function planAggs(
  nodes: readonly AggNode[],
  context: AggContext,
  around: readonly BucketPlan[] = [],
): readonly PlannedAgg[] {
  return nodes.map((node): PlannedAgg => {
    const { type, spec } = node;
    if (type.kind === 'metric') {
      return { kind: 'metric', node, plan: planMetric(node, type.plan(spec, context), around) };
    }
    if (type.kind === 'pipeline') {
      return { kind: 'pipeline', node, plan: type.plan(spec) };
    }
    return type.kind === 'hits'
      ? { kind: 'hits', node, plan: type.plan(spec, context) }
      : planBuckets(node, type.plan(spec, context), { context, around });
  });
}

function planMetric(
  { name, type }: AggNode,
  plan: MetricPlan,
  around: readonly BucketPlan[],
): MetricPlan {
  if (plan.isPerTime === true && !around.some(({ durationIn }) => durationIn !== undefined)) {
    throw errors.illegalArgument(
      `The ${type.name} aggregation [${name}] can only be used inside a date histogram`,
    );
  }
  return plan;
}

function planBuckets(
  node: AggNode,
  plan: BucketPlan,
  { context, around }: { readonly context: AggContext; readonly around: readonly BucketPlan[] },
): PlannedBuckets {
  if (plan.isGlobal === true && around.length > 0) {
    throw errors.parsing(
      `Aggregation [${node.name}] cannot have a global sub-aggregation; [global] can only be defined at the top level`,
    );
  }
  if (plan.isTopLevel === true && around.length > 0) {
    throw errors.illegalArgument(
      `[${node.type.name}] aggregation [${node.name}] must be a top level aggregation`,
    );
  }
  const parent = around.find(({ key }) => key !== undefined);
  if (plan.isOutermost === true && parent !== undefined) {
    throw errors.illegalArgument(
      `[${node.type.name}] aggregation cannot be used with a parent aggregation of type: [${parent.typedName}]`,
    );
  }
  const isInObjects = context.branches.some(
    ({ context: { around: outer } }) => outer !== undefined,
  );
  if (plan.isOfDocuments === true && isInObjects) {
    throw errors.illegalArgument(
      `[${node.type.name}] aggregation [${node.name}] is not supported inside of [nested]; use it around, or inside of [reverse_nested]`,
    );
  }
  const branches = branchesWithin([plan], context.branches);
  return {
    kind: 'bucket',
    node,
    plan,
    children: planAggs(node.children, { ...context, branches }, [...around, plan]),
  };
}
