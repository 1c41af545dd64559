import { durationMs, formatDate, openRounding, readDate } from './dates.ts';
import {
  compareValues,
  type Doc,
  docValues,
  type Kind,
  readIp,
  showIp,
  type Value,
} from './fields.ts';
import type { KindOf } from './hits.ts';
import { asList, asNumber, asObject, asText, type Json, type JsonObject } from './json.ts';
import { evaluate } from './matches.ts';

/** What an aggregation makes groups of. */
export interface Scope {
  readonly docs: readonly Doc[];
  /** All documents of the indices of the search, found or not. */
  readonly all: readonly Doc[];
  readonly kindOf: KindOf;
}

/** Documents that are together, and what the answer says of them beside their number. */
export interface Group {
  readonly docs: readonly Doc[];
  readonly members: JsonObject;
  /** What the group is called where groups are the members of an object. */
  readonly name: string;
  readonly value?: Value;
}

/** How an aggregation groups documents: its rule, and how the answer has the groups. */
export interface BucketRule {
  readonly shape: 'list' | 'one' | 'keyed';
  groups(body: JsonObject, scope: Scope): readonly Group[];
}

const whole = (docs: readonly Doc[]): readonly Group[] => [{ docs, members: {}, name: '' }];

const listed = (groups: BucketRule['groups']): BucketRule => ({ shape: 'list', groups });

/** The rule of each aggregation with buckets but those that pages go through. */
export const BUCKETS: Readonly<Record<string, BucketRule>> = {
  terms: listed(groupTerms),
  rare_terms: listed((body, scope) =>
    groupTerms(body, scope)
      .filter(({ docs }) => docs.length <= asNumber(body.max_doc_count ?? 1))
      .sort((a, b) => a.docs.length - b.docs.length || compareValues(a.value ?? 0, b.value ?? 0)),
  ),
  histogram: listed(groupNumbers),
  date_histogram: listed(groupDates),
  range: listed((body, scope) => groupRanges(body, scope, (edge) => asNumber(edge), decimal)),
  date_range: listed((body, scope) =>
    groupRanges(
      body,
      scope,
      (edge) => readDate(asText(edge)),
      (ms) => formatDate(ms),
    ),
  ),
  filter: { shape: 'one', groups: (body, { docs }) => whole(matching(docs, body)) },
  missing: {
    shape: 'one',
    groups: ({ field }, { docs }) =>
      whole(docs.filter((doc) => docValues(doc, asText(field)).length === 0)),
  },
  global: { shape: 'one', groups: (_, { all }) => whole(all) },
  filters: { shape: 'keyed', groups: groupFilters },
  adjacency_matrix: listed(({ filters }, { docs }) => {
    const named = Object.entries(asObject(filters)).sort(([a], [b]) => compareValues(a, b));
    const single = named.map(([name, query]) => ({ name, docs: matching(docs, query) }));
    const pairs = single.flatMap((a, i) =>
      single.slice(i + 1).map((b) => ({
        name: `${a.name}&${b.name}`,
        docs: a.docs.filter((doc) => b.docs.includes(doc)),
      })),
    );
    return [...single, ...pairs]
      .filter((group) => group.docs.length > 0)
      .sort((a, b) => compareValues(a.name, b.name))
      .map((group) => ({ ...group, members: { key: group.name } }));
  }),
};

const matching = (docs: readonly Doc[], query: Json | undefined): readonly Doc[] =>
  docs.filter((doc) => evaluate(query, doc).isMatch);

/** A document is in the group of each of its values, once. */
export function grouped(
  docs: readonly Doc[],
  keysOf: (doc: Doc) => readonly Value[],
): ReadonlyMap<Value, readonly Doc[]> {
  const groups = new Map<Value, Doc[]>();
  for (const doc of docs) {
    for (const key of new Set(keysOf(doc))) {
      groups.set(key, [...(groups.get(key) ?? []), doc]);
    }
  }
  return groups;
}

/** A value as the key of a bucket. */
export function keyMembers(value: Value, kind: Kind | undefined): JsonObject {
  if (typeof value === 'boolean') {
    return { key: Number(value), key_as_string: String(value) };
  }
  if (typeof value === 'bigint') {
    return { key: showIp(value) };
  }
  return kind === 'date'
    ? { key: value, key_as_string: formatDate(Number(value)) }
    : { key: value };
}

/** A value of a request as one of a field. */
function readAs(given: Json, kind: Kind | undefined): Value {
  switch (kind) {
    case 'ip':
      return readIp(asText(given));
    case 'date':
      return readDate(typeof given === 'number' ? given : asText(given));
    case 'boolean':
      return given === true || given === 'true';
    case 'long':
    case 'double':
      return Number(given);
    default:
      return given as Value;
  }
}

/** All groups by the values of a field; which are shown, and in what order, is said by the answers inside them. */
function groupTerms(body: JsonObject, { docs, all, kindOf }: Scope): readonly Group[] {
  const path = asText(body.field);
  const kind = kindOf(path);
  const keysOf = (doc: Doc): readonly Value[] => {
    const values = docValues(doc, path);
    const isFilled = values.length === 0 && body.missing !== undefined;
    return (isFilled ? [readAs(body.missing ?? null, kind)] : values).filter((value) =>
      isChosen(value),
    );
  };
  const isOf = (choice: Json, value: Value) =>
    typeof choice === 'string'
      ? new RegExp(`^(?:${choice})$`, 'su').test(String(value))
      : asList(choice).some((one) => readAs(one, kind) === value);
  const isChosen = (value: Value) =>
    (body.include === undefined || isOf(body.include, value)) &&
    (body.exclude === undefined || !isOf(body.exclude, value));
  const groups = new Map(grouped(docs, keysOf));
  if (body.min_doc_count === 0) {
    for (const key of grouped(all, keysOf).keys()) {
      groups.set(key, groups.get(key) ?? []);
    }
  }
  return [...groups].map(([value, own]) => ({
    docs: own,
    members: keyMembers(value, kind),
    name: keyText(value, kind),
    value,
  }));
}

/** As pipelines name a bucket: fractions have their point. */
function keyText(value: Value, kind: Kind | undefined): string {
  if (typeof value === 'bigint') {
    return showIp(value);
  }
  return kind === 'double' ? decimal(Number(value)) : String(value);
}

const decimal = (value: number): string => (Number.isInteger(value) ? `${value}.0` : String(value));

function groupNumbers(body: JsonObject, { docs }: Scope): readonly Group[] {
  const [interval, offset] = [asNumber(body.interval), asNumber(body.offset ?? 0)];
  const round = (value: number) => Math.floor((value - offset) / interval) * interval + offset;
  return fill(body, {
    found: grouped(docs, (doc) => filled(doc, body).map((value) => round(Number(value)))),
    next: (key) => round(key + 1.5 * interval),
    bound: (given) => round(asNumber(given)),
    members: (key) => ({ key }),
    name: decimal,
  });
}

function groupDates(body: JsonObject, { docs }: Scope): readonly Group[] {
  const zone = asText(body.time_zone ?? 'UTC');
  const { calendar_interval: calendar, fixed_interval: fixed } = body;
  const { round, next } = openRounding(
    calendar === undefined ? { fixed: asText(fixed) } : { calendar: asText(calendar) },
    zone,
    durationMs(asText(body.offset ?? '0s')),
  );
  return fill(body, {
    found: grouped(docs, (doc) =>
      filled(doc, body).map((value) =>
        round(typeof value === 'string' ? readDate(value) : Number(value)),
      ),
    ),
    next,
    bound: (given) => round(asNumber(given)),
    members: (key) => ({ key, key_as_string: formatDate(key, zone) }),
    name: (key) => formatDate(key, zone),
  });
}

const filled = (doc: Doc, { field, missing }: JsonObject): readonly Value[] => {
  const values = docValues(doc, asText(field));
  return values.length === 0 && missing !== undefined ? [missing as Value] : values;
};

interface Filling {
  readonly found: ReadonlyMap<Value, readonly Doc[]>;
  next(key: number): number;
  /** The bucket that a bound is in. */
  bound(given: Json): number;
  members(key: number): JsonObject;
  name(key: number): string;
}

/** Buckets from the first to the last, with those between, where even empty ones count. */
function fill(body: JsonObject, { found, next, bound, members, name }: Filling): readonly Group[] {
  const least = asNumber(body.min_doc_count ?? 0);
  const hard = asObject(body.hard_bounds ?? {});
  const isInside = (key: number) =>
    (hard.min === undefined || key >= asNumber(hard.min)) &&
    (hard.max === undefined || key < asNumber(hard.max));
  const inside = new Map([...found].filter(([key]) => isInside(Number(key))));
  const extended = least > 0 ? [] : Object.values(asObject(body.extended_bounds ?? {})).map(bound);
  const edges = [...[...inside.keys()].map(Number), ...extended];
  const keys: number[] = [];
  for (let key = Math.min(...edges); key <= Math.max(...edges); key = next(key)) {
    keys.push(key);
  }
  const groups = keys.map((key) => ({
    docs: inside.get(key) ?? [],
    members: members(key),
    name: name(key),
    value: key,
  }));
  return groups.filter(({ docs }) => docs.length >= least);
}

function groupRanges(
  body: JsonObject,
  { docs }: Scope,
  read: (edge: Json) => number,
  write: (edge: number) => string,
): readonly Group[] {
  const isDate = write !== decimal;
  const ranges = asList(body.ranges).map((given) => {
    const { key, from, to } = asObject(given);
    const [low, high] = [from, to].map((edge) => (edge === undefined ? undefined : read(edge)));
    const text = (edge: number | undefined) => (edge === undefined ? '*' : write(edge));
    return { name: asText(key ?? `${text(low)}-${text(high)}`), low, high };
  });
  ranges.sort(
    (a, b) =>
      compareValues(a.low ?? -Infinity, b.low ?? -Infinity) ||
      compareValues(a.high ?? Infinity, b.high ?? Infinity),
  );
  return ranges.map(({ name, low, high }) => {
    const edge = (label: string, value: number | undefined): JsonObject =>
      value === undefined
        ? {}
        : { [label]: value, ...(isDate ? { [`${label}_as_string`]: write(value) } : {}) };
    return {
      docs: docs.filter((doc) =>
        filled(doc, body).some(
          (value) => Number(value) >= (low ?? -Infinity) && Number(value) < (high ?? Infinity),
        ),
      ),
      members: { key: name, ...edge('from', low), ...edge('to', high) },
      name,
    };
  });
}

function groupFilters(body: JsonObject, { docs }: Scope): readonly Group[] {
  const named = Object.entries(asObject(body.filters)).map(([name, query]) => ({
    name,
    docs: matching(docs, query),
    members: {},
  }));
  const other = docs.filter((doc) => !named.some((group) => group.docs.includes(doc)));
  return body.other_bucket === true
    ? [...named, { name: '_other_', docs: other, members: {} }]
    : named;
}
