import type { LogLine } from '@longshore/common/api/logs';
import { levelOf } from '@longshore/common/log-level';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { useShortcuts } from '../shortcuts.tsx';
import { useVirtualRows } from '../virtual-rows.ts';
import { type LineActions, LogRow } from './log-row.tsx';
import classes from './log-view.module.css';
import type { LogTail } from './use-log-lines.ts';

const ROW_HEIGHT = 26;

/** Scrolled further than this from the newest line, a reader is not to be disturbed. */
const READING_PX = 40;

/** With this many rows left below, the next page is asked for. */
const ROWS_AHEAD = 30;

interface Props {
  readonly lines: readonly LogLine[];
  readonly terms: readonly string[];
  readonly columns: readonly string[];
  readonly wraps: boolean;
  readonly showsContainer: boolean;
  readonly tail: LogTail | undefined;
  /** Asks for older lines; undefined when there are none. */
  readonly onOlder: (() => void) | undefined;
  readonly openId: string | undefined;
  readonly onOpen: (id: string | undefined) => void;
  readonly actions: LineActions | undefined;
}

/** Log lines, newest first. Only those on screen are drawn; scrolling away from the top holds new ones back. */
export function LogTable(props: Props) {
  const { lines, tail, wraps, columns, showsContainer, openId, onOpen } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualRows({
    count: lines.length,
    rowHeight: ROW_HEIGHT,
    scroller,
    keyOf: (index) => lines[index]?.id ?? '',
  });
  const items = virtual.getVirtualItems();
  const selected = useSelection(props, (index) => virtual.scrollToIndex(index));
  useOlder(props.onOlder, (items.at(-1)?.index ?? 0) >= lines.length - ROWS_AHEAD);
  const toNewest = () => {
    scroller.current?.scrollTo({ top: 0 });
    tail?.hold(false);
  };
  return (
    <div className={classes.frame}>
      <section
        ref={scroller}
        className={classes.scroller}
        data-wraps={wraps}
        aria-label={t('logs.table')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        onScroll={(event) => tail?.hold(event.currentTarget.scrollTop > READING_PX)}
      >
        <table aria-label={t('logs.table')} aria-rowcount={lines.length} className={classes.table}>
          <HeadRow columns={columns} showsContainer={showsContainer} />
          <tbody className={classes.rows} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const line = lines[item.index];
              return line ? (
                <tr
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  aria-rowindex={item.index + 1}
                  data-selected={item.index === selected}
                  data-level={levelOf(line.level)}
                  className={classes.row}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <LogRow
                    line={line}
                    terms={props.terms}
                    columns={columns}
                    wraps={wraps}
                    showsContainer={showsContainer}
                    isOpen={line.id === openId}
                    onOpen={onOpen}
                    actions={props.actions}
                  />
                </tr>
              ) : null;
            })}
          </tbody>
        </table>
      </section>
      {tail && tail.heldCount > 0 ? <NewPill count={tail.heldCount} onClick={toNewest} /> : null}
    </div>
  );
}

function NewPill({ count, onClick }: { readonly count: number; readonly onClick: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <button type="button" className={classes.newPill} onClick={onClick}>
      {t('logs.newLines', { count, number: format.count(count) })}
    </button>
  );
}

function HeadRow({
  columns,
  showsContainer,
}: {
  readonly columns: readonly string[];
  readonly showsContainer: boolean;
}) {
  const { t } = useTranslation();
  return (
    <thead>
      <tr className={classes.head}>
        <th scope="col" className={classes.time}>
          {t('logs.time')}
        </th>
        {showsContainer ? (
          <th scope="col" className={classes.container}>
            {t('logs.container')}
          </th>
        ) : null}
        {columns.map((column) => (
          <th key={column} scope="col" className={classes.extra} title={column}>
            {column}
          </th>
        ))}
        <th scope="col" className={classes.message}>
          {t('logs.message')}
        </th>
      </tr>
    </thead>
  );
}

/** `j` and `k` move over the lines, Enter opens and Escape closes. An open line follows the selection. */
function useSelection({ lines, openId, onOpen }: Props, show: (index: number) => void): number {
  const [selectedId, setSelectedId] = useState<string>();
  const selected = lines.findIndex(({ id }) => id === (selectedId ?? openId));
  const shortcuts = useMemo(() => {
    const move = (step: number) => {
      const line = lines[Math.max(0, selected + step)];
      if (line) {
        setSelectedId(line.id);
        show(Math.max(0, selected + step));
        if (openId !== undefined) {
          onOpen(line.id);
        }
      }
    };
    const line = lines[selected];
    return [
      { keys: 'j', text: 'shortcuts.next' as const, run: () => move(1) },
      { keys: 'k', text: 'shortcuts.previous' as const, run: () => move(-1) },
      { keys: 'Enter', text: 'shortcuts.open' as const, run: () => line && onOpen(line.id) },
      { keys: 'Escape', text: 'shortcuts.close' as const, run: () => onOpen(undefined) },
    ];
  }, [lines, selected, openId, onOpen, show]);
  useShortcuts(shortcuts);
  return selected;
}

function useOlder(onOlder: (() => void) | undefined, isNearEnd: boolean): void {
  useEffect(() => {
    if (isNearEnd) {
      onOlder?.();
    }
  }, [onOlder, isNearEnd]);
}
