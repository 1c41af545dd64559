const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const UPPER_E = 0x45;
const LOWER_E = 0x65;
/** Integers of fewer digits are exact as JavaScript numbers. */
const EXACT_DIGITS = 15;

/** What a text of JSON has. */
export interface JsonScan {
  /** Members of all its objects; one that an object has twice counts twice. */
  readonly members: number;
  /** Whether a number is spelled in a way that a JavaScript number would lose. A few of these lose nothing. */
  readonly hasOddNumbers: boolean;
}

/** Looks over a text that `JSON.parse` has accepted; for documents on their way in, so that it must cost little. */
export function scanJson(text: string): JsonScan {
  const { length } = text;
  let members = 0;
  let hasOddNumbers = false;
  for (let at = 0; at < length; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === COLON) {
      members += 1;
      at += 1;
    } else if (code === MINUS || isDigit(code)) {
      const end = endOfNumber(text, at);
      hasOddNumbers ||= end < 0;
      at = Math.abs(end);
    } else {
      at += 1;
    }
  }
  return { members, hasOddNumbers };
}

/** The number of members of all objects in a value. */
export function countMembers(value: object): number {
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'object' && item !== null) {
        count += countMembers(item);
      }
    }
    return count;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key in members) {
    count += 1;
    const member = members[key];
    if (typeof member === 'object' && member !== null) {
      count += countMembers(member);
    }
  }
  return count;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (text.charCodeAt(end - 1) === BACKSLASH && isEscaped(text, end)) {
    end = text.indexOf('"', end + 1);
  }
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 1;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) {
    backslashes += 1;
  }
  return backslashes % 2 === 1;
}

/** Negative for one with an odd spelling: many digits, an exponent, or a fraction that is zero. */
function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (isDigit(text.charCodeAt(at))) {
    at += 1;
  }
  let isOdd = at - start > EXACT_DIGITS;
  if (text.charCodeAt(at) === POINT) {
    at += 1;
    let isWhole = true;
    for (let code = text.charCodeAt(at); isDigit(code); code = text.charCodeAt(at)) {
      isWhole &&= code === ZERO;
      at += 1;
    }
    isOdd = isWhole;
  }
  const code = text.charCodeAt(at);
  return isOdd || code === LOWER_E || code === UPPER_E ? -at : at;
}

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;
