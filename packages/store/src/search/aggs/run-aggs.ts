import { errors } from '@longshore/common/errors';
import type { Row } from '../../engine/engine.ts';
import { openPipelines } from '../pipeline-aggs/open-pipelines.ts';
import type { Branch } from '../plan.ts';
import type { Query } from '../query.ts';
import type { Run } from '../run.ts';
import { type PlannedAgg, type PlannedBuckets, planAggs } from './agg-plan.ts';
import { bucketStatement } from './agg-statement.ts';
import type { AggNode } from './agg-tree.ts';
import type { AggGroup, BucketPlan, BucketRow, Level, MetricOf } from './agg-type.ts';
import { besideEmptyBuckets, withEmptyBuckets } from './empty-buckets.ts';
import { findTopHits } from './find-top-hits.ts';
import { type Layout, layoutOf, partValues } from './layout.ts';
import { branchesWithin, keyedLevels } from './rows-within.ts';

export interface AggSearch {
  readonly branches: readonly Branch[];
  readonly query: Query;
  readonly nowMs: number;
  readonly run: Run;
  readonly typedKeys: boolean;
  /** No search answers with more buckets; at most `BUCKETS_MAX`. */
  readonly bucketsMax: number;
  scored(): Promise<readonly Branch[]>;
}

/** A shown bucket, or the search as a whole: where the answers of aggregations below it go. */
interface Group extends AggGroup {
  readonly row: Row | undefined;
  /** Filled as answers come. */
  readonly json: Record<string, unknown>;
}

/**
 * Computes aggregations from the outside in. Each one with buckets is one statement, which also computes the metrics
 * of its buckets; it is limited to the buckets around it that are shown (ADR 0008).
 */
export async function runAggs(
  nodes: readonly AggNode[],
  search: AggSearch,
): Promise<Readonly<Record<string, unknown>>> {
  const planned = planAggs(nodes, search);
  return new AggRun(search).runAll(planned);
}

class AggRun {
  readonly #search: AggSearch;
  #buckets = 0;

  constructor(search: AggSearch) {
    this.#search = search;
  }

  async runAll(planned: readonly PlannedAgg[]): Promise<Readonly<Record<string, unknown>>> {
    // What buckets need to know of the whole is asked for when they turn out not to be all there are.
    const finish = openPipelines(planned, (agg) => this.#nameOf(agg));
    const metrics = planned.filter(({ kind }) => kind !== 'bucket');
    const layout = layoutOf(metrics, this.#search.branches);
    const needsRoot = layout.parts.length > 0 || planned.some(needsCount);
    const path: readonly BucketPlan[] = [];
    const [row] = needsRoot ? await this.#query({ path, groups: [] }, planned, layout) : [];
    const root: Group = { keys: [], docCount: Number(row?.n ?? 0), row, json: {} };
    await this.#runChildren(planned, layout, { path, groups: [root] });
    finish?.(root.json);
    return root.json;
  }

  async #runChildren(
    all: readonly PlannedAgg[],
    layout: Layout,
    level: Level<Group>,
  ): Promise<void> {
    // Pipelines answer when all is there.
    const children = all.filter(({ kind }) => kind !== 'pipeline');
    for (const { json } of level.groups) {
      for (const child of children) {
        // Answers are in the order of the request, whichever comes first.
        json[this.#nameOf(child)] = undefined;
      }
    }
    await Promise.all(
      children.map(async (child) => {
        if (child.kind === 'metric') {
          for (const group of level.groups) {
            const values = partValues(layout, child, group.row);
            this.#put(group, child, child.plan.answer(values, metricOf(level.path, group)));
          }
        } else if (child.kind === 'hits') {
          const found = await findTopHits(child.plan, level, this.#search);
          for (const [i, group] of level.groups.entries()) {
            this.#put(group, child, found[i] ?? {});
          }
        } else if (child.kind === 'bucket') {
          await this.#runBuckets(child, layout, level);
        }
      }),
    );
  }

  async #runBuckets(agg: PlannedBuckets, outer: Layout, level: Level<Group>): Promise<void> {
    if (agg.plan.adapt === undefined || level.groups.length === 0) {
      return this.#runPlan({ agg, plan: agg.plan, outer }, level);
    }
    const adapted = await agg.plan.adapt(level, this.#search);
    const given = new Map<AggGroup, Group>(level.groups.map((group) => [group, group]));
    await Promise.all(
      adapted.map(({ plan, groups }) => {
        const own = groups.flatMap((group) => given.get(group) ?? []);
        return this.#runPlan({ agg, plan, outer }, { ...level, groups: own, isExact: true });
      }),
    );
  }

  async #runPlan({ agg, plan, outer }: PlannedLevel, level: Level<Group>): Promise<void> {
    const { path, groups, isExact = false } = level;
    const inside = { path: [...path, plan], groups, isExact };
    const layout = layoutOf(agg.children, branchesWithin(inside.path, this.#search.branches));
    const asked = path.length === 0 ? { ...inside, path: [besideEmptyBuckets(plan)] } : inside;
    const found = groups.length === 0 ? [] : await this.#query(asked, agg.children, layout);
    const rows = path.length === 0 ? await withEmptyBuckets(plan, found, this.#search) : found;
    const outerKeys = keyedLevels(path).length;
    const keys = () => [...new Set(rows.map((row) => row[`k${outerKeys}`]))];
    const learnt = await plan.learn?.(level, keys(), this.#search);
    const byGroup = splitRows(rows, outerKeys, plan.key !== undefined);
    const inner: Group[] = [];
    const weight = weightOf(inside.path);
    for (const group of groups) {
      const around =
        path.length > 0
          ? (partValues(outer, agg, group.row) ?? [])
          : await this.#aroundRoot(agg, plan, rows.length);
      const buckets = plan.buckets(byGroup.get(JSON.stringify(group.keys)) ?? [], {
        around,
        learnt,
      });
      this.#count(buckets.length);
      const shown = buckets.map((bucket) => {
        const docCount = Math.round(bucket.docCount * weight);
        const json: Record<string, unknown> = { ...bucket.members, doc_count: docCount };
        const key = bucket.row?.key;
        const keys = plan.key === undefined ? group.keys : [...group.keys, key];
        inner.push({ keys, docCount: bucket.docCount, row: bucket.row?.row, json });
        return { bucket, json };
      });
      this.#put(group, agg, plan.answer(shown, around, learnt));
    }
    await this.#runChildren(agg.children, layout, { ...inside, groups: inner });
  }

  async #aroundRoot(
    agg: PlannedBuckets,
    plan: BucketPlan,
    found: number,
  ): Promise<readonly unknown[]> {
    if (plan.around === undefined || plan.isWhole?.(found) === true) {
      return [];
    }
    const layout = layoutOf([agg], this.#search.branches);
    const [row] = await this.#query({ path: [], groups: [] }, [agg], layout);
    return partValues(layout, agg, row) ?? [];
  }

  async #query(
    level: Level,
    children: readonly PlannedAgg[],
    layout: Layout,
  ): Promise<readonly Row[]> {
    const { branches, run, bucketsMax } = this.#search;
    if (branches.length === 0) {
      return [];
    }
    const rows = await run(bucketStatement({ level, children, layout, branches, bucketsMax }));
    if (rows.length > bucketsMax) {
      throw errors.tooManyBuckets(bucketsMax, rows.length);
    }
    return rows;
  }

  #count(buckets: number): void {
    const { bucketsMax } = this.#search;
    this.#buckets += buckets;
    if (this.#buckets > bucketsMax) {
      throw errors.tooManyBuckets(bucketsMax, this.#buckets);
    }
  }

  #nameOf({ node, plan }: PlannedAgg): string {
    return this.#search.typedKeys ? `${plan.typedName}#${node.name}` : node.name;
  }

  #put(group: Group, agg: PlannedAgg, answer: Readonly<Record<string, unknown>>): void {
    const { meta } = agg.node;
    // The object itself: aggregations of a single bucket are filled in later.
    if (meta !== undefined) {
      const rest = { ...answer };
      const target = answer as Record<string, unknown>;
      for (const key of Object.keys(rest)) {
        delete target[key];
      }
      Object.assign(target, { meta }, rest);
    }
    group.json[this.#nameOf(agg)] = answer;
  }
}

interface PlannedLevel {
  readonly agg: PlannedBuckets;
  /** The plan of the aggregation, or what it was adapted to. */
  readonly plan: BucketPlan;
  /** Of the bucket around. */
  readonly outer: Layout;
}

/** Aggregations that need the number of documents around them. */
const needsCount = (agg: PlannedAgg): boolean =>
  agg.kind === 'hits' || (agg.kind === 'bucket' && agg.plan.adapt !== undefined);

/** How many documents each one stands for within a path. */
const weightOf = (path: readonly BucketPlan[]): number =>
  path.reduce((product, { weight = 1 }) => product * weight, 1);

/** A bucket as metrics see it: the innermost bucket of time around says how long it lasts. */
function metricOf(path: readonly BucketPlan[], { keys }: AggGroup): MetricOf {
  const keyed = keyedLevels(path);
  const place = keyed.findLastIndex((plan) => plan.durationIn !== undefined);
  const plan = keyed[place];
  return {
    weight: weightOf(path),
    ...(plan?.durationIn === undefined
      ? {}
      : { durationIn: (unit) => plan.durationIn?.(keys[place], unit) ?? 1 }),
  };
}

interface KeyedRow extends BucketRow {
  readonly row: Row;
}

/** Rows by the keys of the buckets around, each with its own key. */
function splitRows(
  rows: readonly Row[],
  outerKeys: number,
  hasKey: boolean,
): ReadonlyMap<string, readonly KeyedRow[]> {
  const byGroup = new Map<string, KeyedRow[]>();
  for (const row of rows) {
    const group = JSON.stringify(Array.from({ length: outerKeys }, (_, i) => row[`k${i}`]));
    const list = byGroup.get(group) ?? [];
    list.push({ key: hasKey ? row[`k${outerKeys}`] : undefined, docCount: Number(row.n), row });
    byGroup.set(group, list);
  }
  return byGroup;
}
