import type { LogFilter } from '@longshore/common/api/logs';
import { parseList, type Search, stringifyList } from '../../url-state.ts';

/** Which lines a log view shows: the query and the filter pills. */
export interface LogSelection {
  readonly query: string;
  readonly filters: readonly LogFilter[];
}

/** Reads the selection of an address: `q`, and `f` as `container.name:api,-log.level:debug`. */
export function parseSelection(search: Search): LogSelection {
  return { query: search.q ?? '', filters: parseList(search.f).flatMap(parseFilterText) };
}

/** Writes filters into the address. */
export function stringifyFilters(filters: readonly LogFilter[]): string | undefined {
  return stringifyList(
    filters.map(({ field, value, negate }) => `${negate ? '-' : ''}${field}:${value}`),
  );
}

/** Adds a filter; the same field and value once only, in its newest sense. */
export function withFilter(filters: readonly LogFilter[], added: LogFilter): LogFilter[] {
  return [...without(filters, added), added];
}

/** Leaves a filter out. */
export function without(filters: readonly LogFilter[], gone: LogFilter): LogFilter[] {
  return filters.filter(({ field, value }) => field !== gone.field || value !== gone.value);
}

function parseFilterText(text: string): LogFilter[] {
  const negate = text.startsWith('-');
  const colon = text.indexOf(':');
  const field = text.slice(negate ? 1 : 0, Math.max(colon, 0));
  return field === '' ? [] : [{ field, value: text.slice(colon + 1), negate }];
}
