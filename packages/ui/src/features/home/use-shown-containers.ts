import type { Inventory } from '@longshore/common/api/inventory';
import { useDeferredValue, useMemo } from 'react';
import { isStopped } from '../../controls/container-facts.ts';
import { useUrl } from '../../controls/use-url.ts';
import { parseSort, type SortOrder } from '../../url-state.ts';
import { COLUMNS, DEFAULT_SORT, sortContainers } from './columns.ts';
import { parseFilter } from './filter.ts';
import { type Grouping, parseGrouping, type Row, rowsOf } from './rows.ts';

/** What of the snapshot is on screen, and why the rest is not. */
export interface ShownContainers {
  readonly rows: readonly Row[];
  readonly sort: SortOrder;
  readonly grouping: Grouping;
  readonly total: number;
  readonly shownCount: number;
  /** Stopped containers that fit the filter but are hidden. */
  readonly hiddenCount: number;
  readonly showsStopped: boolean;
  /** Words of the filter that are not understood. */
  readonly unknown: readonly string[];
}

/** Applies the filter, grouping and order of the address to a snapshot. */
export function useShownContainers({ containers, at }: Inventory): ShownContainers {
  const { search } = useUrl();
  const filterText = useDeferredValue(search.filter ?? '');
  return useMemo(() => {
    const filter = parseFilter(filterText);
    const showsStopped = search.stopped === 'show' || filter.asksForState;
    const fitting = containers.filter(filter.matches);
    const visible = showsStopped ? fitting : fitting.filter((container) => !isStopped(container));
    const sort = parseSort(
      search.sort,
      COLUMNS.map(({ key }) => key),
      DEFAULT_SORT,
    );
    const grouping = parseGrouping(search.group);
    return {
      rows: rowsOf(sortContainers(visible, sort, Date.parse(at)), grouping),
      sort,
      grouping,
      total: containers.length,
      shownCount: visible.length,
      hiddenCount: fitting.length - visible.length,
      showsStopped,
      unknown: filter.unknown,
    };
  }, [containers, at, filterText, search.stopped, search.sort, search.group]);
}
