import { formatDate } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';
import type { CallContext, Language } from './functions/table-function.ts';
import { placedWarning, verificationError } from './syntax-error.ts';
import { isListValue, type Value } from './value.ts';

/** What all parts of one query share. */
export interface QueryContext extends CallContext {
  readonly language: Language;
  readonly source: string;
  readonly warnings: Warnings;
  readonly texts: TextBudget;
}

/** Characters of texts that a query may read and make, of all rows together. */
const CHARS_MAX = 128 * 1024 * 1024;

/** Counts the texts of a query: rows are few, but each may hold long ones, and functions make them longer. */
export class TextBudget {
  #left = CHARS_MAX;

  spend(value: Value): void {
    if (typeof value === 'string') {
      this.#left -= value.length;
    } else if (isListValue(value)) {
      for (const one of value) {
        this.#left -= typeof one === 'string' ? one.length : 0;
      }
    }
    if (this.#left < 0) {
      throw errors.circuitBreaking(
        `the query reads and makes texts of more than [${CHARS_MAX}] characters; ask for fewer rows or columns`,
      );
    }
  }
}

/** As many kinds of warnings come with an answer, at most. */
const WARNINGS_MAX = 20;

/** What went wrong with values of a query that was answered nevertheless; the same is said once. */
export class Warnings {
  readonly #texts = new Set<string>();

  add(text: string): void {
    if (this.#texts.size < WARNINGS_MAX) {
      this.#texts.add(text);
    }
  }

  list(): readonly string[] {
    return [...this.#texts];
  }
}

/** A value that could not be computed: null with a warning in ES|QL, the end of the query in SQL. */
export function reportFault(
  context: QueryContext,
  { start, end }: { readonly start: number; readonly end: number },
  reason: string,
): null {
  const shown = context.source.slice(start, end);
  if (context.language === 'sql') {
    throw verificationError(context.source, start, `[${shown}]: ${reason}`);
  }
  context.warnings.add(
    placedWarning(
      context.source,
      start,
      `evaluation of [${shown}] failed, treating result as null. Only first 20 failures recorded.`,
    ),
  );
  context.warnings.add(placedWarning(context.source, start, reason));
  return null;
}

/** A date as answers have it. */
export const shownDate = (ms: number, { timeZone }: Pick<QueryContext, 'timeZone'>): string =>
  formatDate(ms, undefined, timeZone);
