import { errors } from '@longshore/common/errors';
import { integerOf } from '../byte-size.ts';
import { doubleOf, floatOf } from '../float.ts';
import type { IngestValue } from '../ingest-value.ts';
import { type UserRegexp, userRegexp } from '../user-regexp.ts';

/** Patterns by name. */
export type PatternBank = ReadonlyMap<string, string>;

/** What a pattern takes out of a text: values by field. */
type Matched = ReadonlyMap<string, IngestValue>;

type Type = 'string' | 'int' | 'long' | 'float' | 'double' | 'boolean';

interface Capture {
  readonly field: string;
  readonly type: Type;
}

/** A compiled grok expression. */
export interface Grok {
  match(text: string): Matched | undefined;
  /** The part of a text that it matches first, with the name of its first capture. */
  readonly regexp: UserRegexp;
  readonly captures: ReadonlyMap<number, Capture>;
}

/** Patterns in patterns: recursion must end, and so must growth. */
const DEPTH_MAX = 100;
const CHARS_MAX = 64 * 1024;
const CAPTURES_MAX = 1_000;

const REFERENCE = /%\{(\w+)(?::([^}:=]+))?(?::(\w+))?(?:=((?:[^{}]|\{\d*,?\d*\})+))?\}/g;

/** Compiles an expression such as `%{IP:client} %{NUMBER:bytes:long}`; throws for what cannot be. */
export function compileGrok(expression: string, bank: PatternBank): Grok {
  const writer = new Writer(bank);
  const source = writer.expand(expression, []);
  const regexp = userRegexp(`(?m)${source}`);
  const captures = new Map<number, Capture>();
  for (const [group, capture] of writer.captures) {
    const number = regexp.groups[group];
    if (number !== undefined) {
      captures.set(number, capture);
    }
  }
  return { regexp, captures, match: (text) => read(regexp.exec(text), captures) };
}

function read(
  groups: readonly (string | undefined)[] | undefined,
  captures: ReadonlyMap<number, Capture>,
): Matched | undefined {
  if (!groups) {
    return undefined;
  }
  const found = new Map<string, IngestValue>();
  for (const [group, { field, type }] of captures) {
    const text = groups[group];
    if (text !== undefined && !found.has(field)) {
      found.set(field, convert(text, type, field));
    }
  }
  return found;
}

function convert(text: string, type: Type, field: string): IngestValue {
  if (type === 'string') {
    return text;
  }
  if (type === 'boolean') {
    return text.toLowerCase() === 'true';
  }
  if (type === 'int' || type === 'long') {
    if (!/^[+-]?\d{1,19}$/.test(text)) {
      throw errors.illegalArgument(`cannot read [${text}] of field [${field}] as [${type}]`);
    }
    return integerOf(BigInt(text.replace('+', '')));
  }
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) {
    throw errors.illegalArgument(`cannot read [${text}] of field [${field}] as [${type}]`);
  }
  return type === 'float' ? floatOf(number) : doubleOf(number);
}

const TYPES: ReadonlySet<string> = new Set(['string', 'int', 'long', 'float', 'double', 'boolean']);
const isType = (name: string): name is Type => TYPES.has(name);

/** Writes an expression as one regular expression; groups get names that every engine takes. */
class Writer {
  readonly captures = new Map<string, Capture>();
  private readonly bank: PatternBank;
  private chars = 0;

  constructor(bank: PatternBank) {
    this.bank = bank;
  }

  expand(expression: string, outer: readonly string[]): string {
    const named = this.nameGroups(expression);
    const source = named.replace(REFERENCE, (_, name, field, type, definition) => {
      const inner = this.inner(name, definition, outer);
      return field === undefined ? `(?:${inner})` : `(?P<${this.capture(field, type)}>${inner})`;
    });
    this.chars += expression.length;
    if (this.chars > CHARS_MAX) {
      throw errors.illegalArgument(`a grok expression may have ${CHARS_MAX} characters, expanded`);
    }
    return source;
  }

  private inner(name: string, definition: string | undefined, outer: readonly string[]): string {
    const pattern = definition ?? this.bank.get(name);
    if (pattern === undefined) {
      throw errors.illegalArgument(`Unable to find pattern [${name}] in Grok's pattern dictionary`);
    }
    if (outer.includes(name)) {
      throw errors.illegalArgument(
        `circular reference in pattern [${name}][${pattern}] back to pattern [${outer.at(-1)}]`,
      );
    }
    if (outer.length >= DEPTH_MAX) {
      throw errors.illegalArgument(`patterns are nested deeper than ${DEPTH_MAX} levels`);
    }
    return this.expand(pattern, [...outer, name]);
  }

  private capture(field: string, type: string | undefined): string {
    if (type !== undefined && !isType(type)) {
      throw errors.illegalArgument(
        `unknown type [${type}] of field [${field}] in a grok expression`,
      );
    }
    const group = `g${this.captures.size}`;
    this.captures.set(group, { field, type: type ?? 'string' });
    if (this.captures.size > CAPTURES_MAX) {
      throw errors.illegalArgument(`a grok expression may have ${CAPTURES_MAX} fields`);
    }
    return group;
  }

  /**
   * `(?<field>…)` captures as well; groups without a name do not. As in Oniguruma, `^` and `$` are ends of lines, and
   * the flag `m` is about the dot.
   */
  private nameGroups(expression: string): string {
    const dotted = expression.replace(/\(\?[im-]*m[im-]*(?=[:)])/g, (flags) =>
      flags.replaceAll('m', 's'),
    );
    return dotted.replace(
      /\\.|\[(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\(\?<([A-Za-z@_][\w@.[\]-]*)>|\((?!\?)/gs,
      (all, field) => {
        if (field !== undefined) {
          return `(?P<${this.capture(field, undefined)}>`;
        }
        return all === '(' ? '(?:' : all;
      },
    );
  }
}
