/** The languages that people can choose; English is the source of all text. */
export type Locale = 'en' | 'ko';

/** What stands for a value that is not known. */
const UNKNOWN_TEXT = '—';

/** Narrow no-break space: the unit stays with its number. */
const THIN_SPACE = '\u202f';

const IEC_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const SI_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const DURATION_UNITS = [
  { ms: DAY_MS, en: 'd', ko: '일' },
  { ms: HOUR_MS, en: 'h', ko: '시간' },
  { ms: MINUTE_MS, en: 'm', ko: '분' },
  { ms: SECOND_MS, en: 's', ko: '초' },
] as const;

const JUST_NOW_MS = 5 * SECOND_MS;

type Maybe = number | null | undefined;

/** A number as people read it: three significant digits below 1,000, grouped digits above. */
export function formatNumber(value: Maybe, locale: Locale = 'en'): string {
  if (!isKnown(value)) {
    return UNKNOWN_TEXT;
  }
  return Math.abs(value) < 1_000 ? significant(value) : grouped(locale).format(Math.round(value));
}

/** A whole count with grouped digits, never shortened: `12,480`. */
export function formatCount(value: Maybe, locale: Locale = 'en'): string {
  return isKnown(value) ? grouped(locale).format(value) : UNKNOWN_TEXT;
}

/** Memory: powers of 1,024 (`512 MiB`). */
export function formatBytes(bytes: Maybe): string {
  return scaled(bytes, 1_024, IEC_UNITS, '');
}

/** Disk space and transfers: powers of 1,000 (`1.2 GB`). */
export function formatDiskBytes(bytes: Maybe): string {
  return scaled(bytes, 1_000, SI_UNITS, '');
}

/** A rate of bytes: powers of 1,000 per second (`1.2 MB/s`). */
export function formatByteRate(bytesPerS: Maybe): string {
  return scaled(bytesPerS, 1_000, SI_UNITS, '/s');
}

/** A share of one as percent: 0.123 is `12.3 %`. */
export function formatPercent(ratio: Maybe): string {
  if (!isKnown(ratio)) {
    return UNKNOWN_TEXT;
  }
  const percent = ratio * 100;
  const digits = Math.abs(percent) < 99.95 ? 1 : 0;
  return `${percent.toFixed(digits).replace(/\.0$/, '')}${THIN_SPACE}%`;
}

/** CPU in cores, with as many decimals as make sense: `0.42`, `0.004`, `12.5`. */
export function formatCores(cores: Maybe): string {
  if (!isKnown(cores)) {
    return UNKNOWN_TEXT;
  }
  if (cores < 0.0005) {
    return '0';
  }
  return cores.toFixed(coreDecimals(cores));
}

function coreDecimals(cores: number): number {
  if (cores < 0.1) {
    return 3;
  }
  return cores < 10 ? 2 : 1;
}

/** A length of time in its two largest units: `3 h 20 m`, in Korean `3시간 20분`. */
export function formatDuration(ms: Maybe, locale: Locale = 'en'): string {
  if (!isKnown(ms)) {
    return UNKNOWN_TEXT;
  }
  if (ms < SECOND_MS) {
    return locale === 'ko' ? `${Math.round(ms)}밀리초` : `${Math.round(ms)}${THIN_SPACE}ms`;
  }
  const largest = DURATION_UNITS.findIndex((unit) => ms >= unit.ms);
  const parts: string[] = [];
  let rest = ms;
  for (const unit of DURATION_UNITS.slice(largest, largest + 2)) {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    if (count > 0) {
      parts.push(locale === 'ko' ? `${count}${unit.ko}` : `${count}${THIN_SPACE}${unit.en}`);
    }
  }
  return parts.join(' ');
}

/** A length of time in its largest unit only, for narrow columns: `3 h`, `12 d`. */
export function formatShortDuration(ms: Maybe, locale: Locale = 'en'): string {
  if (!isKnown(ms)) {
    return UNKNOWN_TEXT;
  }
  return formatDuration(ms, locale).split(' ')[0] ?? UNKNOWN_TEXT;
}

/** How long ago (or ahead) a moment is: `just now`, `3 m ago`, `in 2 h`. */
export function formatRelativeTime(atMs: Maybe, nowMs: number, locale: Locale = 'en'): string {
  if (!isKnown(atMs)) {
    return UNKNOWN_TEXT;
  }
  const distance = nowMs - atMs;
  if (Math.abs(distance) < JUST_NOW_MS) {
    return locale === 'ko' ? '방금' : 'just now';
  }
  const text = formatShortDuration(Math.abs(distance), locale);
  if (distance > 0) {
    return locale === 'ko' ? `${text} 전` : `${text} ago`;
  }
  return locale === 'ko' ? `${text} 후` : `in ${text}`;
}

/** What a formatted time shows. The zone is the reader's own unless `timeZone` names one. */
export interface TimeFormat {
  readonly date?: boolean;
  readonly seconds?: boolean;
  readonly ms?: boolean;
  readonly timeZone?: string;
}

/** A moment on a 24-hour clock: `14:03:07`, with `date` `Nov 22 14:03:07`, in Korean `11월 22일 14:03:07`. */
export function formatTime(atMs: Maybe, locale: Locale = 'en', format: TimeFormat = {}): string {
  return isKnown(atMs) ? timeFormat(locale, format).format(atMs).replace(', ', ' ') : UNKNOWN_TEXT;
}

const timeFormats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a thousand times more than using it, and a table uses it per row. */
function timeFormat(locale: Locale, format: TimeFormat): Intl.DateTimeFormat {
  const key = `${locale} ${format.date} ${format.seconds} ${format.ms} ${format.timeZone}`;
  const known = timeFormats.get(key);
  if (known) {
    return known;
  }
  const made = new Intl.DateTimeFormat(locale === 'ko' ? 'ko-KR' : 'en-US', {
    ...(format.date ? { month: 'short', day: 'numeric' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    ...(format.seconds === false ? {} : { second: '2-digit' }),
    ...(format.ms ? { fractionalSecondDigits: 3 } : {}),
    hourCycle: 'h23',
    ...(format.timeZone ? { timeZone: format.timeZone } : {}),
  });
  timeFormats.set(key, made);
  return made;
}

const groupedFormats = new Map<Locale, Intl.NumberFormat>();

function grouped(locale: Locale): Intl.NumberFormat {
  const known = groupedFormats.get(locale);
  if (known) {
    return known;
  }
  const made = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  groupedFormats.set(locale, made);
  return made;
}

function isKnown(value: Maybe): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Three significant digits without trailing zeros; never in exponent form. */
function significant(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function scaled(value: Maybe, base: number, units: readonly string[], suffix: string): string {
  if (!isKnown(value)) {
    return UNKNOWN_TEXT;
  }
  let step = 0;
  let rest = value;
  // 999.6 would print as 1000 of the smaller unit.
  while (Math.abs(rest) >= base - 0.5 && step < units.length - 1) {
    rest /= base;
    step += 1;
  }
  const number = step === 0 ? String(Math.round(rest)) : threeDigits(rest);
  return `${number}${THIN_SPACE}${units[step]}${suffix}`;
}

/** 1,023 MiB keeps its four digits; everything else has at most three. */
function threeDigits(value: number): string {
  return Math.abs(value) >= 1_000 ? String(Math.round(value)) : significant(value);
}
