import type { Random } from '../fuzz/random.ts';
import { DAY_MS } from './dates.ts';
import type { Json } from './json.ts';

/** Values that documents have and requests ask for: few enough to meet. */
export const KEYWORDS = ['a', 'b', 'c', 'Ab', 'aB', '', 'foo', 'foo bar', '10', '9', 'é', 'a*c'];
export const WORDS = ['foo', 'bar', 'Foo', 'alpha', 'beta', 'fox', 'boxes', '10', 'bar-foo'];
export const ADDRESSES = ['10.0.0.1', '10.0.0.2', '10.0.1.7', '192.168.1.1', '::1', '2001:db8::5'];
export const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', '+05:30', '-03:00'];
/** Where clocks never change. */
export const FIXED_ZONES = ['UTC', '+05:30', '-03:00'];
/** The days around the change of clocks in Europe. */
export const FIRST_MS = Date.UTC(2026, 2, 27);
const DAYS = 5;

export const long = (random: Random): number => random.below(12) - 3;
export const double = (random: Random): number => (random.below(24) - 8) / 4;
export const text = (random: Random): string =>
  Array.from({ length: random.below(5) }, () => random.pick(WORDS)).join(random.pick([' ', ', ']));

/** Mostly whole hours, so that values meet each other and the edges of buckets. */
export function moment(random: Random): number {
  const ms = FIRST_MS + random.below(DAYS * 24) * 3_600_000;
  return random.oneIn(3) ? ms + random.below(3_600_000) : ms;
}

/** A moment as it may be written. */
export function date(random: Random): Json {
  const ms = moment(random);
  const iso = new Date(ms).toISOString();
  return random.pick([
    ms,
    iso,
    iso.slice(0, 10),
    iso.slice(0, 16),
    iso.slice(0, 19),
    iso.replace('Z', '+02:00'),
    new Date(ms - (ms % DAY_MS)).toISOString(),
  ]);
}
