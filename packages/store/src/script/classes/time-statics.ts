import { dateParser } from '../../index/date-format.ts';
import { intOf, longOf, statics, textOf, wrongType } from '../method.ts';
import { ScriptFault } from '../script-fault.ts';
import { Moment, momentOf } from './time.ts';
import { DateFormat, EnumValue, faulty, unitNames, ZoneName } from './time-units.ts';

/** Reads an ISO text; its offset is the zone. */
function parseIso(text: string, isZoned: boolean): Moment {
  const found = faulty(() => dateParser('iso8601')(text.replace(/\[.*\]$/, '')));
  const offset = /(Z|[+-]\d{2}:?\d{2})(?:\[(.*)\])?$/.exec(text);
  if (!found || !text.includes('T') || !offset) {
    throw new ScriptFault('DateTimeParseException', `Text '${text}' could not be parsed`);
  }
  const zone = offset[2] ?? offset[1] ?? 'Z';
  return new Moment(found.epochMs, found.nanos, isZoned ? zone : undefined);
}

function formatOf(value: unknown): DateFormat {
  if (value instanceof DateFormat) {
    return value;
  }
  throw wrongType(value, 'java.time.format.DateTimeFormatter');
}

function zoneOf(value: unknown): string {
  if (value instanceof ZoneName) {
    return value.zone;
  }
  throw wrongType(value, 'java.time.ZoneId');
}

function ofParts(args: readonly unknown[]): Moment {
  const [year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, nanos = 0] = args
    .slice(0, -1)
    .map(intOf);
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  if (local.getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59) {
    throw new ScriptFault('DateTimeException', 'Invalid date');
  }
  const zone = zoneOf(args.at(-1));
  const ms = local.setUTCHours(hour, minute, second, Math.floor(nanos / 1e6));
  return new Moment(0, nanos % 1e6, zone).atLocal(ms);
}

/** Class functions and constructors of times. */
export const TIME_STATICS = statics({
  'Instant.parse/1': ([text]) => parseIso(textOf(text), false),
  'Instant.ofEpochMilli/1': ([ms]) => new Moment(Number(longOf(ms)), 0, undefined),
  'Instant.ofEpochSecond/1': ([seconds]) =>
    new Moment(Number(longOf(seconds)) * 1_000, 0, undefined),
  'Instant.ofEpochSecond/2': ([seconds, nanos]) =>
    new Moment(Number(longOf(seconds)) * 1_000, 0, undefined).plusNanos(longOf(nanos)),
  'ZonedDateTime.parse/1': ([text]) => parseIso(textOf(text), true),
  'ZonedDateTime.parse/2': ([text, format]) => {
    const given = formatOf(format);
    return new Moment(given.parse(textOf(text)), 0, given.zone ?? 'Z');
  },
  'ZonedDateTime.of/8': ofParts,
  'ZonedDateTime.ofInstant/2': ([instant, zone]) => {
    const { epochMs, nanos } = momentOf(instant);
    return new Moment(epochMs, nanos, zoneOf(zone));
  },
  'ZoneId.of/1': ([zone]) => new ZoneName(textOf(zone)),
  'ZoneOffset.of/1': ([zone]) => new ZoneName(textOf(zone)),
  'DateTimeFormatter.ofPattern/1': ([pattern]) => new DateFormat(textOf(pattern)),
  'DateTimeFormatter.ofPattern/2': ([pattern]) => new DateFormat(textOf(pattern)),
});

export const TIME_CONSTRUCTORS = statics({
  'Date/0': (_args, run) => new Moment(Math.trunc(run.now()), 0, undefined),
  'Date/1': ([ms]) => new Moment(Number(longOf(ms)), 0, undefined),
  'SimpleDateFormat/1': ([pattern]) => new DateFormat(textOf(pattern)),
  'SimpleDateFormat/2': ([pattern]) => new DateFormat(textOf(pattern)),
});

/** Constants of classes of times. */
export const TIME_CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...unitNames().map((name, i): [string, unknown] => [
    `ChronoUnit.${name}`,
    new EnumValue('ChronoUnit', name, i + 1),
  ]),
  ...['FULL', 'SHORT', 'NARROW'].map((name, i): [string, unknown] => [
    `TextStyle.${name}`,
    new EnumValue('TextStyle', name, i + 1),
  ]),
  ['ZoneOffset.UTC', new ZoneName('Z')],
  ['DateTimeFormatter.ISO_INSTANT', new DateFormat('strict_date_optional_time')],
  ['DateTimeFormatter.ISO_DATE_TIME', new DateFormat('strict_date_optional_time')],
  ['DateTimeFormatter.ISO_ZONED_DATE_TIME', new DateFormat('strict_date_optional_time')],
  ['DateTimeFormatter.ISO_OFFSET_DATE_TIME', new DateFormat('strict_date_optional_time')],
  ['DateTimeFormatter.ISO_LOCAL_DATE', new DateFormat('strict_date')],
]);
