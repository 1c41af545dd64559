import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import type { Collapse } from '../collapse.ts';
import { type HighlightField, parseHighlight } from '../highlight/highlight-request.ts';
import { type FieldRequest, parseFieldRequests } from '../hit-fields.ts';
import type { ParseContext, Query } from '../query.ts';
import { readObject } from '../read-object.ts';
import { parseSort, type SortKey } from '../sort.ts';
import { parseSourceFilter, type SourceFilter } from '../source-filter.ts';

/** What hits show of what they were found by: nested objects, or the other documents of a group. */
export interface InnerHits {
  readonly name: string;
  readonly from: number;
  readonly size: number;
  readonly sort: readonly SortKey[];
  readonly source: SourceFilter;
  readonly version: boolean;
  readonly seqNoPrimaryTerm: boolean;
  readonly trackScores: boolean;
  readonly fields: readonly FieldRequest[];
  readonly highlight: readonly HighlightField[];
}

/** Inner hits of nested objects: those that a query matches. */
export interface NestedInnerHits extends InnerHits {
  readonly path: string;
  readonly query: Query;
}

const SIZE = 3;

/** Reads `inner_hits`, whose name is `fallbackName` where it says none; without either it is refused. */
export function parseInnerHits(
  given: Json,
  context: ParseContext,
  fallbackName?: string,
): InnerHits {
  const reader = readObject('inner_hits', given);
  const name = reader.optionalString('name') ?? fallbackName;
  if (name === undefined) {
    throw errors.illegalArgument('Required [name] is missing in [inner_hits]');
  }
  const inner: InnerHits = {
    name,
    from: reader.optionalInteger('from') ?? 0,
    size: reader.optionalInteger('size') ?? SIZE,
    sort: parseSort(reader.json('sort'), context),
    source: parseSourceFilter(reader.json('_source')),
    version: reader.optionalBoolean('version') ?? false,
    seqNoPrimaryTerm: reader.optionalBoolean('seq_no_primary_term') ?? false,
    trackScores: reader.optionalBoolean('track_scores') ?? false,
    fields: [
      ...parseFieldRequests('fields', reader.json('fields')),
      ...parseFieldRequests('docvalue_fields', reader.json('docvalue_fields')),
    ],
    highlight: parseHighlight(reader.json('highlight'), context),
  };
  reader.optionalBoolean('ignore_unmapped');
  reader.rejectUnknown();
  for (const [key, count] of [
    ['from', inner.from],
    ['size', inner.size],
  ] as const) {
    if (count < 0) {
      throw errors.illegalArgument(`illegal ${key} value, at least 0 or higher required`);
    }
  }
  return inner;
}

/** Reads the `inner_hits` of a `collapse`: one, or a list of them. */
export function parseCollapsedHits(
  given: Json | undefined,
  context: ParseContext,
): readonly InnerHits[] {
  const all = new Map<string, InnerHits>();
  for (const one of [given ?? []].flat()) {
    const inner = parseInnerHits(one, context);
    if (inner.highlight.length > 0) {
      throw errors.illegalArgument('[highlight] is not supported in [inner_hits] of [collapse]');
    }
    addNamed(all, inner);
  }
  return [...all.values()];
}

/** All inner hits that a search asks for at its top level. */
export const innerHitsOf = ({
  query,
  collapse,
}: {
  readonly query: Query;
  readonly collapse?: Collapse | undefined;
}): readonly InnerHits[] => [...nestedInnerHits(query).values(), ...(collapse?.innerHits ?? [])];

function addNamed<Inner extends InnerHits>(all: Map<string, Inner>, inner: Inner): void {
  if (all.has(inner.name)) {
    throw errors.illegalArgument(`[inner_hits] already contains an entry for key [${inner.name}]`);
  }
  all.set(inner.name, inner);
}

/** The inner hits of a query and those inside it, by name; those of a nested query in another are inner hits of its. */
export function nestedInnerHits(query: Query): ReadonlyMap<string, NestedInnerHits> {
  const found = new Map<string, NestedInnerHits>();
  gather(query, found);
  return found;
}

function gather({ type, spec }: Query, found: Map<string, NestedInnerHits>): void {
  const own = type.innerHits?.(spec);
  if (own !== undefined) {
    addNamed(found, own);
  }
  for (const { occur, query } of type.clauses?.(spec) ?? []) {
    if (occur !== 'must_not') {
      gather(query, found);
    }
  }
}

/** Throws for windows that are larger than an index allows. */
export function checkInnerWindows(inner: Iterable<InnerHits>, limit: number): void {
  for (const { name, from, size } of inner) {
    if (from + size > limit) {
      throw errors.illegalArgument(
        `Inner result window is too large, the inner hit definition's [${name}]'s from + size must be less than or equal to: [${limit}] but was [${from + size}]. This limit can be set by changing the [index.max_inner_result_window] index level setting.`,
      );
    }
  }
}
