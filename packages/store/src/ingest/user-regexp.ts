import { errors } from '@longshore/common/errors';
import { RE2JS } from 're2js';

/** A pattern that a user wrote. It runs in time linear in the text, whatever it says. */
export interface UserRegexp {
  /** Texts of all groups of the first match, the whole of it first; `undefined` without a match. */
  exec(text: string): readonly (string | undefined)[] | undefined;
  /** Numbers of groups by name. */
  readonly groups: Readonly<Record<string, number>>;
  /** Size of the program; above 500 the engine is a hundred times slower. */
  readonly instructions: number;
  split(text: string): readonly string[];
  replaceAll(text: string, replacement: string): string;
  /** Where each match begins and ends. */
  spans(text: string): readonly Span[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

const PATTERN_CHARS_MAX = 64 * 1024;
/** Each may keep 8 MiB of states. */
const CACHED_MAX = 100;
/** Of a text that is looked through: linear time is still time, and nothing else runs meanwhile. */
const TEXT_CHARS_MAX = 1024 * 1024;
/** A text that a replacement gives. */
const REPLACED_CHARS_MAX = 16 * 1024 * 1024;

const cache = new Map<string, UserRegexp>();

/** Compiles a pattern in the syntax of Java and Oniguruma, as far as it can run in linear time; throws for the rest. */
export function userRegexp(pattern: string): UserRegexp {
  const known = cache.get(pattern);
  if (known) {
    return known;
  }
  const compiled = wrap(compile(pattern));
  if (cache.size >= CACHED_MAX) {
    cache.clear();
  }
  cache.set(pattern, compiled);
  return compiled;
}

function compile(pattern: string): RE2JS {
  if (pattern.length > PATTERN_CHARS_MAX) {
    throw errors.illegalArgument(
      `a pattern may have ${PATTERN_CHARS_MAX} characters, this one has ${pattern.length}`,
    );
  }
  try {
    return RE2JS.compile(translate(pattern), pattern.includes('(?<') ? RE2JS.LOOKBEHINDS : 0);
  } catch (error) {
    const shown = pattern.length > 200 ? `${pattern.slice(0, 200)}…` : pattern;
    throw errors.illegalArgument(
      `invalid regex pattern [${shown}]: ${error instanceof Error ? error.message : ''}; patterns run in linear time, without looking ahead and without references to groups`,
    );
  }
}

/** What only guides a backtracking engine is left out: possessive quantifiers and atomic groups. */
function translate(pattern: string): string {
  return pattern.replace(
    /(\\.)|(\[(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])|(\(\?>)|([*+?}])\+|\\h/gs,
    (all, escaped, set, atomic, quantifier) => {
      if (escaped !== undefined) {
        return ESCAPES[all] ?? all;
      }
      if (set !== undefined) {
        return all.replaceAll('\\h', '0-9A-Fa-f');
      }
      return atomic === undefined ? quantifier : '(?:';
    },
  );
}

/** Escapes of Java and Oniguruma that RE2 spells otherwise. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\h': '[0-9A-Fa-f]',
  '\\Z': '\\n?\\z',
  '\\R': '(?:\\r\\n|[\\n\\r])',
};

function wrap(regexp: RE2JS): UserRegexp {
  // That there is no match is known much sooner than where the groups of one are: it is asked while texts do not match.
  let hasMatched = false;
  return {
    groups: regexp.namedGroups(),
    instructions: regexp.re2().numberOfInstructions(),
    exec: (text) => {
      checkLength(text);
      if (!hasMatched && !regexp.test(text)) {
        return undefined;
      }
      const matcher = regexp.matcher(text);
      hasMatched = matcher.find();
      if (!hasMatched) {
        return undefined;
      }
      return Array.from(
        { length: regexp.groupCount() + 1 },
        (_, i) => matcher.group(i) ?? undefined,
      );
    },
    split: (text) => [...splitText(regexp, text)],
    replaceAll: (text, replacement) => replaceIn(regexp, text, replacement),
    spans: (text) => [...spansIn(regexp, text)],
  };
}

function checkLength(text: string): void {
  if (text.length > TEXT_CHARS_MAX) {
    throw errors.illegalArgument(
      `a text that patterns look through may have ${TEXT_CHARS_MAX} characters, this one has ${text.length}`,
    );
  }
}

function* spansIn(regexp: RE2JS, text: string): Iterable<Span> {
  checkLength(text);
  const matcher = regexp.matcher(text);
  while (matcher.find()) {
    yield { start: matcher.start(), end: matcher.end() };
  }
}

/** As Java does it: an empty match at the very beginning gives no empty first part. */
function* splitText(regexp: RE2JS, text: string): Iterable<string> {
  let at = 0;
  for (const { start, end } of spansIn(regexp, text)) {
    if (end === 0 || (start === end && start >= text.length)) {
      continue;
    }
    yield text.slice(at, start);
    at = end;
  }
  yield text.slice(at);
}

function replaceIn(regexp: RE2JS, text: string, replacement: string): string {
  checkLength(text);
  const matcher = regexp.matcher(text);
  const parts = replacementParts(replacement, regexp);
  let out = '';
  let at = 0;
  while (matcher.find()) {
    out += text.slice(at, matcher.start());
    for (const part of parts) {
      out += typeof part === 'string' ? part : (matcher.group(part) ?? '');
    }
    at = matcher.end();
    if (out.length > REPLACED_CHARS_MAX) {
      throw errors.illegalArgument(
        `a replacement gives more than ${REPLACED_CHARS_MAX} characters`,
      );
    }
  }
  return out + text.slice(at);
}

/** Reads `$1`, `${name}` and `\$` in a replacement, as Java has them. */
function replacementParts(text: string, regexp: RE2JS): readonly (string | number)[] {
  const names = regexp.namedGroups();
  const parts: (string | number)[] = [];
  for (const [all, escaped, digits, name] of text.matchAll(
    /\\([\s\S])|\$(\d)|\$\{([A-Za-z]\w*)\}|\$|[^\\$]+|\\/g,
  )) {
    const group = digits === undefined ? names[name ?? ''] : Number(digits);
    if (escaped !== undefined) {
      parts.push(escaped);
    } else if (group !== undefined && group <= regexp.groupCount()) {
      parts.push(group);
    } else if (all.startsWith('$') || all === '\\') {
      throw errors.illegalArgument(`the replacement [${text}] names a group that is not there`);
    } else {
      parts.push(all);
    }
  }
  return parts;
}
