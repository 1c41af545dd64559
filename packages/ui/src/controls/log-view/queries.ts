import {
  getLogFieldValues,
  getLogHistogram,
  LOG_LINES_MAX,
  type LogLine,
  listLogFields,
  searchLogs,
} from '@longshore/common/api/logs';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { Span } from '../time/time-range.ts';
import type { LogSelection } from './selection.ts';

/** Lines of the first answer; further pages are larger, since somebody is scrolling. */
const FIRST_PAGE_LINES = 100;

/** The parameters that say which lines are meant. */
function parametersOf({ query, filters }: LogSelection, { fromMs, toMs }: Span) {
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    q: query,
    filters: JSON.stringify(filters),
  };
}

/** The lines of a selection, newest first, page by page. */
export const logLinesQuery = (selection: LogSelection, span: Span) =>
  infiniteQueryOptions({
    queryKey: ['logs', 'lines', selection, span],
    queryFn: ({ signal, pageParam }) =>
      call(
        searchLogs,
        {
          ...parametersOf(selection, span),
          order: 'newest',
          size: pageParam === '' ? FIRST_PAGE_LINES : LOG_LINES_MAX,
          ...(pageParam === '' ? {} : { after: pageParam }),
        },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ lines }, _, pageParam) => {
      const asked = pageParam === '' ? FIRST_PAGE_LINES : LOG_LINES_MAX;
      const last = lines.at(-1);
      return last && lines.length >= asked ? JSON.stringify(last.sort) : undefined;
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** How far around a line its neighbours are looked for. */
const CONTEXT_MS = 24 * 3_600_000;

/** Neighbours of a line that are shown at once; further ones come in larger pages. */
const CONTEXT_LINES = 8;
const CONTEXT_PAGE_LINES = 50;

/** What the same container wrote before (`newest` first) or after (`oldest` first) a line, whatever the query. */
export const logContextQuery = (line: LogLine, order: 'newest' | 'oldest') =>
  infiniteQueryOptions({
    queryKey: ['logs', 'context', line.id, order],
    queryFn: ({ signal, pageParam }) => {
      const atMs = Date.parse(line.at);
      const value = line.containerId ?? '';
      const filters = [{ field: 'container.id', value, negate: false }];
      const [fromMs, toMs] =
        order === 'newest' ? [atMs - CONTEXT_MS, atMs + 1] : [atMs, atMs + CONTEXT_MS];
      const size = pageParam === '' ? CONTEXT_LINES : CONTEXT_PAGE_LINES;
      const after = pageParam === '' ? JSON.stringify(line.sort) : pageParam;
      const parameters = parametersOf({ query: '', filters }, { fromMs, toMs });
      return call(searchLogs, { ...parameters, order, size, after }, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ lines }, _, pageParam) => {
      const last = lines.at(-1);
      const asked = pageParam === '' ? CONTEXT_LINES : CONTEXT_PAGE_LINES;
      return last && lines.length >= asked ? JSON.stringify(last.sort) : undefined;
    },
    staleTime: 60_000,
  });

/** How many lines of a selection there were over time. */
export const logHistogramQuery = (selection: LogSelection, span: Span, points: number) =>
  queryOptions({
    queryKey: ['logs', 'histogram', selection, span, points],
    queryFn: async ({ signal }) => ({
      span,
      ...(await call(getLogHistogram, { ...parametersOf(selection, span), points }, signal)),
    }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** All fields that lines can have. */
export const logFieldsQuery = queryOptions({
  queryKey: ['logs', 'fields'],
  queryFn: ({ signal }) => call(listLogFields, {}, signal),
  staleTime: 60_000,
});

/** The commonest values of a field among the lines of a selection. */
export const fieldValuesQuery = (selection: LogSelection, span: Span, field: string) =>
  queryOptions({
    queryKey: ['logs', 'values', selection, span, field],
    queryFn: ({ signal }) =>
      call(getLogFieldValues, { ...parametersOf(selection, span), field }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
