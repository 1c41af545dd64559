import { grouped, keyMembers, type Scope } from './buckets.ts';
import { durationMs, openRounding } from './dates.ts';
import { type Doc, docValues, type Value } from './fields.ts';
import { comparePlaces } from './hits.ts';
import {
  asList,
  asNumber,
  asObject,
  asText,
  type Json,
  type JsonObject,
  onlyMember,
} from './json.ts';

interface Source {
  readonly name: string;
  readonly isDescending: boolean;
  readonly isMissingFirst: boolean;
  valuesOf(doc: Doc): readonly (Value | null)[];
  show(value: Value): Json;
}

type Tuple = readonly (Value | null)[];

/** All groups of a composite aggregation in order, whatever the pages. */
export function groupTuples(
  { sources: given }: JsonObject,
  { docs, kindOf }: Scope,
): readonly { readonly key: JsonObject; readonly docs: readonly Doc[] }[] {
  const sources = asList(given).map((one) => readSource(one, kindOf));
  const tuples = new Map<string, Tuple>();
  const nameOf = (tuple: Tuple) =>
    tuple.map((value) => (value === null ? 'null' : `${typeof value} ${value}`)).join('\0');
  const found = grouped(docs, (doc) =>
    combinations(sources.map((source) => source.valuesOf(doc))).map((tuple) => {
      tuples.set(nameOf(tuple), tuple);
      return nameOf(tuple);
    }),
  );
  const rows = [...found].map(([name, own]) => ({
    tuple: tuples.get(String(name)) ?? [],
    docs: own,
  }));
  rows.sort((a, b) => compareTuples(sources, a.tuple, b.tuple));
  return rows.map(({ tuple, docs: own }) => ({
    key: Object.fromEntries(
      sources.map(({ name, show }, i) => {
        const value = tuple[i] ?? null;
        return [name, value === null ? null : show(value)];
      }),
    ),
    docs: own,
  }));
}

function readSource(given: Json, kindOf: Scope['kindOf']): Source {
  const [name, inner] = onlyMember(given);
  const [type, parameters] = onlyMember(inner);
  const spec = asObject(parameters);
  const path = asText(spec.field);
  const kind = kindOf(path);
  const isDescending = spec.order === 'desc';
  const place = spec.missing_order ?? 'default';
  const round = rounder(type, spec);
  return {
    name,
    isDescending,
    isMissingFirst: place === 'default' ? !isDescending : place === 'first',
    valuesOf: (doc) => {
      const values = docValues(doc, path).map(round);
      return values.length === 0 && spec.missing_bucket === true ? [null] : values;
    },
    show: (value) => (typeof value === 'boolean' ? value : (keyMembers(value, kind).key ?? null)),
  };
}

function rounder(type: string, spec: JsonObject): (value: Value) => Value {
  if (type === 'terms') {
    return (value) => value;
  }
  if (type === 'histogram') {
    const interval = asNumber(spec.interval);
    return (value) => Math.floor(Number(value) / interval) * interval;
  }
  const { calendar_interval: calendar, fixed_interval: fixed } = spec;
  const { round } = openRounding(
    calendar === undefined ? { fixed: asText(fixed) } : { calendar: asText(calendar) },
    asText(spec.time_zone ?? 'UTC'),
    durationMs('0s'),
  );
  return (value) => round(Number(value));
}

function combinations(lists: readonly Tuple[]): readonly Tuple[] {
  return lists.reduce<readonly Tuple[]>(
    (tuples, values) => tuples.flatMap((tuple) => values.map((value) => [...tuple, value])),
    [[]],
  );
}

function compareTuples(sources: readonly Source[], left: Tuple, right: Tuple): number {
  const orders = sources.map((source, i) =>
    comparePlaces(left[i] ?? undefined, right[i] ?? undefined, source),
  );
  return orders.find((order) => order !== 0) ?? 0;
}
