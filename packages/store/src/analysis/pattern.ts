import { errors } from '@longshore/common/errors';
import { RE2JS } from 're2js';
import type { Options } from './options.ts';

/** One match of a pattern with its groups; a group that took no part is undefined. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (PatternGroup | undefined)[];
}

interface PatternGroup {
  readonly start: number;
  readonly text: string;
}

/** More groups than anybody names. */
const GROUPS_MAX = 100;

/** A pattern of a user. Runs in time linear in the text, whatever the pattern: look-around and back references are refused. */
export interface Pattern {
  matches(text: string): Iterable<PatternMatch>;
}

const FLAGS: Readonly<Record<string, string>> = {
  CASE_INSENSITIVE: 'i',
  UNICODE_CASE: '',
  UNICODE_CHARACTER_CLASS: '',
  MULTILINE: 'm',
  DOTALL: 's',
  CANON_EQ: '',
  UNIX_LINES: '',
};

/** Reads `pattern` and `flags` (`CASE_INSENSITIVE|DOTALL`). */
export function readPattern(options: Options, fallback?: string): Pattern {
  const pattern = options.text('pattern') ?? fallback;
  if (pattern === undefined) {
    throw errors.illegalArgument('pattern is missing for [pattern] tokenizer or filter');
  }
  return compilePattern(pattern, options.text('flags'));
}

/** Java's syntax without look-around and back references. */
export function compilePattern(pattern: string, flags = ''): Pattern {
  const letters = flags
    .split('|')
    .filter((flag) => flag !== '')
    .map((flag) => flagLetter(flag))
    .join('');
  const source = letters === '' ? pattern : `(?${letters})${pattern}`;
  const compiled = compile(source, pattern);
  return { matches: (text) => eachMatch(compiled, text) };
}

function flagLetter(flag: string): string {
  const letter = FLAGS[flag];
  if (letter === undefined) {
    throw errors.illegalArgument(`Unknown regex flag [${flag}]`);
  }
  return letter;
}

function compile(source: string, pattern: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw errors.illegalArgument(
      `failed to compile pattern [${pattern}]: ${reason}; patterns run in linear time, without look-around and back references`,
    );
  }
}

function* eachMatch(compiled: RE2JS, text: string): Iterable<PatternMatch> {
  const matcher = compiled.matcher(text);
  const count = Math.min(matcher.groupCount(), GROUPS_MAX);
  while (matcher.find()) {
    const groups: (PatternGroup | undefined)[] = [];
    for (let group = 0; group <= count; group += 1) {
      const found = matcher.group(group);
      groups.push(found === null ? undefined : { start: matcher.start(group), text: found });
    }
    yield { start: matcher.start(), end: matcher.end(), groups };
  }
}

/** Java's replacement text: `$1` and `${name}` stand for groups, a backslash takes the meaning of what follows. */
export function expandReplacement(replacement: string, match: PatternMatch): string {
  return replacement.replace(
    /\\(.)|\$(\d)/gs,
    (_all, escaped: string | undefined, group: string) =>
      escaped ?? match.groups[Number(group)]?.text ?? '',
  );
}
