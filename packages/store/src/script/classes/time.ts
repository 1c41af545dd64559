import { formatDate } from '@longshore/common/date-format';
import { formatOffset, localToEpochMs, zoneOffsetMs } from '@longshore/common/time-zone';
import { intOf, longOf, type Methods, methods, wrongType } from '../method.ts';
import { ScriptFault } from '../script-fault.ts';
import { DateFormat, EnumValue, faulty, Temporal, unitOf, ZoneName } from './time-units.ts';

const NANOS_PER_MS = 1_000_000;
const NANOS_PER_MS_LONG = 1_000_000n;
/** The times that JavaScript's `Date` has: 100 million days on each side of 1970. */
const EPOCH_MS_MAX = 8.64e15;

/** A moment to the nanosecond: `java.time.Instant`, or `ZonedDateTime` with a zone. */
export class Moment extends Temporal {
  readonly javaName: string;
  override readonly interfaces = ['Temporal', 'TemporalAccessor'];
  readonly methods: Methods<Moment>;
  readonly epochMs: number;
  /** Within the millisecond. */
  readonly nanos: number;
  /** Absent for an `Instant`. */
  readonly zone: string | undefined;

  constructor(epochMs: number, nanos: number, zone: string | undefined) {
    super();
    if (!(Math.abs(epochMs) <= EPOCH_MS_MAX)) {
      throw new ScriptFault('DateTimeException', 'a time outside the range that is supported');
    }
    this.epochMs = epochMs;
    this.nanos = nanos;
    this.zone = zone;
    this.javaName = zone === undefined ? 'Instant' : 'ZonedDateTime';
    this.methods = zone === undefined ? MOMENT_METHODS : ZONED_METHODS;
  }

  get offsetMs(): number {
    const { zone } = this;
    return zone === undefined ? 0 : faulty(() => zoneOffsetMs(zone, this.epochMs));
  }

  /** What a clock of the zone shows, as the UTC time of a `Date`. */
  get local(): Date {
    return new Date(this.epochMs + this.offsetMs);
  }

  get allNanos(): bigint {
    return BigInt(this.epochMs) * NANOS_PER_MS_LONG + BigInt(this.nanos);
  }

  /** Another moment in the same zone. */
  at(epochMs: number, nanos = this.nanos): Moment {
    return new Moment(epochMs, nanos, this.zone);
  }

  /** The moment at which the clock of the zone shows a time. */
  atLocal(localMs: number, nanos = this.nanos): Moment {
    const { zone } = this;
    return this.at(zone === undefined ? localMs : localToEpochMs(zone, localMs), nanos);
  }

  plusNanos(nanos: bigint): Moment {
    const all = this.allNanos + nanos;
    const rest = BigInt.asUintN(
      64,
      ((all % NANOS_PER_MS_LONG) + NANOS_PER_MS_LONG) % NANOS_PER_MS_LONG,
    );
    return this.at(Number((all - rest) / NANOS_PER_MS_LONG), Number(rest));
  }

  /** The same day of another month, or its last. */
  plusMonths(months: number): Moment {
    const { local } = this;
    const day = local.getUTCDate();
    local.setUTCDate(1);
    local.setUTCMonth(local.getUTCMonth() + months);
    const last = new Date(local);
    last.setUTCMonth(last.getUTCMonth() + 1, 0);
    local.setUTCDate(Math.min(day, last.getUTCDate()));
    return this.atLocal(local.getTime());
  }

  /** Days keep the time on the clock of the zone. */
  plusDays(days: number): Moment {
    return this.atLocal(this.local.getTime() + days * 86_400_000);
  }

  /** Moves on by so many of a unit. */
  plus(count: bigint, unitName: string): Moment {
    const unit = unitOf(unitName);
    if (unit.months > 0) {
      return this.plusMonths(Number(count) * unit.months);
    }
    return unit.days > 0
      ? this.plusDays(Number(count) * unit.days)
      : this.plusNanos(count * unit.nanos);
  }

  /** How many whole units lie between this and a later moment; below 0 for an earlier one. */
  until(other: Temporal, unitName: string): bigint {
    const end = momentOf(other);
    const unit = unitOf(unitName);
    if (unit.months === 0) {
      return (
        (end.allNanos - this.allNanos) /
        (unit.days > 0 ? BigInt(unit.days) * DAY_NANOS : unit.nanos)
      );
    }
    const [from, to] = [this.local, end.local];
    const months =
      (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
    const reached = this.plusMonths(months).allNanos;
    const isBeyond = months >= 0 ? reached > end.allNanos : reached < end.allNanos;
    const whole = isBeyond ? months - Math.sign(months) : months;
    return BigInt(Math.trunc(whole / unit.months));
  }

  formatted(format: DateFormat): string {
    return format.format(this.epochMs, this.zone ?? 'UTC');
  }

  truncatedTo(unitName: string): Moment {
    const unit = unitOf(unitName);
    const step = unit.days === 1 ? DAY_NANOS : unit.nanos;
    if (step === 0n || unit.days > 1) {
      throw new ScriptFault(
        'UnsupportedOperationException',
        'Unit is too large to be used for truncation',
      );
    }
    const local = this.allNanos + BigInt(this.offsetMs) * NANOS_PER_MS_LONG;
    return this.plusNanos(-(((local % step) + step) % step));
  }

  override equals(other: unknown): boolean {
    return other instanceof Moment && this.compare(other) === 0 && other.zone === this.zone;
  }

  override compare(other: unknown): number | undefined {
    return other instanceof Moment
      ? Math.sign(this.epochMs - other.epochMs) || Math.sign(this.nanos - other.nanos)
      : undefined;
  }

  /** As Java writes it: seconds and fractions only where there are any. */
  toText(): string {
    const text = this.local.toISOString().replace('Z', '');
    const nanos =
      String(((this.epochMs % 1_000) + 1_000) % 1_000).padStart(3, '0') +
      String(this.nanos).padStart(6, '0');
    const fraction = nanos.replace(/(?:000)+$/, '');
    const seconds = text.slice(0, -4);
    if (this.zone === undefined) {
      return `${seconds}${fraction && `.${fraction}`}Z`;
    }
    const isWhole = fraction === '' && seconds.endsWith(':00');
    const place = /^(?:Z|UTC|[+-].*)$/.test(this.zone) ? '' : `[${this.zone}]`;
    const time = isWhole ? seconds.slice(0, -3) : `${seconds}${fraction && `.${fraction}`}`;
    return `${time}${formatOffset(this.offsetMs)}${place}`;
  }

  /** In a document: milliseconds always, finer digits when there are any. */
  override toPlain(): unknown {
    const text = formatDate(this.epochMs, 'strict_date_optional_time', this.zone ?? 'UTC');
    const finer = String(this.nanos).padStart(6, '0').replace(/0+$/, '');
    return text.replace(/(\.\d{3})/, `$1${finer}`);
  }
}

const DAY_NANOS = 86_400_000n * NANOS_PER_MS_LONG;

const DAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];
const MONTHS = [
  ...['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER'],
  ...['OCTOBER', 'NOVEMBER', 'DECEMBER'],
];

function dayOfWeek(moment: Moment): EnumValue {
  const day = moment.local.getUTCDay();
  return new EnumValue('DayOfWeek', DAYS[day] ?? '', day === 0 ? 7 : day);
}

function dayOfYear({ local }: Moment): number {
  return Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
}

/** The moment with one part of its local time replaced. */
const replaced = (moment: Moment, set: (local: Date) => number): Moment =>
  moment.atLocal(set(moment.local));

export function momentOf(value: unknown): Moment {
  if (value instanceof Moment) {
    return value;
  }
  throw wrongType(value, 'java.time.temporal.Temporal');
}

const zoneOf = (value: unknown): string => {
  if (value instanceof ZoneName) {
    return value.zone;
  }
  throw wrongType(value, 'java.time.ZoneId');
};

const unitName = (value: unknown): string => {
  if (value instanceof EnumValue && value.javaName === 'ChronoUnit') {
    return value.constant;
  }
  throw wrongType(value, 'java.time.temporal.ChronoUnit');
};

/** `plusDays(n)` and `minusDays(n)` for each unit. */
const moves = [
  'Years',
  'Months',
  'Weeks',
  'Days',
  'Hours',
  'Minutes',
  'Seconds',
  'Nanos',
  'Millis',
].flatMap((unit) => {
  const name = unit.toUpperCase();
  return [
    [`plus${unit}/1`, (moment: Moment, [n]: readonly unknown[]) => moment.plus(longOf(n), name)],
    [`minus${unit}/1`, (moment: Moment, [n]: readonly unknown[]) => moment.plus(-longOf(n), name)],
  ] as const;
});

/** Methods of `Instant`, which `ZonedDateTime` has too. */
const MOMENT_METHODS: Methods<Moment> = methods<Moment>({
  ...Object.fromEntries(moves),
  'plus/2': (moment, [n, unit]) => moment.plus(longOf(n), unitName(unit)),
  'minus/2': (moment, [n, unit]) => moment.plus(-longOf(n), unitName(unit)),
  'until/2': (moment, [end, unit]) => moment.until(momentOf(end), unitName(unit)),
  'truncatedTo/1': (moment, [unit]) => moment.truncatedTo(unitName(unit)),
  'toEpochMilli/0': ({ epochMs }) => BigInt(epochMs),
  'getMillis/0': ({ epochMs }) => BigInt(epochMs),
  'getEpochSecond/0': ({ epochMs }) => BigInt(Math.floor(epochMs / 1_000)),
  'toEpochSecond/0': ({ epochMs }) => BigInt(Math.floor(epochMs / 1_000)),
  'getNano/0': ({ epochMs, nanos }) => (((epochMs % 1_000) + 1_000) % 1_000) * NANOS_PER_MS + nanos,
  'isBefore/1': (moment, [other]) => moment.allNanos < momentOf(other).allNanos,
  'isAfter/1': (moment, [other]) => moment.allNanos > momentOf(other).allNanos,
  'isEqual/1': (moment, [other]) => moment.allNanos === momentOf(other).allNanos,
  'compareTo/1': (moment, [other]) => moment.compare(momentOf(other)) ?? 0,
  'toInstant/0': ({ epochMs, nanos }) => new Moment(epochMs, nanos, undefined),
  'atZone/1': ({ epochMs, nanos }, [zone]) => new Moment(epochMs, nanos, zoneOf(zone)),
  'atOffset/1': ({ epochMs, nanos }, [zone]) => new Moment(epochMs, nanos, zoneOf(zone)),
  'hashCode/0': ({ epochMs }) => epochMs | 0,
  // `java.util.Date`
  'getTime/0': ({ epochMs }) => BigInt(epochMs),
});

const ZONED_METHODS: Methods<Moment> = new Map([
  ...MOMENT_METHODS,
  ...methods<Moment>({
    'getYear/0': ({ local }) => local.getUTCFullYear(),
    'getMonthValue/0': ({ local }) => local.getUTCMonth() + 1,
    'getMonth/0': ({ local }) =>
      new EnumValue('Month', MONTHS[local.getUTCMonth()] ?? '', local.getUTCMonth() + 1),
    'getDayOfMonth/0': ({ local }) => local.getUTCDate(),
    'getDayOfYear/0': dayOfYear,
    'getDayOfWeek/0': dayOfWeek,
    'getDayOfWeekEnum/0': dayOfWeek,
    'getHour/0': ({ local }) => local.getUTCHours(),
    'getMinute/0': ({ local }) => local.getUTCMinutes(),
    'getSecond/0': ({ local }) => local.getUTCSeconds(),
    'withYear/1': (moment, [n]) => replaced(moment, (local) => local.setUTCFullYear(intOf(n))),
    'withMonth/1': (moment, [n]) => moment.plusMonths(intOf(n) - moment.local.getUTCMonth() - 1),
    'withDayOfMonth/1': (moment, [n]) => replaced(moment, (local) => local.setUTCDate(intOf(n))),
    'withHour/1': (moment, [n]) => replaced(moment, (local) => local.setUTCHours(intOf(n))),
    'withMinute/1': (moment, [n]) => replaced(moment, (local) => local.setUTCMinutes(intOf(n))),
    'withSecond/1': (moment, [n]) => replaced(moment, (local) => local.setUTCSeconds(intOf(n))),
    'withNano/1': (moment, [n]) =>
      moment.plusNanos(-(moment.allNanos % 1_000_000_000n) + BigInt(intOf(n))),
    'withZoneSameInstant/1': ({ epochMs, nanos }, [zone]) =>
      new Moment(epochMs, nanos, zoneOf(zone)),
    'withZoneSameLocal/1': ({ local, nanos }, [zone]) =>
      new Moment(0, nanos, zoneOf(zone)).atLocal(local.getTime()),
    'getZone/0': ({ zone }) => new ZoneName(zone ?? 'Z'),
    'getOffset/0': ({ offsetMs }) => new ZoneName(formatOffset(offsetMs)),
    'toLocalDate/0': (moment) => moment.truncatedTo('DAYS'),
    'format/1': (moment, [format]) => {
      if (!(format instanceof DateFormat)) {
        throw wrongType(format, 'java.time.format.DateTimeFormatter');
      }
      return moment.formatted(format);
    },
  }),
]);
