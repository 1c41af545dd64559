import { formatTime, type Locale } from '@longshore/common/format';
import { partsOf } from './calendar.ts';
import { resolveTime } from './date-math.ts';
import { parseTimePoint, type TimePoint } from './time-point.ts';
import { currentZone } from './zone.ts';

/** From and to, each date math or an ISO time in UTC; this is what the address carries. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/** A range in numbers: what a query asks for. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a page shows when the address names no range. */
export const DEFAULT_RANGE: TimeRange = { from: 'now-15m', to: 'now' };

/** Half the width of the range around a single instant. */
const AROUND_INSTANT_MS = 15 * 60_000;

/** The shortest range that can be chosen. */
const SPAN_MIN_MS = 1_000;

/** Presets: the key names the text in the catalogue; the others read "last 15 minutes". */
export const PRESETS: ReadonlyArray<TimeRange & { readonly key?: NamedRange }> = [
  ...['5m', '15m', '1h', '3h', '6h', '12h', '24h', '2d', '7d', '30d'].map((length) => ({
    from: `now-${length}`,
    to: 'now',
  })),
  { key: 'today', from: 'now/d', to: 'now' },
  { key: 'yesterday', from: 'now-1d/d', to: 'now/d' },
  { key: 'thisWeek', from: 'now/w', to: 'now' },
];

type NamedRange = 'today' | 'yesterday' | 'thisWeek';

const WORDS: Readonly<Record<string, TimeRange>> = {
  today: { from: 'now/d', to: 'now' },
  오늘: { from: 'now/d', to: 'now' },
  yesterday: { from: 'now-1d/d', to: 'now/d' },
  어제: { from: 'now-1d/d', to: 'now/d' },
  'this week': { from: 'now/w', to: 'now' },
  '이번 주': { from: 'now/w', to: 'now' },
};

const LENGTH = /^(?:last |최근 |-)?(\d{1,6}) ?([smhdwMy])$/;
const LONG_UNITS: Readonly<Record<string, string>> = {
  second: 's',
  sec: 's',
  minute: 'm',
  min: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
  month: 'M',
  year: 'y',
  초: 's',
  분: 'm',
  시간: 'h',
  일: 'd',
  주: 'w',
};
const LONG_UNIT = /(\d) ?(second|sec|minute|min|hour|day|week|month|year|초|분|시간|일|주)s?$/;

/** Reads a typed range; undefined when it is not understood or ends before it begins. */
export function parseTimeRange(typed: string, nowMs: number): TimeRange | undefined {
  const text = typed.trim();
  const word = WORDS[text.toLowerCase()];
  if (word) {
    return word;
  }
  const length = LENGTH.exec(text.replace(LONG_UNIT, (_, digit, unit) => digit + LONG_UNITS[unit]));
  if (length) {
    return { from: `now-${length[1]}${length[2]}`, to: 'now' };
  }
  const [left = '', right, ...more] = text.split(/\.\.|\s+to\s+|\s*~\s*|\s+–\s+/);
  if (more.length > 0) {
    return undefined;
  }
  const from = parseTimePoint(left, nowMs);
  return right === undefined
    ? from && around(from)
    : between(from, parseTimePoint(right, nowMs), nowMs);
}

function around(point: TimePoint): TimeRange {
  switch (point.kind) {
    case 'math':
      return { from: point.text, to: 'now' };
    case 'day':
      return rangeOf({ fromMs: point.startMs, toMs: point.endMs });
    case 'instant':
      return rangeOf({
        fromMs: point.ms - AROUND_INSTANT_MS,
        toMs: point.ms + AROUND_INSTANT_MS,
      });
  }
}

function between(
  from: TimePoint | undefined,
  to: TimePoint | undefined,
  nowMs: number,
): TimeRange | undefined {
  if (!from || !to) {
    return undefined;
  }
  const range = { from: textOf(from, 'start'), to: textOf(to, 'end') };
  return resolveTime(range.from, nowMs) < resolveTime(range.to, nowMs) ? range : undefined;
}

function textOf(point: TimePoint, end: 'start' | 'end'): string {
  switch (point.kind) {
    case 'math':
      return point.text;
    case 'day':
      return new Date(end === 'start' ? point.startMs : point.endMs).toISOString();
    case 'instant':
      return new Date(point.ms).toISOString();
  }
}

/** The range as numbers at this moment. What cannot be read (a broken address) gives the default range. */
export function resolveRange(range: TimeRange, nowMs: number, zone = currentZone()): Span {
  const fromMs = resolveTime(range.from, nowMs, zone);
  const toMs = resolveTime(range.to, nowMs, zone);
  return fromMs < toMs ? { fromMs, toMs } : { fromMs: nowMs - AROUND_INSTANT_MS, toMs: nowMs };
}

/** An absolute range; never shorter than a second. */
export function rangeOf({ fromMs, toMs }: Span): TimeRange {
  const end = Math.max(toMs, fromMs + SPAN_MIN_MS);
  return { from: new Date(fromMs).toISOString(), to: new Date(end).toISOString() };
}

/** Twice the length around the same middle, for zooming out when there is nothing to go back to. */
export function widened({ fromMs, toMs }: Span, nowMs: number): Span {
  const half = (toMs - fromMs) / 2;
  return { fromMs: fromMs - half, toMs: Math.min(toMs + half, Math.max(nowMs, toMs)) };
}

/** Whether the range moves with the clock, so that refreshing it makes sense. */
export function isRelative(range: TimeRange): boolean {
  return range.to === 'now';
}

/** How a range is called: a length, a named range, or the words for an absolute one. */
export type RangeLabel =
  | { readonly kind: 'last'; readonly count: number; readonly unit: string }
  | { readonly kind: 'named'; readonly name: NamedRange }
  | { readonly kind: 'between'; readonly text: string };

/** The label of a range; the words for `last` and `named` come from the catalogue. */
export function labelOf(range: TimeRange, nowMs: number, locale: Locale): RangeLabel {
  const last = range.to === 'now' ? /^now-(\d+)([smhdwMy])$/.exec(range.from) : null;
  if (last) {
    return { kind: 'last', count: Number(last[1]), unit: last[2] ?? 'm' };
  }
  const named = PRESETS.find(
    (preset) => preset.key && preset.from === range.from && preset.to === range.to,
  );
  if (named?.key) {
    return { kind: 'named', name: named.key };
  }
  return { kind: 'between', text: spanText(resolveRange(range, nowMs), locale) };
}

/** An absolute span: the day is written once when both ends are on it. */
export function spanText({ fromMs, toMs }: Span, locale: Locale): string {
  const seconds = toMs - fromMs < 10 * 60_000;
  const zone = currentZone();
  const dayOf = (atMs: number) => partsOf(atMs, zone).slice(0, 3).join('-');
  const isSameDay = dayOf(fromMs) === dayOf(toMs);
  const inZone = zone === 'utc' ? { seconds, timeZone: 'UTC' } : { seconds };
  const start = formatTime(fromMs, locale, { date: true, ...inZone });
  return `${start} – ${formatTime(toMs, locale, { date: !isSameDay, ...inZone })}`;
}

/** The span one window earlier (-1) or later (1), of the same length. */
export function shifted({ fromMs, toMs }: Span, windows: -1 | 1): Span {
  const lengthMs = (toMs - fromMs) * windows;
  return { fromMs: fromMs + lengthMs, toMs: toMs + lengthMs };
}

/** A range as text that can be pasted into another page or typed into the control. */
export function stringifyRange({ from, to }: TimeRange): string {
  return `${from}..${to}`;
}
