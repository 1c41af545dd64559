import { errors } from '@longshore/common/errors';
import type { PlannedAgg, PlannedBuckets } from '../aggs/agg-plan.ts';
import { openMetricProperty, type ReadNumber } from './answer-property.ts';
import { bucketsOf, hasBuckets, isAnswers } from './finished-buckets.ts';
import type { Answers, FinishedBucket, GapPolicy, ReadBucket } from './pipeline-plan.ts';

/** Where a path begins: the aggregations that it can name, and what their answers are called. */
export interface PathScope {
  readonly children: readonly PlannedAgg[];
  nameOf(agg: PlannedAgg): string;
}

interface Step {
  readonly child: PlannedAgg;
  /** What follows the name: `avg` of `stats.avg`, `95.0` of `p[95.0]`. */
  readonly property: string | undefined;
}

/** The aggregation that an element of a path names; of several, the one with the longest name. */
export function findStep(element: string, children: readonly PlannedAgg[]): Step | undefined {
  const found = children.flatMap((child) => {
    const { name } = child.node;
    const rest = element.startsWith(name) ? element.slice(name.length) : undefined;
    const match = /^(?:\.(.+)|\[["']?(.+?)["']?\])?$/.exec(rest ?? '?');
    return match === null ? [] : [{ child, property: match[1] ?? match[2] }];
  });
  return found.sort((a, b) => b.child.node.name.length - a.child.node.name.length)[0];
}

/** What reads the value at a path in the buckets whose aggregations a scope has. Throws for a path that leads nowhere. */
export function openBucketPath(path: string, scope: PathScope, gapPolicy: GapPolicy): ReadBucket {
  return withGaps(openElements(splitPath(path), { ...scope, path }), path === '_count', gapPolicy);
}

/** The elements of a path: `a>b.c` has two. */
export const splitPath = (path: string): readonly string[] => path.split('>');

interface OpenScope extends PathScope {
  readonly path: string;
}

function openElements([element = '', ...rest]: readonly string[], scope: OpenScope): ReadNumber {
  const { nameOf, path } = scope;
  if (element === '_count' && rest.length === 0) {
    return ({ doc_count }) => Number(doc_count);
  }
  if (element === '_key' && rest.length === 0) {
    return ({ key }) => (typeof key === 'number' ? key : Number.NaN);
  }
  const { child, property } = requireStep(element, scope);
  const name = nameOf(child);
  if (child.kind === 'bucket') {
    const read = openBucketStep(child, { property, rest, scope });
    return (json) => {
      const answer = json[name];
      return isAnswers(answer) ? read(answer) : undefined;
    };
  }
  if (child.kind === 'hits' || rest.length > 0) {
    throw mustBeNumber(`, but [${child.node.name}] of [${path}] is none`);
  }
  const read = openMetricProperty(child, property);
  return (json) => {
    const answer = json[name];
    return isAnswers(answer) ? read(answer) : undefined;
  };
}

interface BucketStep {
  readonly property: string | undefined;
  readonly rest: readonly string[];
  readonly scope: OpenScope;
}

function openBucketStep(agg: PlannedBuckets, { property, rest, scope }: BucketStep): ReadNumber {
  const inner = { ...scope, children: agg.children };
  if ([property, ...rest].filter((one) => one !== undefined).join('>') === '_bucket_count') {
    return (answer) => bucketsOf(agg, answer).length;
  }
  if (!hasBuckets(agg)) {
    const elements = property === undefined ? rest : [property, ...rest];
    if (elements.length === 0) {
      throw mustBeNumber(`, got: [${agg.node.type.name}] at aggregation [${agg.node.name}]`);
    }
    return openElements(elements, inner);
  }
  if (property === undefined || rest.length === 0) {
    throw mustBeNumber(`, got: [Object[]] at aggregation [${agg.node.name}]`);
  }
  const read = openElements(rest, inner);
  return (answer) => {
    const bucket = bucketsOf(agg, answer).find((one) => isCalled(one, property));
    return bucket === undefined ? undefined : read(bucket.json);
  };
}

const isCalled = ({ name, keyText, json }: FinishedBucket, key: string): boolean =>
  name === key || keyText === key || String(json.key) === key;

/** The buckets that a pipeline beside an aggregation reads, and what it reads of each. */
export interface SeriesPath {
  buckets(answers: Answers): readonly FinishedBucket[];
  readonly read: ReadBucket;
}

interface SeriesOf extends PathScope {
  /** The name of the pipeline. */
  readonly name: string;
  readonly gapPolicy: GapPolicy;
}

/** Follows a path down to the first aggregation with buckets; what is left of it is read in each. */
export function openSeriesPath(path: string, scope: SeriesOf): SeriesPath {
  const [first = ''] = splitPath(path);
  const { name } = scope;
  const step = findStep(first, scope.children);
  if (step === undefined) {
    throw errors.validation(
      `1: buckets_path aggregation does not exist for aggregation [${name}]: ${path};`,
    );
  }
  if (step.child.kind !== 'bucket') {
    throw errors.validation(
      `1: The first aggregation in buckets_path must be a multi-bucket aggregation for aggregation [${name}] found :${step.child.node.type.name} for buckets path: ${path};`,
    );
  }
  return followSeries(splitPath(path), { ...scope, path });
}

function followSeries(elements: readonly string[], scope: SeriesOf & OpenScope): SeriesPath {
  const [element = '', ...behind] = elements;
  const step = requireStep(element, scope);
  const { child } = step;
  const { path, nameOf, gapPolicy } = scope;
  // A point leads on where nothing else does: `hosts.took` is what is mostly written `hosts>took`.
  const isLast = behind.length === 0 && step.property !== undefined && !element.endsWith(']');
  const property = isLast ? undefined : step.property;
  const rest = isLast && step.property !== undefined ? [step.property] : behind;
  if (child.kind !== 'bucket') {
    throw mustBeNumber(` of many buckets, but [${path}] goes through none`);
  }
  const answerOf = (answers: Answers) => answers[nameOf(child)];
  const inner = { ...scope, children: child.children };
  if (hasBuckets(child) && property === undefined) {
    if (rest.length === 0) {
      throw mustBeNumber(`, got: [Object[]] at aggregation [${child.node.name}]`);
    }
    const read = openElements(rest, inner);
    return {
      buckets: (answers) => {
        const answer = answerOf(answers);
        return isAnswers(answer) ? bucketsOf(child, answer) : [];
      },
      read: withGaps(read, rest.join('>') === '_count', gapPolicy),
    };
  }
  const below = followSeries(rest, inner);
  return {
    read: below.read,
    buckets: (answers) => {
      const answer = answerOf(answers);
      const all = isAnswers(answer) ? bucketsOf(child, answer) : [];
      const chosen = property === undefined ? all[0] : all.find((one) => isCalled(one, property));
      return chosen === undefined ? [] : below.buckets(chosen.json);
    },
  };
}

function requireStep(element: string, { children, path }: OpenScope): Step {
  const step = findStep(element, children);
  if (step === undefined) {
    const known = children.map(({ node }) => node.name).join(', ');
    throw errors.validation(
      `1: No aggregation found for path [${path}]: there is no [${element}] among [${known}];`,
    );
  }
  return step;
}

const mustBeNumber = (found: string) =>
  errors.illegalArgument(
    `buckets_path must reference either a number value or a single value numeric metric aggregation${found}`,
  );

/** The count of a bucket is never missing; all else is in one without documents. */
function withGaps(read: ReadNumber, isCount: boolean, policy: GapPolicy): ReadBucket {
  return ({ json }) => {
    const value = read(json);
    if (value === undefined) {
      return undefined;
    }
    const isEmpty = !isCount && json.doc_count === 0 && policy !== 'keep_values';
    if (Number.isFinite(value) && !isEmpty) {
      return value;
    }
    return policy === 'insert_zeros' ? 0 : Number.NaN;
  };
}
