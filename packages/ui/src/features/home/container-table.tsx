import type { Host } from '@longshore/common/api/inventory';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { memo, type RefObject, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../controls/shortcuts.tsx';
import { useVirtualRows } from '../../controls/virtual-rows.ts';
import { useFormat } from '../../i18n/use-format.ts';
import type { SortOrder } from '../../url-state.ts';
import { CELLS } from './cells.tsx';
import { COLUMNS, type Column } from './columns.ts';
import { ContainerCard } from './container-card.tsx';
import classes from './home.module.css';
import type { Row } from './rows.ts';

const ROW_HEIGHT = 40;
const CARD_HEIGHT = 112;

interface Props {
  readonly rows: readonly Row[];
  readonly hosts: readonly Host[];
  readonly sort: SortOrder;
  readonly onSort: (sort: SortOrder) => void;
  readonly nowMs: number;
  /** True where a table does not fit; each container is a card then. */
  readonly isNarrow: boolean;
}

/** All containers as a table that can be sorted, or as cards where there is little room. */
export function ContainerTable({ rows, hosts, sort, onSort, nowMs, isNarrow }: Props) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const offsetTop = useOffsetTop(body);
  const selected = useSelection(rows);
  const memoryOf = useMemo(
    () => new Map(hosts.map(({ name, memoryTotalBytes }) => [name, memoryTotalBytes])),
    [hosts],
  );
  const virtual = useVirtualRows({
    count: rows.length,
    rowHeight: isNarrow ? CARD_HEIGHT : ROW_HEIGHT,
    scroller: scrollerOfPage,
    offsetTop,
    keyOf: (index) => keyOf(rows[index]),
  });
  return (
    <table
      aria-label={t('home.table')}
      aria-rowcount={rows.length + 1}
      className={classes.table}
      data-narrow={isNarrow}
    >
      <HeadRow sort={sort} onSort={onSort} />
      <tbody ref={body} className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row ? (
            <tr
              key={item.key}
              aria-rowindex={item.index + 2}
              className={classes.row}
              data-kind={row.kind}
              data-narrow={isNarrow}
              data-selected={item.index === selected}
              style={{ height: item.size, transform: `translateY(${item.start - offsetTop}px)` }}
            >
              <RowCells
                row={row}
                nowMs={nowMs}
                isNarrow={isNarrow}
                hostMemoryBytes={
                  row.kind === 'container' ? (memoryOf.get(row.container.host) ?? null) : null
                }
              />
            </tr>
          ) : null;
        })}
      </tbody>
    </table>
  );
}

function HeadRow({ sort, onSort }: Pick<Props, 'sort' | 'onSort'>) {
  return (
    <thead>
      <tr className={classes.headRow}>
        {COLUMNS.map((column) => (
          <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

function HeadCell({
  column: { key, largestFirst },
  sort,
  onSort,
}: Pick<Props, 'sort' | 'onSort'> & { readonly column: Column }) {
  const { t } = useTranslation();
  const isSorted = sort.key === key;
  const direction = sort.descending ? 'descending' : 'ascending';
  const Arrow = sort.descending ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" aria-sort={isSorted ? direction : 'none'} data-column={key}>
      <button
        type="button"
        onClick={() => onSort({ key, descending: isSorted ? !sort.descending : largestFirst })}
      >
        {t(`home.column.${key}`)}
        {isSorted ? <Arrow size={12} aria-hidden="true" /> : null}
      </button>
    </th>
  );
}

interface RowProps {
  readonly row: Row;
  readonly nowMs: number;
  readonly isNarrow: boolean;
  readonly hostMemoryBytes: number | null;
}

const RowCells = memo(function RowCells({ row, nowMs, isNarrow, hostMemoryBytes }: RowProps) {
  if (row.kind === 'group') {
    return <GroupCells row={row} />;
  }
  const { container } = row;
  if (isNarrow) {
    return <ContainerCard container={container} nowMs={nowMs} hostMemoryBytes={hostMemoryBytes} />;
  }
  return COLUMNS.map(({ key }) => {
    const Cell = CELLS[key];
    return (
      <td key={key} data-column={key}>
        <Cell container={container} nowMs={nowMs} hostMemoryBytes={hostMemoryBytes} />
      </td>
    );
  });
}, isSameRow);

/** A snapshot makes every container anew; a row is drawn again only when something in it changed. */
function isSameRow(left: RowProps, right: RowProps): boolean {
  const isSameContainer =
    left.row.kind === 'container' &&
    right.row.kind === 'container' &&
    left.row.container === right.row.container;
  return isSameContainer && left.nowMs === right.nowMs && left.isNarrow === right.isNarrow;
}

function GroupCells({ row }: { readonly row: Row & { readonly kind: 'group' } }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <td className={classes.group}>
      <strong>{row.name === '' ? t('home.noProject') : row.name}</strong>
      <span>{t('home.groupCount', { count: row.count })}</span>
      <span>{t('home.groupCpu', { cores: format.cores(row.cpuCores) })}</span>
      <span>{format.bytes(row.memoryUsedBytes)}</span>
    </td>
  );
}

/** `j` and `k` move over the containers, Enter opens the selected one. */
function useSelection(rows: readonly Row[]): number {
  const navigate = useNavigate();
  const [selected, setSelected] = useState(-1);
  const shortcuts = useMemo(() => {
    const move = (step: number) => {
      let next = selected + step;
      while (rows[next]?.kind === 'group') {
        next += step;
      }
      if (rows[next]) {
        setSelected(next);
      }
    };
    const row = rows[selected];
    return [
      { keys: 'j', text: 'shortcuts.next' as const, run: () => move(1) },
      { keys: 'k', text: 'shortcuts.previous' as const, run: () => move(-1) },
      {
        keys: 'Enter',
        text: 'shortcuts.open' as const,
        run: () => {
          if (row?.kind === 'container') {
            void navigate({ to: '/containers/$id', params: { id: row.container.id } });
          }
        },
      },
      { keys: 'Escape', text: 'shortcuts.close' as const, run: () => setSelected(-1) },
    ];
  }, [rows, selected, navigate]);
  useShortcuts(shortcuts);
  return selected;
}

function scrollerOfPage(): HTMLElement | null {
  return document.getElementById('main');
}

function useOffsetTop(element: RefObject<HTMLElement | null>): number {
  const [offsetTop, setOffsetTop] = useState(0);
  // What stands above the table (cards, banners) changes with the data, so the place is read after each drawing.
  useLayoutEffect(() => {
    const scroller = scrollerOfPage();
    if (element.current && scroller) {
      const top =
        element.current.getBoundingClientRect().top -
        scroller.getBoundingClientRect().top +
        scroller.scrollTop;
      setOffsetTop(Math.round(top));
    }
  });
  return offsetTop;
}

function keyOf(row: Row | undefined): string {
  if (!row) {
    return '';
  }
  return row.kind === 'container' ? row.container.id : `group ${row.name}`;
}
