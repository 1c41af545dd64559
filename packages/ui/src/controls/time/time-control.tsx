import { Popover } from '@mantine/core';
import { IconCalendarTime, IconZoomOut } from '@tabler/icons-react';
import { type FormEvent, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { IconButton } from '../icon-button.tsx';
import { usePageTime } from './page-time.tsx';
import { RangeCalendar } from './range-calendar.tsx';
import { recentRanges, rememberRange } from './recent-ranges.ts';
import classes from './time.module.css';
import { PRESETS, parseTimeRange, resolveRange, spanText, type TimeRange } from './time-range.ts';
import { useRangeText } from './use-range-text.ts';
import { useTimeShortcuts } from './use-time-shortcuts.ts';
import { ZoneChoice } from './zone-choice.tsx';

/** More ranges than this would push the calendar's column apart. */
const RECENT_SHOWN = 4;

/** Shows the range of the page; opens to choose or type another one. */
export function TimeControl({
  isOpen,
  onOpen,
}: {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}) {
  const { t } = useTranslation();
  const { range, setRange, zoomOut } = usePageTime();
  const { isUtc } = useFormat();
  useTimeShortcuts(useCallback(() => onOpen(true), [onOpen]));
  const textOf = useRangeText();
  const choose = (next: TimeRange) => {
    rememberRange(next);
    setRange(next);
    onOpen(false);
  };
  return (
    <>
      <Popover opened={isOpen} onChange={onOpen} position="bottom-end" trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={classes.control}
            onClick={() => onOpen(!isOpen)}
            aria-label={t('time.control', { range: textOf(range) })}
          >
            <IconCalendarTime size={16} stroke={1.6} aria-hidden="true" />
            <span>{textOf(range)}</span>
            {isUtc ? <b className={classes.utc}>UTC</b> : null}
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('time.title')}>
          <Picker range={range} onChoose={choose} />
        </Popover.Dropdown>
      </Popover>
      <IconButton label={t('time.zoomOut')} onClick={zoomOut}>
        <IconZoomOut size={18} stroke={1.6} />
      </IconButton>
    </>
  );
}

function Picker({
  range,
  onChoose,
}: {
  readonly range: TimeRange;
  readonly onChoose: (range: TimeRange) => void;
}) {
  const { t } = useTranslation();
  const recent = recentRanges();
  const { span } = usePageTime();
  const [nowMs] = useState(Date.now);
  return (
    <div className={classes.picker}>
      <TypedRange onChoose={onChoose} />
      <div className={classes.column}>
        <div className={classes.heading}>{t('time.presets')}</div>
        <div className={classes.twoColumns}>
          {PRESETS.map((preset) => (
            <Choice
              key={preset.from}
              range={preset}
              isOn={isSame(preset, range)}
              onChoose={onChoose}
            />
          ))}
        </div>
        <div className={classes.heading}>{t('time.recent')}</div>
        {recent.slice(0, RECENT_SHOWN).map((used) => (
          <Choice
            key={`${used.from} ${used.to}`}
            range={used}
            isOn={isSame(used, range)}
            onChoose={onChoose}
          />
        ))}
        {recent.length === 0 ? <p className={classes.hint}>{t('time.noRecent')}</p> : null}
      </div>
      <RangeCalendar span={span} nowMs={nowMs} onChoose={onChoose} />
      <ZoneChoice />
    </div>
  );
}

function TypedRange({ onChoose }: { readonly onChoose: (range: TimeRange) => void }) {
  const { t } = useTranslation();
  const { locale } = useFormat();
  const [typed, setTyped] = useState('');
  const nowMs = Date.now();
  const parsed = parseTimeRange(typed, nowMs);
  const isBad = typed.trim() !== '' && parsed === undefined;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed) {
      onChoose(parsed);
    }
  };
  const reading = parsed && spanText(resolveRange(parsed, nowMs), locale);
  return (
    <form className={classes.field} onSubmit={onSubmit}>
      <input
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        aria-label={t('time.type')}
        aria-invalid={isBad}
        aria-describedby="time-hint"
        placeholder={t('time.type')}
        spellCheck={false}
        autoComplete="off"
      />
      <p id="time-hint" className={classes.hint} data-bad={isBad} aria-live="polite">
        {isBad ? t('time.notUnderstood') : (reading ?? t('time.examples'))}
      </p>
    </form>
  );
}

function Choice({
  range,
  isOn,
  onChoose,
}: {
  readonly range: TimeRange;
  readonly isOn: boolean;
  readonly onChoose: (range: TimeRange) => void;
}) {
  const textOf = useRangeText();
  return (
    <button
      type="button"
      className={classes.choice}
      aria-pressed={isOn}
      onClick={() => onChoose({ from: range.from, to: range.to })}
    >
      {textOf(range)}
    </button>
  );
}

function isSame(left: TimeRange, right: TimeRange): boolean {
  return left.from === right.from && left.to === right.to;
}
