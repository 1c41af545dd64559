import { errors } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { FieldCapabilities, SearchBody } from '../search-types.ts';
import type { TimeRange } from '../time-range.ts';
import {
  buildLogQuery,
  type LogSelection,
  NEWEST_LINES_FIRST,
  OLDEST_LINES_FIRST,
} from './log-query.ts';

/** Hits are counted exactly up to here. */
const TOTAL_MAX = 10_000;
const VALUES_MAX = 10;
/** Programs write levels in many ways; the commonest of them are counted one by one. */
const LEVEL_WORDS_MAX = 30;

/** One page of lines, in the order asked for. */
export function linesSearch(
  selection: LogSelection,
  range: TimeRange,
  page: {
    readonly size: number;
    readonly after: string | undefined;
    readonly order: 'newest' | 'oldest';
  },
): SearchBody {
  return {
    size: page.size,
    track_total_hits: TOTAL_MAX,
    query: buildLogQuery(selection, range),
    sort: page.order === 'oldest' ? OLDEST_LINES_FIRST : NEWEST_LINES_FIRST,
    ...(page.after === undefined ? {} : { search_after: parseAfter(page.after) }),
  };
}

function parseAfter(text: string): (string | number | null)[] {
  const after = parseList(text);
  const isSort = after?.every(
    (value) => value === null || typeof value === 'string' || typeof value === 'number',
  );
  if (after === undefined || !isSort) {
    throw errors.illegalArgument('parameter [after] must be the [sort] of a line, as JSON');
  }
  return after;
}

function parseList(text: string): (string | number | null)[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    // The caller says what is expected instead.
    return undefined;
  }
}

/** Lines per bucket of time, and in each by level. */
export function histogramSearch(
  selection: LogSelection,
  range: TimeRange,
  intervalMs: number,
): SearchBody {
  return {
    size: 0,
    track_total_hits: false,
    query: buildLogQuery(selection, range),
    aggs: {
      times: {
        date_histogram: {
          field: '@timestamp',
          fixed_interval: `${intervalMs}ms`,
          min_doc_count: 1,
        },
        aggs: { levels: { terms: { field: 'log.level', size: LEVEL_WORDS_MAX } } },
      },
    },
  };
}

/** The most frequent values of a field, among the lines that have it. */
export function valuesSearch(selection: LogSelection, range: TimeRange, field: string): SearchBody {
  const query: JsonObject = {
    bool: { filter: [buildLogQuery(selection, range), { exists: { field } }] },
  };
  return {
    size: 0,
    track_total_hits: true,
    query,
    aggs: { values: { terms: { field, size: VALUES_MAX } } },
  };
}

/** Fields that a person can filter by, in alphabetical order; of several types the first counts. */
export function mapFields(capabilities: FieldCapabilities) {
  return Object.entries(capabilities)
    .flatMap(([name, types]) => {
      const entry = Object.entries(types).find(([type]) => type !== 'unmapped');
      const [type = '', able] = entry ?? [];
      const isShown = able?.searchable && able.metadata_field !== true && !name.startsWith('_');
      return isShown ? [{ name, type, aggregatable: able.aggregatable }] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
