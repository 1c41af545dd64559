import { formatDate, parseDate } from '@longshore/common/date-format';
import { addInterval, datePart, truncateTime } from '../calendar.ts';
import { intervalOf } from '../literals.ts';
import { Interval } from '../value.ts';
import { type CallContext, moment, type TableFunction, ValueFault } from './table-function.ts';

/** Functions of one date that are a part of it, by their names in SQL. */
const PARTS: Readonly<Record<string, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  month_of_year: 'month',
  week: 'week',
  week_of_year: 'week',
  iso_week_of_year: 'week',
  day: 'day',
  dom: 'day',
  day_of_month: 'day',
  day_of_week: 'day_of_week',
  dow: 'day_of_week',
  iso_day_of_week: 'iso_day_of_week',
  day_of_year: 'day_of_year',
  doy: 'day_of_year',
  hour: 'hour',
  hour_of_day: 'hour',
  minute: 'minute',
  minute_of_hour: 'minute',
  minute_of_day: 'minute_of_day',
  second: 'second',
  second_of_minute: 'second',
};

/** ChronoFields of Java, by which ES|QL names parts. */
const CHRONO: Readonly<Record<string, string>> = {
  year: 'year',
  month_of_year: 'month',
  aligned_week_of_year: 'week',
  day_of_month: 'day',
  day_of_week: 'iso_day_of_week',
  day_of_year: 'day_of_year',
  hour_of_day: 'hour',
  minute_of_hour: 'minute',
  minute_of_day: 'minute_of_day',
  second_of_minute: 'second',
  second_of_day: 'second_of_day',
  milli_of_second: 'millisecond',
};

/** Units of differences and sums, beside those of intervals. */
const ALIASES: Readonly<Record<string, string>> = {
  yyyy: 'year',
  yy: 'year',
  quarters: 'quarter',
  qq: 'quarter',
  mm: 'month',
  wk: 'week',
  ww: 'week',
  dd: 'day',
  dayofyear: 'day',
  hh: 'hour',
  mi: 'minute',
  n: 'minute',
  ss: 'second',
};

/** One of a unit of time by any of its names. */
function unitOf(name: string): Interval {
  const unit = intervalOf(1, ALIASES[name.toLowerCase()] ?? name);
  if (unit === undefined) {
    throw new ValueFault(`[${name}] is no unit of time`);
  }
  return unit;
}

const date = (
  names: readonly string[],
  parameters: TableFunction['parameters'],
  more: Pick<TableFunction, 'call'> & Partial<TableFunction>,
): TableFunction => ({ names, parameters, result: 'date', ...more });

const part = (name: string, of: string): TableFunction => ({
  names: [name],
  language: 'sql',
  parameters: ['date'],
  result: 'integer',
  call: ([ms]: readonly [number], { timeZone }) => datePart(of, ms, timeZone) ?? null,
});

function extracted(name: string, ms: number, { timeZone }: CallContext): number {
  const value = datePart(CHRONO[name.toLowerCase()] ?? name.toLowerCase(), ms, timeZone);
  if (value === undefined) {
    throw new ValueFault(`[${name}] is no part of a date`);
  }
  return value;
}

/** Whole units between two moments, towards zero. */
function difference(name: string, from: number, to: number, zone: string): number {
  const unit = unitOf(name);
  if (unit.months === 0) {
    return Math.trunc((to - from) / unit.ms);
  }
  const guess = Math.trunc((to - from) / (unit.months * 28 * 86_400_000));
  const reaches = (count: number) =>
    addInterval(from, new Interval(count * unit.months, 0), zone) * Math.sign(to - from) <=
    to * Math.sign(to - from);
  let count = guess;
  while (count !== 0 && !reaches(count)) {
    count -= Math.sign(count);
  }
  return count;
}

function parsed(text: string, format: string | undefined, { timeZone }: CallContext): number {
  const ms = parseDate(text, { timeZone, ...(format === undefined ? {} : { format }) });
  if (ms === undefined) {
    throw new ValueFault(
      `java.lang.IllegalArgumentException: failed to parse date field [${text}]${format === undefined ? '' : ` with format [${format}]`}`,
    );
  }
  return ms;
}

const DAY_MS = 86_400_000;
const today = ({ nowMs, timeZone }: CallContext) =>
  truncateTime(nowMs, new Interval(0, DAY_MS), timeZone);

/** Functions of dates. */
export const DATE_FUNCTIONS: readonly TableFunction[] = [
  ...Object.entries(PARTS).map(([name, of]) => part(name, of)),
  date(['now', 'current_timestamp'], [], { call: (_, { nowMs }) => nowMs }),
  date(['current_date', 'curdate', 'today'], [], {
    language: 'sql',
    call: (_, context) => today(context),
  }),
  date(['date_trunc'], ['interval', 'date'], {
    language: 'esql',
    call: ([interval, ms]: readonly [Interval, number], { timeZone }) =>
      truncateTime(ms, interval, timeZone),
  }),
  date(['date_trunc', 'datetrunc'], ['text', 'date'], {
    language: 'sql',
    call: ([unit, ms]: readonly [string, number], { timeZone }) =>
      truncateTime(ms, unitOf(unit), timeZone),
  }),
  date(['date_add', 'dateadd', 'timestampadd', 'timestamp_add'], ['text', 'integer', 'date'], {
    language: 'sql',
    call: ([unit, amount, ms]: readonly [string, number, number], { timeZone }) => {
      const { months, ms: length } = unitOf(unit);
      const interval = new Interval(months * amount, length * amount);
      return moment(addInterval(ms, interval, timeZone));
    },
  }),
  {
    names: ['date_diff', 'datediff', 'timestampdiff', 'timestamp_diff'],
    parameters: ['text', 'date', 'date'],
    result: 'integer',
    call: ([unit, from, to]: readonly [string, number, number], { timeZone }) =>
      difference(unit, from, to, timeZone),
  },
  {
    names: ['date_extract', 'date_part', 'datepart', 'extract'],
    parameters: ['text', 'date'],
    result: 'long',
    call: ([name, ms]: readonly [string, number], context) => extracted(name, ms, context),
  },
  {
    names: ['date_format'],
    language: 'esql',
    parameters: ['any', 'date'],
    required: 1,
    result: 'keyword',
    call: ([format, ms]: readonly (string | number)[], { timeZone }) =>
      ms === undefined
        ? formatDate(Number(format), undefined, timeZone)
        : formatDate(Number(ms), String(format), timeZone),
  },
  {
    names: ['datetime_format', 'format'],
    language: 'sql',
    parameters: ['date', 'text'],
    result: 'keyword',
    call: ([ms, format]: readonly [number, string], { timeZone }) =>
      formatDate(ms, format, timeZone),
  },
  date(['date_parse'], ['text', 'text'], {
    language: 'esql',
    required: 1,
    call: ([format = '', text]: readonly string[], context) =>
      text === undefined ? parsed(format, undefined, context) : parsed(text, format, context),
  }),
  date(['datetime_parse'], ['text', 'text'], {
    language: 'sql',
    call: ([text, format]: readonly [string, string], context) => parsed(text, format, context),
  }),
  // Buckets of numbers, or of time by the local clock, as histograms make them.
  {
    names: ['histogram', 'bucket'],
    parameters: ['any', 'any'],
    result: ([type]) => (type === 'date' ? 'date' : 'double'),
    call: ([value, width]: readonly [number, number | string | Interval], { timeZone }) =>
      typeof width === 'number'
        ? Math.floor(value / width) * width
        : truncateTime(value, typeof width === 'string' ? unitOf(width) : width, timeZone),
  },
];
