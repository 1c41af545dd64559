import { momentOf, partsOf } from './calendar.ts';
import { isDateMath } from './date-math.ts';
import { currentZone } from './zone.ts';

/** What one end of a range was written as. A day is a whole day; an instant has no length. */
export type TimePoint =
  | { readonly kind: 'math'; readonly text: string }
  | { readonly kind: 'day'; readonly startMs: number; readonly endMs: number }
  | { readonly kind: 'instant'; readonly ms: number };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const EPOCH_S = /^\d{9,10}$/;
const EPOCH_MS = /^\d{12,13}$/;
const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const LOCAL =
  /^(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?\d*)?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})$/i;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const MONTH_DAY = /^([a-z]{3,9})\.? (\d{1,2})$/;
const KOREAN_DAY = /^(\d{1,2})월 ?(\d{1,2})일$/;

/** Reads one end of a range, by the clock of the chosen zone; undefined when it is not understood. */
export function parseTimePoint(text: string, nowMs: number): TimePoint | undefined {
  const word = text.trim();
  if (isDateMath(word)) {
    return { kind: 'math', text: word };
  }
  return epoch(word) ?? calendarDay(word, nowMs) ?? moment(word, nowMs);
}

function epoch(word: string): TimePoint | undefined {
  if (EPOCH_S.test(word)) {
    return { kind: 'instant', ms: Number(word) * 1_000 };
  }
  return EPOCH_MS.test(word) ? { kind: 'instant', ms: Number(word) } : undefined;
}

function calendarDay(word: string, nowMs: number): TimePoint | undefined {
  const full = DAY.exec(word);
  if (full) {
    return day(Number(full[1]), Number(full[2]), Number(full[3]));
  }
  const named = MONTH_DAY.exec(word.toLowerCase());
  if (named) {
    const month = MONTHS.findIndex((name) => named[1]?.startsWith(name));
    return month < 0 ? undefined : latestDay(month + 1, Number(named[2]), nowMs);
  }
  const korean = KOREAN_DAY.exec(word);
  return korean ? latestDay(Number(korean[1]), Number(korean[2]), nowMs) : undefined;
}

/** A day without a year is the last one that was: in January, `dec 30` is last year's. */
function latestDay(month: number, dayOfMonth: number, nowMs: number): TimePoint | undefined {
  const [year] = partsOf(nowMs, currentZone());
  const thisYear = day(year, month, dayOfMonth);
  const isAhead = thisYear?.kind === 'day' && thisYear.startMs > nowMs;
  return isAhead ? day(year - 1, month, dayOfMonth) : thisYear;
}

function day(year: number, month: number, dayOfMonth: number): TimePoint | undefined {
  const zone = currentZone();
  const startMs = momentOf(zone, year, month - 1, dayOfMonth);
  const [, realMonth, realDay] = partsOf(startMs, zone);
  const endMs = momentOf(zone, year, month - 1, dayOfMonth + 1);
  const isReal = realMonth === month - 1 && realDay === dayOfMonth;
  return isReal ? { kind: 'day', startMs, endMs } : undefined;
}

function moment(word: string, nowMs: number): TimePoint | undefined {
  if (ZONED.test(word)) {
    const ms = Date.parse(
      word
        .replace(' ', 'T')
        .replace(/ (?=[+-Z])/i, '')
        .replace(',', '.'),
    );
    return Number.isNaN(ms) ? undefined : { kind: 'instant', ms };
  }
  const local = LOCAL.exec(word);
  if (local) {
    const [year = 0, month = 1, dayOfMonth = 1, ...clock] = local.slice(1).map(numberOf);
    const isReal = day(year, month, dayOfMonth) !== undefined;
    return isReal ? onClock([year, month - 1, dayOfMonth], clock) : undefined;
  }
  const clock = CLOCK.exec(word);
  const [year, month, today] = partsOf(nowMs, currentZone());
  return clock ? onClock([year, month, today], clock.slice(1).map(numberOf)) : undefined;
}

function onClock(
  [year, month, dayOfMonth]: readonly [number, number, number],
  clock: readonly number[],
): TimePoint | undefined {
  const [hours = 0, minutes = 0, seconds = 0, ms = 0] = clock;
  if (hours > 23 || minutes > 59 || seconds > 59) {
    return undefined;
  }
  const zone = currentZone();
  return {
    kind: 'instant',
    ms: momentOf(zone, year, month, dayOfMonth, hours, minutes, seconds, ms),
  };
}

function numberOf(digits: string | undefined): number {
  return Number(digits ?? 0);
}
