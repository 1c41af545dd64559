import { isUtf8 } from 'node:buffer';
import { errors, LongshoreError } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { checkLimits } from './json-limits.ts';
import { duplicateIn, faultIn } from './json-place.ts';
import { countMembers, scanJson } from './json-scan.ts';

/**
 * A number whose spelling a JavaScript number would lose: an integer beyond 2^53, or a whole number that is
 * spelled as a fraction (`1.0`, `1e3`), which makes its field a float.
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** True when the spelling has a fraction or an exponent. */
  get isFraction(): boolean {
    return /[.eE]/.test(this.text);
  }
}

/** A JSON value with numbers kept exact. */
export type ExactJson =
  | null
  | boolean
  | number
  | string
  | ExactNumber
  | readonly ExactJson[]
  | ExactObject;

export interface ExactObject {
  readonly [key: string]: ExactJson;
}

/** True for an object of exact JSON: not null, not a list, not a number. */
export function isExactObject(value: unknown): value is ExactObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  );
}

/** A value as text, numbers as they were spelled, lists and objects as JSON; `String` would call what a member `toString` holds. */
export function exactText(value: ExactJson | undefined): string {
  if (value instanceof ExactNumber) {
    return value.text;
  }
  return typeof value === 'object' && value !== null ? stringifyExact(value) : String(value);
}

/** Parses UTF-8 JSON; throws `x_content_parse_exception`, with the place, for what is none. */
export function parseExactBytes(bytes: Buffer): ExactJson {
  return parseExact(textOf(bytes));
}

/** Parses JSON without rounding numbers. */
export function parseExact(text: string): ExactJson {
  const value = parseJson(text);
  return scanJson(text).hasOddNumbers ? new Reader(text).document() : value;
}

/** Likewise, but refuses objects that have a member twice: which of both is meant, nobody knows. */
export function parseUnique(bytes: Buffer): ExactJson {
  const text = textOf(bytes);
  const { value, hasOddNumbers } = parseMembers(text);
  return hasOddNumbers ? new Reader(text).document() : value;
}

/** The same with numbers as JavaScript has them. */
export function parsePlain(bytes: Buffer): Json {
  return parseMembers(textOf(bytes)).value as Json;
}

function parseMembers(text: string) {
  const value = parseJson(text);
  const { members, hasOddNumbers } = scanJson(text);
  if (typeof value === 'object' && value !== null && countMembers(value) !== members) {
    const { line, column, key } = duplicateIn(text) ?? { line: 1, column: 1, key: '' };
    throw errors.contentParse(`[${line}:${column}] Duplicate field '${key}'`);
  }
  return { value, hasOddNumbers };
}

function textOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) {
    throw errors.contentParse('Invalid UTF-8 in JSON');
  }
  return bytes.toString('utf8');
}

/** Numbers that JavaScript would round are rounded still. */
function parseJson(text: string): ExactJson {
  checkLimits(text);
  try {
    return JSON.parse(text) as ExactJson;
  } catch (error) {
    throw invalid(text, error);
  }
}

function invalid(text: string, error: unknown): LongshoreError {
  const fault = faultIn(text);
  if (fault === undefined) {
    return errors.contentParse(`[1:1] ${error instanceof Error ? error.message : 'invalid JSON'}`);
  }
  const reason = `[${fault.line}:${fault.column}] ${fault.reason}`;
  return fault.isEnd
    ? new LongshoreError('x_content_e_o_f_exception', 400, reason)
    : errors.contentParse(reason);
}

/** JSON text of a value of `parseExact`, numbers spelled as they came. */
export function stringifyExact(value: ExactJson): string {
  if (value instanceof ExactNumber) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return `[${value.map(stringifyExact).join(',')}]`;
  }
  if (isExactObject(value)) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${stringifyExact(member)}`,
    );
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** A copy that can be changed without changing the value itself. */
function copyExact(value: ExactJson): ExactJson {
  if (Array.isArray(value)) {
    return value.map(copyExact);
  }
  return isExactObject(value) ? copyObject(value) : value;
}

/** The same for an object. */
export function copyObject(object: ExactObject): ExactObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, member]) => [key, copyExact(member)]),
  );
}

/** Reads text that `JSON.parse` has accepted, so it does not look for mistakes again. */
class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): ExactJson {
    return this.value();
  }

  private value(): ExactJson {
    this.blanks();
    switch (this.text[this.at]) {
      case '{':
        return this.object();
      case '[':
        return this.list();
      case '"':
        return this.string();
      case 't':
        this.at += 4;
        return true;
      case 'f':
        this.at += 5;
        return false;
      case 'n':
        this.at += 4;
        return null;
      default:
        return this.number();
    }
  }

  private object(): ExactJson {
    const entries: [string, ExactJson][] = [];
    this.at += 1;
    for (this.blanks(); this.text[this.at] !== '}'; this.separator()) {
      const key = this.string();
      this.blanks();
      this.at += 1;
      entries.push([key, this.value()]);
    }
    this.at += 1;
    return Object.fromEntries(entries);
  }

  private list(): ExactJson {
    const items: ExactJson[] = [];
    this.at += 1;
    for (this.blanks(); this.text[this.at] !== ']'; this.separator()) {
      items.push(this.value());
    }
    this.at += 1;
    return items;
  }

  private string(): string {
    const start = this.at;
    let end = this.text.indexOf('"', start + 1);
    while (this.isEscaped(end)) {
      end = this.text.indexOf('"', end + 1);
    }
    this.at = end + 1;
    return JSON.parse(this.text.slice(start, this.at)) as string;
  }

  private isEscaped(at: number): boolean {
    let backslashes = 0;
    while (this.text[at - 1 - backslashes] === '\\') {
      backslashes += 1;
    }
    return backslashes % 2 === 1;
  }

  private number(): ExactJson {
    const start = this.at;
    while (this.at < this.text.length && '+-.0123456789eE'.includes(this.text[this.at] ?? ' ')) {
      this.at += 1;
    }
    const text = this.text.slice(start, this.at);
    const value = Number(text);
    const isExact = String(value) === text;
    return isExact ? value : new ExactNumber(text);
  }

  private separator(): void {
    this.blanks();
    if (this.text[this.at] === ',') {
      this.at += 1;
      this.blanks();
    }
  }

  private blanks(): void {
    while (' \n\r\t'.includes(this.text[this.at] ?? 'x')) {
      this.at += 1;
    }
  }
}
