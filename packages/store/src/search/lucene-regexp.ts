import { errors } from '@longshore/common/errors';
import { escapeRegExp } from './wildcard.ts';

/** More is refused by the engine's expressions. */
const REPEATS_MAX = 1_000;

/** Lucene's syntax without its optional operators is RE2's, but for `^`, `$` and quoted text, which are literal there. */
export function toRe2(pattern: string): string {
  const parts = pattern.match(/\\.|\[(?:\\.|[^\]\\])*\]|"[^"]*"|[^\\["]+|["[\\]/gsu) ?? [];
  const text = parts.map((part) => {
    if (part.length > 1 && part.startsWith('"')) {
      return escapeRegExp(part.slice(1, -1));
    }
    if (/^\\[A-Za-z0-9]$/.test(part) && !/[dDwWsS]$/.test(part)) {
      // A letter or digit behind a backslash stands for itself.
      return part.slice(1);
    }
    return part.startsWith('\\') || part.startsWith('[') ? part : part.replace(/[\^$]/g, '\\$&');
  });
  checkPattern(text.join(''), pattern);
  return text.join('');
}

function checkPattern(re2: string, given: string): void {
  const isLookAround = /\(\?[=!<]/.test(re2);
  try {
    new RegExp(re2, 's');
  } catch (error) {
    throw errors.queryShard(
      `failed to create query: invalid regular expression [${given}] (${String(error)})`,
    );
  }
  const isTooOften = [...re2.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].some(
    ([, from, to]) => Number(from) > REPEATS_MAX || Number(to ?? 0) > REPEATS_MAX,
  );
  if (isTooOften) {
    throw errors.queryShard(
      `failed to create query: regular expression [${given}] repeats more than ${REPEATS_MAX} times`,
    );
  }
  if (isLookAround) {
    throw errors.queryShard(
      `failed to create query: regular expression [${given}] has look-around, which is not supported`,
    );
  }
}
