import { RE2JS, RE2JSSyntaxException } from 're2js';
import { spendMatching } from '../meter.ts';
import { intOf, methods, textOf, wrongType } from '../method.ts';
import type { Run } from '../run.ts';
import { faults } from '../script-fault.ts';
import { toText } from '../text.ts';
import { type ScriptFunction, ScriptObject } from '../values.ts';

const FLAGS: ReadonlyMap<string, number> = new Map([
  ['i', RE2JS.CASE_INSENSITIVE],
  ['m', RE2JS.MULTILINE],
  ['s', RE2JS.DOTALL],
  // Case and classes know Unicode here always.
  ['u', 0],
  ['U', 0],
]);

/** UTF-16 code units of a text that is searched by a regular expression. */
const TEXT_LENGTH_MAX = 100_000;

function checkLength(text: string): void {
  if (text.length > TEXT_LENGTH_MAX) {
    throw faults.limit(
      `a text of more than ${TEXT_LENGTH_MAX} characters for a regular expression`,
    );
  }
}

/** Before a text is searched from its beginning to its end. */
function willMatch(text: string): void {
  checkLength(text);
  spendMatching(text.length);
}

/** Compiles a literal such as `/a+/i`; it runs in linear time. Throws a fault at what Java has and RE2 has not. */
export function compilePattern(source: string, flags: string, at?: number): Pattern {
  const unknown = [...flags].find((flag) => !FLAGS.has(flag));
  if (unknown !== undefined) {
    throw faults.illegalArgument(
      `the flag [${unknown}] of regular expressions is not supported`,
      at,
    );
  }
  const bits = [...flags].reduce((sum, flag) => sum | (FLAGS.get(flag) ?? 0), 0);
  try {
    return new Pattern(source, RE2JS.compile(source, bits));
  } catch (error) {
    const reason = error instanceof RE2JSSyntaxException ? error.message : 'unknown syntax';
    throw faults.illegalArgument(
      `invalid regular expression [${source}]: ${reason}; look-around and back-references are not supported, since they can't run in linear time`,
      at,
    );
  }
}

/** `java.util.regex.Pattern` */
export class Pattern extends ScriptObject {
  readonly javaName = 'Pattern';
  override readonly interfaces = ['Predicate'];
  readonly methods = PATTERN_METHODS;
  readonly source: string;
  readonly compiled: RE2JS;

  constructor(source: string, compiled: RE2JS) {
    super();
    this.source = source;
    this.compiled = compiled;
  }

  toText(): string {
    return this.source;
  }

  /** True if it is found anywhere in a text. */
  find(text: string): boolean {
    willMatch(text);
    return this.compiled.matcher(text).find();
  }

  /** True if it is the whole of a text. */
  matches(text: string): boolean {
    willMatch(text);
    return this.compiled.matches(text);
  }

  split(text: string, run: Run): string[] {
    willMatch(text);
    return run.list(this.compiled.split(text));
  }
}

const PATTERN_METHODS = methods<Pattern>({
  'matcher/1': (pattern, [text], run) => new Matcher(pattern, textOf(text), run),
  'pattern/0': (pattern) => pattern.source,
  'toString/0': (pattern) => pattern.source,
  'split/1': (pattern, [text], run) => pattern.split(textOf(text), run),
  'asPredicate/0': (pattern) => pattern,
  'test/1': (pattern, [text]) => pattern.find(textOf(text)),
});

/** `java.util.regex.Matcher` */
export class Matcher extends ScriptObject {
  readonly javaName = 'Matcher';
  readonly methods = MATCHER_METHODS;
  private readonly text: string;
  private readonly run: Run;
  private readonly pattern: Pattern;
  private found: ReturnType<RE2JS['matcher']>;
  /** Up to where it has searched. */
  private place = 0;

  constructor(pattern: Pattern, text: string, run: Run) {
    super();
    this.pattern = pattern;
    this.text = text;
    this.run = run;
    this.found = pattern.compiled.matcher(text);
  }

  toText(): string {
    return `java.util.regex.Matcher[pattern=${this.pattern.source}]`;
  }

  /** The next match; what lies before its end is paid for. */
  find(): boolean {
    checkLength(this.text);
    const isFound = this.found.find();
    const end = isFound ? this.found.end(0) : this.text.length;
    spendMatching(Math.max(1, end - this.place));
    this.place = end;
    return isFound;
  }

  matches(): boolean {
    willMatch(this.text);
    return this.found.matches();
  }

  lookingAt(): boolean {
    willMatch(this.text);
    return this.found.lookingAt();
  }

  reset(): this {
    this.place = 0;
    this.found = this.pattern.compiled.matcher(this.text);
    return this;
  }

  group(group: number | string): string | null {
    return this.located(() => this.found.group(group) ?? null);
  }

  start(group: number | string): number {
    return this.located(() => this.found.start(group));
  }

  end(group: number | string): number {
    return this.located(() => this.found.end(group));
  }

  groupCount(): number {
    return this.found.groupCount();
  }

  replaced(by: string, isAll: boolean): string {
    willMatch(this.text);
    this.run.willMakeText(this.text.length * (by.length + 1));
    const { found } = this.reset();
    return this.run.text(isAll ? found.replaceAll(by) : found.replaceFirst(by));
  }

  /** Each match, at most so many, replaced by what a function makes of it. */
  replaceEach(by: ScriptFunction, matchesMax: number): string {
    let text = '';
    let end = 0;
    for (let count = 0; count < matchesMax && this.find(); count += 1) {
      text += this.text.slice(end, this.start(0)) + toText(by.call([this]));
      this.run.willMakeText(text.length);
      end = this.end(0);
    }
    return this.run.text(text + this.text.slice(end));
  }

  private located<T>(read: () => T): T {
    try {
      return read();
    } catch {
      throw faults.illegalArgument('No match found, or no such group');
    }
  }
}

const groupOf = (value: unknown) => (typeof value === 'string' ? value : intOf(value));

const MATCHER_METHODS = methods<Matcher>({
  'find/0': (matcher) => matcher.find(),
  'matches/0': (matcher) => matcher.matches(),
  'lookingAt/0': (matcher) => matcher.lookingAt(),
  'reset/0': (matcher) => matcher.reset(),
  'group/0': (matcher) => matcher.group(0),
  'group/1': (matcher, [group]) => matcher.group(groupOf(group)),
  'namedGroup/1': (matcher, [name]) => matcher.group(textOf(name)),
  'start/0': (matcher) => matcher.start(0),
  'start/1': (matcher, [group]) => matcher.start(groupOf(group)),
  'end/0': (matcher) => matcher.end(0),
  'end/1': (matcher, [group]) => matcher.end(groupOf(group)),
  'groupCount/0': (matcher) => matcher.groupCount(),
  'replaceAll/1': (matcher, [by]) => matcher.replaced(textOf(by), true),
  'replaceFirst/1': (matcher, [by]) => matcher.replaced(textOf(by), false),
});

export function patternOf(value: unknown): Pattern {
  if (value instanceof Pattern) {
    return value;
  }
  throw wrongType(value, 'java.util.regex.Pattern');
}
