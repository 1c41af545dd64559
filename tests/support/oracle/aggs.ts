import { BUCKETS, type Group, type Scope } from './buckets.ts';
import { groupTuples } from './composite.ts';
import { compareValues, type Doc } from './fields.ts';
import { asList, asNumber, asObject, asText, type Json, type JsonObject, NoRule } from './json.ts';
import { METRICS } from './metrics.ts';
import { besideBuckets, PARENTS } from './pipelines.ts';

interface Agg {
  readonly name: string;
  readonly type: string;
  readonly body: JsonObject;
  readonly inner: readonly Agg[];
}

function readAggs(given: Json | undefined): readonly Agg[] {
  return Object.entries(asObject(given ?? {})).map(([name, one]) => {
    const { aggs, ...rest } = asObject(one);
    const [type = '', body = {}] = Object.entries(rest)[0] ?? [];
    return { name, type, body: asObject(body), inner: readAggs(aggs) };
  });
}

/** What aggregations answer over documents. */
export const expectedAggs = (aggs: Json | undefined, scope: Scope): JsonObject =>
  answerAll(readAggs(aggs), scope);

function answerAll(aggs: readonly Agg[], scope: Scope): JsonObject {
  const answers: Record<string, Json> = {};
  const shown = new Map<string, readonly (readonly [string, JsonObject])[]>();
  for (const agg of aggs) {
    const metric = METRICS[agg.type];
    if (metric !== undefined) {
      answers[agg.name] = metric(agg.body, scope.docs, scope.kindOf);
    } else if (agg.type in BUCKETS || agg.type === 'composite') {
      const { answer, buckets } = answerBuckets(agg, scope);
      answers[agg.name] = answer;
      shown.set(agg.name, buckets);
    }
  }
  for (const { name, type, body } of aggs) {
    if (type.endsWith('_bucket')) {
      const [first = '', ...rest] = asText(body.buckets_path).split('>');
      answers[name] = besideBuckets(type, rest.join('>'), shown.get(first) ?? []);
    } else if (!(name in answers) && !(type in PARENTS)) {
      throw new NoRule(`no aggregation: ${type}`);
    }
  }
  return answers;
}

interface Answered {
  readonly answer: JsonObject;
  /** With what they are called by pipelines. */
  readonly buckets: readonly (readonly [string, JsonObject])[];
}

function answerBuckets(agg: Agg, scope: Scope): Answered {
  const { type, body, inner } = agg;
  const inside = (docs: readonly Doc[]) => answerAll(inner, { ...scope, docs });
  const bucketOf = ({ docs, members }: Pick<Group, 'docs' | 'members'>): JsonObject => ({
    ...members,
    doc_count: docs.length,
    ...inside(docs),
  });
  if (type === 'composite') {
    const all = groupTuples(body, scope).map(({ key, docs }) =>
      bucketOf({ docs, members: { key } }),
    );
    return { answer: { buckets: all }, buckets: [] };
  }
  const rule = BUCKETS[type];
  const groups = rule?.groups(body, scope) ?? [];
  if (rule?.shape === 'one') {
    return { answer: bucketOf(groups[0] ?? { docs: [], members: {} }), buckets: [] };
  }
  const made = groups.map((group) => ({ group, json: bucketOf(group) }));
  const { chosen, others } = choose(agg, made);
  const names = new Map(chosen.map(({ group, json }) => [json, group.name]));
  const finished = inner
    .filter((one) => one.type in PARENTS)
    .reduce<readonly { readonly name: string; readonly json: JsonObject }[]>(
      (list, one) => applyParent(one, list),
      chosen.map(({ json }) => ({ name: names.get(json) ?? '', json })),
    );
  const isKeyed = rule?.shape === 'keyed' || body.keyed === true;
  const keyed = () =>
    Object.fromEntries(
      finished.map(({ name, json }) => {
        const { key, ...rest } = json;
        const isRange = type === 'range' || type === 'date_range';
        return [name, isRange ? rest : json];
      }),
    );
  return {
    answer: {
      ...(type === 'terms' ? { doc_count_error_upper_bound: 0, sum_other_doc_count: others } : {}),
      buckets: isKeyed ? keyed() : finished.map(({ json }) => json),
    },
    buckets: finished.map(({ name, json }) => [callName(json, name), json]),
  };
}

/** Texts of keys: dates as written, fractions with their point. */
const callName = (json: JsonObject, name: string): string =>
  typeof json.key_as_string === 'string' ? json.key_as_string : name;

type Named = { readonly name: string; readonly json: JsonObject };

/** Pipelines go by buckets alone: names come along by the place of what is left of them. */
function applyParent({ name, type, body }: Agg, list: readonly Named[]): readonly Named[] {
  const MARK = '#';
  const marked = list.map(({ json }, i): JsonObject => ({ ...json, [MARK]: i }));
  const applied = PARENTS[type]?.(body, marked, name) ?? [];
  return applied.map(({ [MARK]: place, ...json }) => ({
    name: list[asNumber(place)]?.name ?? '',
    json,
  }));
}

interface Made {
  readonly group: Group;
  readonly json: JsonObject;
}

/** Of terms those that are many enough, in their order, as many as are asked for; of histograms all in theirs. */
function choose(
  { type, body }: Agg,
  made: readonly Made[],
): { chosen: readonly Made[]; others: number } {
  if (type !== 'terms') {
    const order = asList(body.order);
    return { chosen: order.length === 0 ? made : ordered(made, order), others: 0 };
  }
  const least = asNumber(body.min_doc_count ?? 1);
  const given = asList(body.order ?? { _count: 'desc' });
  const order = given.some((one) => Object.keys(asObject(one)).length > 0)
    ? given
    : [{ _count: 'desc' }];
  const enough = made.filter(({ group }) => group.docs.length >= least);
  const chosen = ordered(enough, [...order, { _key: 'asc' }]).slice(0, asNumber(body.size ?? 10));
  const count = (list: readonly Made[]) =>
    list.reduce((sum, { group }) => sum + group.docs.length, 0);
  return { chosen, others: count(made) - count(chosen) };
}

function ordered(made: readonly Made[], order: readonly Json[]): readonly Made[] {
  const keys = order.flatMap((one) => Object.entries(asObject(one)));
  return [...made].sort((a, b) => {
    for (const [path, direction] of keys) {
      const found = compareBy(path, a, b, direction === 'desc' ? -1 : 1);
      if (found !== 0) {
        return found;
      }
    }
    return 0;
  });
}

/** Buckets without the value come last in both directions. */
function compareBy(path: string, a: Made, b: Made, sign: 1 | -1): number {
  if (path === '_key') {
    return sign * compareValues(a.group.value ?? 0, b.group.value ?? 0);
  }
  if (path === '_count') {
    return sign * (a.group.docs.length - b.group.docs.length);
  }
  const [x, y] = [valueAt(a.json, path), valueAt(b.json, path)];
  if (Number.isNaN(x) || Number.isNaN(y)) {
    return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  }
  return x === y ? 0 : x < y ? -sign : sign;
}

/** The least of nothing is infinite, as is the greatest; the mean of nothing is none. */
function valueAt(json: JsonObject, path: string): number {
  const [name = '', property = 'value'] = path.split('.');
  const value = asObject(json[name])[property];
  if (typeof value === 'number') {
    return value;
  }
  const isLeast = name.startsWith('min') || property === 'min';
  const isGreatest = name.startsWith('max') || property === 'max';
  return isLeast ? Infinity : isGreatest ? -Infinity : Number.NaN;
}
