import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { IconButton } from '../icon-button.tsx';
import classes from './calendar.module.css';
import { momentOf, partsOf, weeksOf } from './calendar.ts';
import { rangeOf, type Span, type TimeRange } from './time-range.ts';
import { useZone } from './zone.ts';

/** Days that an arrow key moves by. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** The days of a week, Monday first. */
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Two months; a range of whole days is chosen by drawing over them, by two clicks, or by keyboard. */
export function RangeCalendar({
  span,
  nowMs,
  onChoose,
}: {
  readonly span: Span;
  readonly nowMs: number;
  readonly onChoose: (range: TimeRange) => void;
}) {
  const { t } = useTranslation();
  const zone = useZone();
  const chosen = useChosenDays(nowMs, onChoose);
  const [lastMonth, setLastMonth] = useState(() => monthOf(nowMs, zone));
  const grid = useRef<HTMLDivElement>(null);
  const [focusMs, setFocusMs] = useState(() => dayOf(nowMs, zone));
  const isMoved = useRef(false);
  useEffect(() => {
    if (isMoved.current) {
      isMoved.current = false;
      grid.current?.querySelector<HTMLElement>(`[data-ms="${focusMs}"]`)?.focus();
    }
  }, [focusMs]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const [year, month, day] = partsOf(focusMs, zone);
    const nextMs = momentOf(zone, year, month, day + step);
    const nextMonth = monthOf(nextMs, zone);
    isMoved.current = true;
    setLastMonth(Math.min(Math.max(lastMonth, nextMonth), nextMonth + 1));
    setFocusMs(nextMs);
    chosen.hover(nextMs);
  };
  return (
    <div ref={grid} className={classes.calendar}>
      <div className={classes.earlier}>
        <IconButton label={t('time.earlierMonth')} onClick={() => setLastMonth(lastMonth - 1)}>
          <IconChevronLeft size={16} />
        </IconButton>
      </div>
      {[lastMonth - 1, lastMonth].map((month) => (
        <Month
          key={month}
          month={month}
          {...chosen}
          isOn={(dayMs) => chosen.isOn(dayMs) ?? isWithin(dayMs, span)}
          focusMs={focusMs}
          nowMs={nowMs}
          onKeyDown={onKeyDown}
        />
      ))}
      <div className={classes.later}>
        <IconButton label={t('time.laterMonth')} onClick={() => setLastMonth(lastMonth + 1)}>
          <IconChevronRight size={16} />
        </IconButton>
      </div>
      <p className={classes.hint} aria-live="polite">
        {t(chosen.isBegun ? 'time.calendarEnd' : 'time.calendarStart')}
      </p>
    </div>
  );
}

interface MonthProps extends Omit<ReturnType<typeof useChosenDays>, 'isOn'> {
  /** Months since year 0. */
  readonly month: number;
  readonly isOn: (dayMs: number) => boolean;
  readonly focusMs: number;
  readonly nowMs: number;
  /** Arrow keys on a day. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function Month({ month, isOn, focusMs, nowMs, onKeyDown, ...chosen }: MonthProps) {
  const { locale } = useFormat();
  const zone = useZone();
  const year = Math.floor(month / 12);
  const weeks = weeksOf(zone, year, month % 12);
  const inUtc = { timeZone: 'UTC' } as const;
  const title = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', ...inUtc });
  const full = new Intl.DateTimeFormat(locale, {
    dateStyle: 'full',
    ...(zone === 'utc' ? inUtc : {}),
  });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'narrow', ...inUtc });
  const todayMs = dayOf(nowMs, zone);
  return (
    <table className={classes.month}>
      <caption>{title.format(Date.UTC(year, month % 12, 1))}</caption>
      <thead aria-hidden="true">
        <tr>
          {/* January 1st of 2024 was a Monday. */}
          {WEEKDAYS.map((day) => (
            <th key={day}>{weekday.format(Date.UTC(2024, 0, day))}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.find((dayMs) => dayMs !== undefined)}>
            {week.map((dayMs, index) => (
              <td key={WEEKDAYS[index]}>
                {dayMs === undefined ? null : (
                  <button
                    type="button"
                    data-ms={dayMs}
                    tabIndex={dayMs === focusMs ? 0 : -1}
                    aria-label={full.format(dayMs)}
                    aria-pressed={isOn(dayMs)}
                    aria-current={dayMs === todayMs ? 'date' : undefined}
                    disabled={dayMs > nowMs}
                    onKeyDown={onKeyDown}
                    onPointerDown={() => chosen.press(dayMs)}
                    onPointerEnter={() => chosen.hover(dayMs)}
                    onPointerUp={() => chosen.release(dayMs)}
                    onClick={(event) => event.detail === 0 && chosen.click(dayMs)}
                  >
                    {partsOf(dayMs, zone)[2]}
                  </button>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The days that are being chosen: a press begins, a release on another day or a second press ends. */
function useChosenDays(nowMs: number, onChoose: (range: TimeRange) => void) {
  const zone = useZone();
  const [anchorMs, setAnchorMs] = useState<number>();
  const [hoverMs, setHoverMs] = useState<number>();
  const isFirstPress = useRef(false);
  const begin = (dayMs: number) => {
    setAnchorMs(dayMs);
    setHoverMs(dayMs);
  };
  const finish = (firstMs: number, secondMs: number) => {
    setAnchorMs(undefined);
    const [year, month, day] = partsOf(Math.max(firstMs, secondMs), zone);
    const { from, to } = rangeOf({
      fromMs: Math.min(firstMs, secondMs),
      toMs: momentOf(zone, year, month, day + 1),
    });
    // A day that is not over yet goes on.
    onChoose({ from, to: Date.parse(to) > nowMs ? 'now' : to });
  };
  return {
    isBegun: anchorMs !== undefined,
    /** Whether a day is among those being chosen; undefined while none is. */
    isOn: (dayMs: number) =>
      anchorMs === undefined || hoverMs === undefined
        ? undefined
        : dayMs >= Math.min(anchorMs, hoverMs) && dayMs <= Math.max(anchorMs, hoverMs),
    hover: setHoverMs,
    press: (dayMs: number) => {
      isFirstPress.current = anchorMs === undefined;
      if (isFirstPress.current) {
        begin(dayMs);
      }
    },
    release: (dayMs: number) => {
      if (anchorMs !== undefined && (dayMs !== anchorMs || !isFirstPress.current)) {
        finish(anchorMs, dayMs);
      }
    },
    click: (dayMs: number) => (anchorMs === undefined ? begin(dayMs) : finish(anchorMs, dayMs)),
  };
}

function isWithin(dayMs: number, { fromMs, toMs }: Span): boolean {
  return dayMs < toMs && dayMs + 86_400_000 > fromMs;
}

function dayOf(atMs: number, zone: Parameters<typeof partsOf>[1]): number {
  const [year, month, day] = partsOf(atMs, zone);
  return momentOf(zone, year, month, day);
}

function monthOf(atMs: number, zone: Parameters<typeof partsOf>[1]): number {
  const [year, month] = partsOf(atMs, zone);
  return year * 12 + month;
}
