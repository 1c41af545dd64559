const WEEK_DATE = "YYYY-'W'ww-e";
/** Days as formats name them, in pattern letters. */
const DATES: Readonly<Record<string, string>> = {
  date: 'yyyy-MM-dd',
  ordinal_date: 'yyyy-DDD',
  week_date: WEEK_DATE,
  weekyear: 'YYYY',
  weekyear_week: "YYYY-'W'ww",
  weekyear_week_day: WEEK_DATE,
  year: 'yyyy',
  year_month: 'yyyy-MM',
  year_month_day: 'yyyy-MM-dd',
};
/** Times of a day. */
const TIMES: Readonly<Record<string, string>> = {
  hour: 'HH',
  hour_minute: 'HH:mm',
  hour_minute_second: 'HH:mm:ss',
  hour_minute_second_fraction: 'HH:mm:ss.SSS',
  hour_minute_second_millis: 'HH:mm:ss.SSS',
  time: 'HH:mm:ss.SSSXXX',
  time_no_millis: 'HH:mm:ssXXX',
};
/** Those that are of a moment. */
const ZONED_TIMES = { time: 'HH:mm:ss.SSSXXX', time_no_millis: 'HH:mm:ssXXX' };
const BASIC_DATES: Readonly<Record<string, string>> = {
  basic_date: 'yyyyMMdd',
  basic_ordinal_date: 'yyyyDDD',
  basic_week_date: "YYYY'W'wwe",
};
const BASIC_TIMES: Readonly<Record<string, string>> = {
  time: 'HHmmss.SSSXXX',
  time_no_millis: 'HHmmssXXX',
};

const joined = (dates: typeof DATES, times: typeof TIMES): readonly (readonly [string, string])[] =>
  Object.entries(dates).flatMap(([date, day]) =>
    Object.entries(times).map(([time, clock]) => [`${date}_${time}`, `${day}'T'${clock}`] as const),
  );
const prefixed = (prefix: string, quoted: string, times: typeof TIMES) =>
  Object.entries(times).map(([time, clock]) => [`${prefix}${time}`, `${quoted}${clock}`] as const);

/** Elasticsearch's named formats that are patterns, without `strict_`. */
export const NAMED_PATTERNS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(DATES),
  ...Object.entries(TIMES),
  ...Object.entries(BASIC_DATES),
  ...joined({ date: 'yyyy-MM-dd', ordinal_date: 'yyyy-DDD' }, TIMES),
  ...joined({ week_date: WEEK_DATE }, ZONED_TIMES),
  ...joined(BASIC_DATES, BASIC_TIMES),
  ...prefixed('basic_', '', BASIC_TIMES),
  ...prefixed('t_', "'T'", ZONED_TIMES),
  ...prefixed('basic_t_', "'T'", BASIC_TIMES),
]);

/**
 * The pattern by which texts in a format are read: of a name, up to nine digits of a second, and numbers without a zero
 * in front unless the name is strict or nothing stands between them.
 */
export function readingPattern(format: string): string {
  const name = format.replace(/^strict_/, '');
  const pattern = NAMED_PATTERNS.get(name);
  if (pattern === undefined) {
    return format;
  }
  const precise = pattern.replace('SSS', 'SSSSSSSSS');
  const isExact = name !== format || name.startsWith('basic_');
  return isExact ? precise : precise.replace(/([MdHmsw])\1/g, '$1');
}

const PARTS_MAX = 64;
const ADJACENT_MAX = 16;

/**
 * Says what is wrong with a pattern that has too many parts. Numbers of one or two digits side by side, or with digits
 * between them, can be split in many ways, and each further one doubles the time that a text may take.
 */
export function tooManyParts(pattern: string): string | undefined {
  const isBoundary = (text: string) => /[^A-Za-z0-9]/.test(text);
  const bare = pattern
    .replace(/'([^']*)'/g, (_, inner: string) => (isBoundary(inner) ? ' ' : ''))
    .replace(/\d/g, '');
  const partsOf = (text: string) => text.match(/([A-Za-z])\1*/g)?.length ?? 0;
  if (partsOf(bare) > PARTS_MAX) {
    return `more than ${PARTS_MAX} parts`;
  }
  const segments = bare.match(/[A-Za-z]+/g) ?? [];
  return segments.some((segment) => partsOf(segment) > ADJACENT_MAX)
    ? `more than ${ADJACENT_MAX} parts side by side`
    : undefined;
}
