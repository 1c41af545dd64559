import { errors } from '@longshore/common/errors';
import { nameMatcher } from '../../index/expression.ts';
import type { Parameters } from '../parameters.ts';

/** Parameters of lists of ISM. */
export const PAGE_PARAMETERS = ['size', 'from', 'sortField', 'sortOrder', 'queryString'];

const SIZE = 20;
const SORT_FIELDS = ['policy.policy_id.keyword', 'policy_id', 'managed_index.index', 'index'];

/** The part of a list, sorted by name, that a request asks for, and how many names it chose from. */
export function pageOf<T>(
  items: readonly (readonly [name: string, item: T])[],
  parameters: Parameters,
): { readonly total: number; readonly page: readonly (readonly [string, T])[] } {
  const field = parameters.text('sortField');
  const order = parameters.text('sortOrder') ?? 'asc';
  if (field !== undefined && !SORT_FIELDS.includes(field)) {
    throw errors.illegalArgument(
      `[sortField] must be one of [${SORT_FIELDS.join(', ')}], but is [${field}]: lists are sorted by name`,
    );
  }
  if (order !== 'asc' && order !== 'desc') {
    throw errors.illegalArgument(`[sortOrder] must be [asc] or [desc], but is [${order}]`);
  }
  const fits = nameMatcher((parameters.text('queryString') ?? '*').trim() || '*');
  const found = items.filter(([name]) => fits(name));
  found.sort(([a], [b]) => (a < b === (order === 'asc') ? -1 : 1));
  const from = countOf(parameters, 'from', 0);
  return { total: found.length, page: found.slice(from, from + countOf(parameters, 'size', SIZE)) };
}

function countOf(parameters: Parameters, name: string, fallback: number): number {
  const count = parameters.integer(name) ?? fallback;
  if (count < 0) {
    throw errors.illegalArgument(`[${name}] must not be negative, but is [${count}]`);
  }
  return count;
}
