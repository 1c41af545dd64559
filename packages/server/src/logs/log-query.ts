import type { LogFilter } from '@longshore/common/api/logs';
import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { timeFilter } from '../search-types.ts';
import type { TimeRange } from '../time-range.ts';

/** Where log lines are: all log streams but the events of the container engine, which have no message. */
export const LOG_INDICES = 'logs-*,-logs-docker.event-*';
const FILTERS_MAX = 50;

/** What a log view selects: a Lucene query text and filter pills. */
export interface LogSelection {
  readonly q: string;
  readonly filters: readonly LogFilter[];
}

/** Reads the parameters `q` and `filters`; says what is wrong with them. */
export function parseLogSelection(q: string, filtersJson: string): LogSelection {
  const filters = parseJson(filtersJson);
  if (!Array.isArray(filters) || filters.length > FILTERS_MAX) {
    throw errors.illegalArgument(
      `parameter [filters] must be a JSON list of at most ${FILTERS_MAX} filters`,
    );
  }
  return { q: q.trim(), filters: filters.map(readFilter) };
}

function readFilter(filter: unknown, index: number): LogFilter {
  const { field, value, negate, ...rest } = isObject(filter) ? filter : {};
  if (
    typeof field !== 'string' ||
    typeof value !== 'string' ||
    typeof negate !== 'boolean' ||
    Object.keys(rest).length > 0
  ) {
    throw errors.illegalArgument(
      `filter ${index + 1} in parameter [filters] must be {"field": text, "value": text, "negate": boolean}`,
    );
  }
  return { field, value, negate };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw errors.illegalArgument(
      `parameter [filters] is not JSON: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
}

/** The query for the selection in a time range. Words search the message; all of them must be there. */
export function buildLogQuery(selection: LogSelection, range: Partial<TimeRange>): JsonObject {
  const filter: Json[] = [timeFilter(range.fromMs ?? 0, range.toMs)];
  if (selection.q !== '') {
    filter.push({
      query_string: {
        query: selection.q,
        default_field: 'message',
        default_operator: 'AND',
        analyze_wildcard: true,
      },
    });
  }
  const wanted = selection.filters.filter(({ negate }) => !negate).map(matchFilter);
  const unwanted = selection.filters.filter(({ negate }) => negate).map(matchFilter);
  return { bool: { filter: [...filter, ...wanted], must_not: unwanted } };
}

/** The value of a keyword as a whole, the words of a text in order. */
function matchFilter({ field, value }: LogFilter): Json {
  return { match_phrase: { [field]: value } };
}

/** Newest first; lines of the same millisecond by container, and within it in the order they were written. */
export const NEWEST_LINES_FIRST = sortLines('desc');

/** The same, from the other end. */
export const OLDEST_LINES_FIRST = sortLines('asc');

function sortLines(order: 'asc' | 'desc'): Json {
  return [
    { '@timestamp': { order } },
    { 'container.id': { order, unmapped_type: 'keyword' } },
    // Without a value of its own a missing offset would be a number that JavaScript cannot hand back exactly.
    { 'log.offset': { order, unmapped_type: 'long', missing: 0 } },
  ];
}
