import { formatDate, parseDate } from '@longshore/common/date-format';
import { zoneOffsetMs } from '@longshore/common/time-zone';
import { methods, wrongType } from '../method.ts';
import { ScriptFault } from '../script-fault.ts';
import { ScriptObject } from '../values.ts';

/** Runs what reads names of zones and formats; what they refuse is a fault of the script. */
export function faulty<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof ScriptFault || !(error instanceof Error)
      ? error
      : new ScriptFault('DateTimeException', error.message);
  }
}

interface Unit {
  /** Exactly one of the three is not 0. */
  readonly months: number;
  readonly days: number;
  readonly nanos: bigint;
}

const unit = (months: number, days: number, nanos: bigint): Unit => ({ months, days, nanos });

/** Units of time by the constant of `ChronoUnit`. */
const UNITS: ReadonlyMap<string, Unit> = new Map([
  ['NANOS', unit(0, 0, 1n)],
  ['MICROS', unit(0, 0, 1_000n)],
  ['MILLIS', unit(0, 0, 1_000_000n)],
  ['SECONDS', unit(0, 0, 1_000_000_000n)],
  ['MINUTES', unit(0, 0, 60_000_000_000n)],
  ['HOURS', unit(0, 0, 3_600_000_000_000n)],
  ['DAYS', unit(0, 1, 0n)],
  ['WEEKS', unit(0, 7, 0n)],
  ['MONTHS', unit(1, 0, 0n)],
  ['YEARS', unit(12, 0, 0n)],
]);

export function unitOf(name: string): Unit {
  const found = UNITS.get(name);
  if (!found) {
    throw new ScriptFault('DateTimeException', `Unsupported unit: ${name}`);
  }
  return found;
}

export const unitNames = (): readonly string[] => [...UNITS.keys()];

/** A time that knows how far another is away. */
export abstract class Temporal extends ScriptObject {
  /** Whole units up to a later time; below 0 for an earlier one. */
  abstract until(end: Temporal, unitName: string): bigint;
  abstract formatted(format: DateFormat): string;
}

function temporalOf(value: unknown): Temporal {
  if (value instanceof Temporal) {
    return value;
  }
  throw wrongType(value, 'java.time.temporal.Temporal');
}

/** A constant of an enumeration: a day of the week, a month, a unit. */
export class EnumValue extends ScriptObject {
  readonly javaName: string;
  readonly methods = ENUM_METHODS;
  readonly constant: string;
  /** Counted from 1. */
  readonly number: number;

  constructor(javaName: string, constant: string, number: number) {
    super();
    this.javaName = javaName;
    this.constant = constant;
    this.number = number;
  }

  toText(): string {
    return this.constant;
  }

  override equals(other: unknown): boolean {
    return (
      other instanceof EnumValue &&
      other.javaName === this.javaName &&
      other.constant === this.constant
    );
  }

  override compare(other: unknown): number | undefined {
    return other instanceof EnumValue ? this.number - other.number : undefined;
  }
}

/** A day or month in English, whatever the locale. */
function displayName(constant: string, style: unknown): string {
  const name = constant.charAt(0) + constant.slice(1).toLowerCase();
  const length = style instanceof EnumValue ? NAME_LENGTHS[style.constant] : undefined;
  return name.slice(0, length);
}

const NAME_LENGTHS: Readonly<Record<string, number>> = { SHORT: 3, NARROW: 1 };

const ENUM_METHODS = methods<EnumValue>({
  'getValue/0': ({ number }) => number,
  'name/0': ({ constant }) => constant,
  'between/2': ({ constant }, [from, to]) => temporalOf(from).until(temporalOf(to), constant),
  'getDisplayName/2': ({ constant }, [style]) => displayName(constant, style),
  'ordinal/0': ({ number }) => number - 1,
});

/** `java.time.ZoneId` and `ZoneOffset` */
export class ZoneName extends ScriptObject {
  readonly javaName = 'ZoneId';
  override readonly interfaces = ['ZoneOffset'];
  readonly methods = ZONE_METHODS;
  readonly zone: string;

  constructor(zone: string) {
    super();
    faulty(() => zoneOffsetMs(zone, 0));
    this.zone = zone;
  }

  toText(): string {
    return this.zone;
  }

  override equals(other: unknown): boolean {
    return other instanceof ZoneName && other.zone === this.zone;
  }
}

const ZONE_METHODS = methods<ZoneName>({ 'getId/0': ({ zone }) => zone });

/** More parts than any date has would make a text slow to read. */
const PATTERN_PARTS_MAX = 12;

/** `java.time.format.DateTimeFormatter` and `java.text.SimpleDateFormat` */
export class DateFormat extends ScriptObject {
  readonly javaName = 'DateTimeFormatter';
  override readonly interfaces = ['SimpleDateFormat'];
  readonly methods = FORMAT_METHODS;
  readonly pattern: string;
  readonly zone: string | undefined;

  constructor(pattern: string, zone?: string) {
    super();
    const parts = pattern.match(/([A-Za-z])\1*/g) ?? [];
    if (!pattern.startsWith('strict_') && parts.length > PATTERN_PARTS_MAX) {
      throw new ScriptFault(
        'IllegalArgumentException',
        `Invalid format: [${pattern}]: more than ${PATTERN_PARTS_MAX} parts`,
      );
    }
    faulty(() => formatDate(0, pattern));
    this.pattern = pattern;
    this.zone = zone;
  }

  toText(): string {
    return this.pattern;
  }

  format(epochMs: number, zone: string): string {
    return faulty(() => formatDate(epochMs, this.pattern, this.zone ?? zone));
  }

  parse(text: string): number {
    const epochMs = faulty(() =>
      parseDate(text, { format: this.pattern, timeZone: this.zone ?? 'UTC' }),
    );
    if (epochMs === undefined) {
      throw new ScriptFault(
        'DateTimeParseException',
        `Text '${text}' could not be parsed by [${this.pattern}]`,
      );
    }
    return epochMs;
  }
}

const FORMAT_METHODS = methods<DateFormat>({
  'format/1': (format, [moment]) => temporalOf(moment).formatted(format),
  'withZone/1': ({ pattern }, [zone]) =>
    new DateFormat(pattern, String(zone instanceof ZoneName ? zone.zone : 'UTC')),
  'withLocale/1': (format) => format,
  'toString/0': ({ pattern }) => pattern,
});
