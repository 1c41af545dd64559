import { errors } from '@longshore/common/errors';
import type { PlannedAgg, PlannedBuckets } from '../aggs/agg-plan.ts';
import {
  findStep,
  openBucketPath,
  openSeriesPath,
  type PathScope,
  splitPath,
} from './bucket-path.ts';
import { bucketsOf, hasBuckets, isAnswers, replaceBuckets } from './finished-buckets.ts';
import { openOrder } from './order-buckets.ts';
import type {
  Answer,
  Answers,
  FinishedBucket,
  ParentPlan,
  PipelinePlan,
  SiblingPlan,
} from './pipeline-plan.ts';

type PlannedPipeline = Extract<PlannedAgg, { readonly kind: 'pipeline' }>;
/** Works on the buckets of one level, and gives those that stay. */
type Apply = (buckets: readonly FinishedBucket[]) => readonly FinishedBucket[];
type NameOf = PathScope['nameOf'];

/**
 * Checks the pipelines of a search, and gives what adds their answers to those of the other aggregations, from the
 * inside out (ADR 0041); undefined if there are none.
 */
export function openPipelines(
  planned: readonly PlannedAgg[],
  nameOf: NameOf,
): ((answers: Answers) => void) | undefined {
  const apply = openLevel(planned, nameOf, undefined);
  return apply && ((answers) => void apply([{ json: answers, name: undefined, keyText: '' }]));
}

function openLevel(
  children: readonly PlannedAgg[],
  nameOf: NameOf,
  parent: PlannedBuckets | undefined,
): Apply | undefined {
  const below = children.flatMap((child) => openBelow(child, nameOf));
  const scope: LevelScope = { children, nameOf, parent };
  const order = parent?.plan.orderWhenDone;
  const steps = [
    ...below,
    ...(order === undefined ? [] : [openOrder(order, scope)]),
    ...inOrder(children).map((child) => openStep(child, scope)),
  ];
  return steps.length === 0
    ? undefined
    : (buckets) => steps.reduce((left, step) => step(left), buckets);
}

/** Applies the pipelines inside of an aggregation to its buckets in each bucket around it. */
function openBelow(child: PlannedAgg, nameOf: NameOf): readonly Apply[] {
  const apply = child.kind === 'bucket' ? openLevel(child.children, nameOf, child) : undefined;
  if (child.kind !== 'bucket' || apply === undefined) {
    return [];
  }
  const name = nameOf(child);
  const finish: Apply = (buckets) => {
    for (const { json } of buckets) {
      const answer = json[name];
      if (isAnswers(answer)) {
        const found = bucketsOf(child, answer);
        const left = apply(found);
        if (left !== found) {
          replaceBuckets(answer, left);
        }
      }
    }
    return buckets;
  };
  return [finish];
}

interface LevelScope extends PathScope {
  readonly parent: PlannedBuckets | undefined;
}

function openStep({ node, plan }: PlannedPipeline, scope: LevelScope): Apply {
  const self = scope.children.find((child) => child.node === node);
  const key = self === undefined ? node.name : scope.nameOf(self);
  const put = ({ json }: FinishedBucket, answer: Answer): void => {
    json[key] = node.meta === undefined ? answer : { meta: node.meta, ...answer };
  };
  return plan.place === 'sibling'
    ? openSibling(plan, node.name, { scope, put })
    : openParent(plan, { name: node.name, type: node.type.name }, { scope, put });
}

interface StepOf {
  readonly scope: LevelScope;
  readonly put: (bucket: FinishedBucket, answer: Answer) => void;
}

function openSibling(plan: SiblingPlan, name: string, { scope, put }: StepOf): Apply {
  const { gapPolicy } = plan;
  const series = openSeriesPath(plan.path, { ...scope, name, gapPolicy });
  return (buckets) => {
    for (const bucket of buckets) {
      const values = series.buckets(bucket.json).flatMap((one) => {
        const value = series.read(one);
        return value === undefined || Number.isNaN(value) ? [] : [{ key: one.keyText, value }];
      });
      put(bucket, plan.answer(values));
    }
    return buckets;
  };
}

interface Named {
  readonly name: string;
  readonly type: string;
}

function openParent(plan: ParentPlan, named: Named, { scope, put }: StepOf): Apply {
  checkParent(plan, named, scope.parent);
  const readers = new Map(
    [...plan.paths].map(([name, path]) => [name, openBucketPath(path, scope, plan.gapPolicy)]),
  );
  const [only] = readers.values();
  return (buckets) =>
    plan.apply({
      buckets,
      read: (name) => (name === undefined ? only : readers.get(name)) ?? (() => undefined),
      put,
    });
}

const HISTOGRAMS: ReadonlySet<string> = new Set([
  ...['histogram', 'date_histogram', 'auto_date_histogram'],
]);

function checkParent(
  plan: ParentPlan,
  { name, type }: Named,
  parent: PlannedBuckets | undefined,
): void {
  if (parent === undefined) {
    throw errors.validation(
      `1: ${type} aggregation [${name}] must be declared inside of another aggregation;`,
    );
  }
  const { node } = parent;
  if (!hasBuckets(parent)) {
    throw errors.illegalArgument(
      `Expected a multi bucket aggregation but got [${node.type.name}] for aggregation [${name}]`,
    );
  }
  if (!plan.isOverHistogram) {
    return;
  }
  if (!HISTOGRAMS.has(node.type.name)) {
    throw errors.validation(
      `1: ${type} aggregation [${name}] must have a histogram, date_histogram or auto_date_histogram as parent;`,
    );
  }
  if (parent.plan.skipsEmpty === true) {
    throw errors.validation(
      `1: parent histogram of ${type} aggregation [${name}] must have min_doc_count of 0;`,
    );
  }
}

const isPipeline = (agg: PlannedAgg): agg is PlannedPipeline => agg.kind === 'pipeline';

/** Pipelines after those that they read. */
function inOrder(children: readonly PlannedAgg[]): readonly PlannedPipeline[] {
  const ordered = new Set<PlannedPipeline>();
  const visit = (agg: PlannedPipeline, waiting: readonly PlannedPipeline[]): void => {
    if (waiting.includes(agg)) {
      throw errors.validation(
        `1: Cyclical dependency found with pipeline aggregator [${agg.node.name}];`,
      );
    }
    for (const path of pathsOf(agg.plan)) {
      const read = findStep(splitPath(path)[0] ?? '', children)?.child;
      if (read !== undefined && isPipeline(read) && !ordered.has(read)) {
        visit(read, [...waiting, agg]);
      }
    }
    ordered.add(agg);
  };
  for (const agg of children.filter(isPipeline)) {
    visit(agg, []);
  }
  return [...ordered];
}

const pathsOf = (plan: PipelinePlan): readonly string[] =>
  plan.place === 'sibling' ? [plan.path] : [...plan.paths.values()];
