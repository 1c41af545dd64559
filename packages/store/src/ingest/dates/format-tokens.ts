import { errors } from '@longshore/common/errors';
import { weekDateOf } from '@longshore/common/iso-week';
import { formatOffset, spellOffset, zoneOffsetMs } from '@longshore/common/time-zone';
import type { DateNames } from './date-names.ts';
import type { Moment } from './date-parts.ts';

/** A piece of a date pattern. */
export interface Token {
  readonly kind: 'letter' | 'literal' | 'open' | 'close';
  readonly text: string;
}

interface Writing {
  readonly zone: string;
  readonly names: DateNames;
}

/** A moment as the pieces of a pattern write it; optional pieces are written. */
export function formatTokens(
  tokens: readonly Token[],
  moment: Moment,
  { zone, names }: Writing,
): string {
  const offsetMs = zoneOffsetMs(zone, moment.epochMs);
  const shown = { local: new Date(moment.epochMs + offsetMs), offsetMs, moment, zone, names };
  return tokens
    .map(({ kind, text }) => {
      if (kind === 'literal') {
        return text;
      }
      return kind === 'letter' ? formatLetter(text, shown) : '';
    })
    .join('');
}

interface Shown extends Writing {
  /** The local clock, as if it were UTC. */
  readonly local: Date;
  readonly offsetMs: number;
  readonly moment: Moment;
}

function formatLetter(text: string, shown: Shown): string {
  const { local } = shown;
  const pad = (value: number) => String(value).padStart(text.length, '0');
  switch (text.charAt(0)) {
    case 'y':
    case 'u':
      return formatYear(text, local.getUTCFullYear());
    case 'M':
    case 'L':
      return formatMonth(text, local, shown.names) ?? pad(local.getUTCMonth() + 1);
    case 'd':
      return pad(local.getUTCDate());
    case 'H':
      return pad(local.getUTCHours());
    case 'h':
      return pad(local.getUTCHours() % 12 || 12);
    case 'm':
      return pad(local.getUTCMinutes());
    case 's':
      return pad(local.getUTCSeconds());
    default:
      return formatRare(text, shown);
  }
}

function formatYear(text: string, year: number): string {
  return String(text.length === 2 ? year % 100 : year).padStart(text.length, '0');
}

function formatMonth(text: string, local: Date, names: DateNames): string | undefined {
  if (text.length < 3) {
    return undefined;
  }
  const list = text.length === 3 ? names.shortMonths : names.longMonths;
  return list[local.getUTCMonth()];
}

function formatRare(text: string, { local, offsetMs, moment, zone, names }: Shown): string {
  switch (text.charAt(0)) {
    case 'S': {
      const nanos = local.getUTCMilliseconds() * 1_000_000 + moment.nanos;
      return String(nanos).padStart(9, '0').slice(0, text.length);
    }
    case 'a':
      return local.getUTCHours() < 12 ? 'AM' : 'PM';
    case 'E':
    case 'c':
      return dayName(text, local, names);
    case 'e':
      return text.length < 3
        ? String(weekDateOf(local).weekday).padStart(text.length, '0')
        : dayName(text, local, names);
    case 'Y':
      return formatYear(text, weekDateOf(local).weekyear);
    case 'w':
      return String(weekDateOf(local).week).padStart(text.length, '0');
    case 'D':
      return String(dayOfYear(local)).padStart(text.length, '0');
    case 'V':
      return zone;
    case 'z':
      return formatOffset(offsetMs);
    case 'X':
    case 'x':
    case 'Z':
      return spellOffset(offsetMs, text);
    default:
      throw errors.illegalArgument(`the pattern letter [${text.charAt(0)}] cannot be written`);
  }
}

function dayName(text: string, local: Date, { locale }: DateNames): string {
  const weekday = text.length === 4 ? 'long' : 'short';
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(local);
}

const dayOfYear = (local: Date) =>
  Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1;
