import { errors } from '@longshore/common/errors';

/** What months and halves of a day are called in a language; in lower case, January first. */
export interface DateNames {
  readonly locale: string;
  readonly shortMonths: readonly string[];
  readonly longMonths: readonly string[];
}

const LANGUAGES_MAX = 100;
const JANUARY_MS = Date.UTC(2001, 0, 15);
const MONTH_MS = 30.4 * 86_400_000;

const cache = new Map<string, DateNames>();

/** The names of a locale such as `en`, `fr-FR`, `ENGLISH`; throws for one that nobody knows. */
export function dateNames(locale: string): DateNames {
  const known = cache.get(locale);
  if (known) {
    return known;
  }
  const names = readNames(locale);
  if (cache.size >= LANGUAGES_MAX) {
    cache.clear();
  }
  cache.set(locale, names);
  return names;
}

function readNames(locale: string): DateNames {
  const tag = /^(?:english|root)$/i.test(locale) ? 'en' : locale.replaceAll('_', '-');
  const names = (month: 'short' | 'long'): readonly string[] => {
    const format = new Intl.DateTimeFormat(tag, { month, timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, i) => format.format(JANUARY_MS + i * MONTH_MS));
  };
  try {
    return { locale: tag, shortMonths: names('short'), longMonths: names('long') };
  } catch {
    throw errors.illegalArgument(`Unknown language: ${locale}`);
  }
}

/** The number of a month by its name, 1 to 12; abbreviations may have a dot or not. */
export function monthOf(text: string, { shortMonths, longMonths }: DateNames): number | undefined {
  const wanted = plain(text);
  for (const names of [shortMonths, longMonths]) {
    const at = names.findIndex((name) => plain(name) === wanted);
    if (at >= 0) {
      return at + 1;
    }
  }
  return undefined;
}

const plain = (text: string) => text.toLowerCase().replace(/\.$/, '');
