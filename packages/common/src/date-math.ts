import { DEFAULT_DATE_FORMAT, parseDate } from './date-format.ts';
import { LongshoreError } from './errors.ts';
import { localToEpochMs, zoneOffsetMs } from './time-zone.ts';

export interface DateMathOptions {
  readonly nowMs: number;
  /** `gt` and `lte`: rounding and missing parts of the day go to the last millisecond. `gte` and `lt`: to the first. */
  readonly roundUp?: boolean;
  /** For texts without an offset, and for what rounding calls a day. `now` itself is not shifted. */
  readonly timeZone?: string;
  readonly format?: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Units whose length is the same on every clock. */
const FIXED_MS: Readonly<Record<string, number>> = {
  h: HOUR_MS,
  H: HOUR_MS,
  m: MINUTE_MS,
  s: 1_000,
};
const AMOUNT_DIGITS_MAX = 9;

/** `now-1h/d`, `2020-01-01||+1M/M`, `2020-01-01`, `1577836800000` to epoch ms. Throws `parse_exception`. */
export function parseDateMath(text: string, options: DateMathOptions): number {
  if (text.startsWith('now')) {
    return applyMath(text, options.nowMs, 'now'.length, options);
  }
  const bars = text.indexOf('||');
  if (bars < 0) {
    return parseAnchor(text, options, options.roundUp ?? false);
  }
  const anchor = parseAnchor(text.slice(0, bars), options, false);
  return applyMath(text, anchor, bars + 2, options);
}

function parseAnchor(text: string, options: DateMathOptions, roundUp: boolean): number {
  const format = options.format ?? DEFAULT_DATE_FORMAT;
  const timeZone = options.timeZone ?? 'UTC';
  const found = text === '' ? undefined : parseDate(text, { format, timeZone, roundUp });
  if (found === undefined) {
    throw failure(`failed to parse date field [${text}] with format [${format}]`);
  }
  return found;
}

/** One step of the arithmetic: an operator, a number, a unit. */
interface Step {
  readonly operator: string;
  readonly amount: number;
  readonly unit: string;
}

function applyMath(
  text: string,
  anchorMs: number,
  start: number,
  options: DateMathOptions,
): number {
  const zone = options.timeZone ?? 'UTC';
  let ms = anchorMs;
  for (const { operator, amount, unit } of readSteps(text, start)) {
    if (operator === '/') {
      const down = roundDown(ms, unit, zone);
      ms = options.roundUp === true ? add(down, 1, unit, zone) - 1 : down;
    } else {
      ms = add(ms, operator === '-' ? -amount : amount, unit, zone);
    }
  }
  return ms;
}

function* readSteps(text: string, start: number): Generator<Step> {
  const pattern = /([+\-/])(\d*)([A-Za-z]?)/y;
  for (let at = start; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) {
      throw failure(`operator not supported for date math [${text.slice(at)}]`);
    }
    const [, operator = '', digits = '', unit = ''] = match;
    if (unit === '' || digits.length > AMOUNT_DIGITS_MAX) {
      throw failure(`truncated date math [${text}]`);
    }
    const amount = digits === '' ? 1 : Number(digits);
    if (operator === '/' && amount !== 1) {
      throw failure(`rounding \`/\` can only be used on single unit types [${text}]`);
    }
    yield { operator, amount, unit };
  }
}

function roundDown(epochMs: number, unit: string, zone: string): number {
  const offset = zoneOffsetMs(zone, epochMs);
  const localMs = epochMs + offset;
  const fixed = FIXED_MS[unit];
  if (fixed !== undefined) {
    return localMs - floorMod(localMs, fixed) - offset;
  }
  const date = new Date(localMs);
  switch (unit) {
    case 'd':
      return localToEpochMs(zone, localMs - floorMod(localMs, DAY_MS));
    case 'w':
      // The first Monday was three days before the epoch.
      return localToEpochMs(zone, localMs - floorMod(localMs + 3 * DAY_MS, 7 * DAY_MS));
    case 'M':
      return localToEpochMs(zone, Date.UTC(date.getUTCFullYear(), date.getUTCMonth()));
    case 'y':
      return localToEpochMs(zone, Date.UTC(date.getUTCFullYear(), 0));
    default:
      throw failure(`unit [${unit}] not supported for date math`);
  }
}

function add(epochMs: number, amount: number, unit: string, zone: string): number {
  const fixed = FIXED_MS[unit];
  if (fixed !== undefined) {
    return epochMs + amount * fixed;
  }
  const localMs = epochMs + zoneOffsetMs(zone, epochMs);
  switch (unit) {
    case 'd':
      return localToEpochMs(zone, localMs + amount * DAY_MS);
    case 'w':
      return localToEpochMs(zone, localMs + amount * 7 * DAY_MS);
    case 'M':
      return localToEpochMs(zone, addMonths(localMs, amount));
    case 'y':
      return localToEpochMs(zone, addMonths(localMs, amount * 12));
    default:
      throw failure(`unit [${unit}] not supported for date math`);
  }
}

/** The same day of another month, or that month's last day. */
function addMonths(localMs: number, amount: number): number {
  const date = new Date(localMs);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + amount);
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.setUTCDate(Math.min(day, days));
}

const floorMod = (value: number, divisor: number): number =>
  ((value % divisor) + divisor) % divisor;

const failure = (reason: string): LongshoreError =>
  new LongshoreError('parse_exception', 400, reason);
