import { errors } from '@longshore/common/errors';

/** JSON that is nested deeper is refused: what reads it recursively must end long before the stack does. */
export const NESTING_LEVELS_MAX = 500;
/** An empty object is three bytes of JSON, and takes twenty times as many when it has been read. */
export const VALUES_MAX = 500_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * Throws for JSON text that is nested too deep, or has so many values that reading it could end the process. Costs next
 * to nothing where few brackets and commas are.
 */
export function checkLimits(text: string): void {
  const mayBeDeep = text.length > 2 * NESTING_LEVELS_MAX && has(text, '{[', NESTING_LEVELS_MAX);
  const mayBeMany = text.length > 2 * VALUES_MAX && has(text, ',{[', VALUES_MAX);
  if (mayBeDeep || mayBeMany) {
    scan(text);
  }
}

/** Whether a text has more than so many of these signs, in strings or not. */
function has(text: string, signs: string, countMax: number): boolean {
  let count = 0;
  for (const sign of signs) {
    for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
      count += 1;
      if (count > countMax) {
        return true;
      }
    }
  }
  return false;
}

function scan(text: string): void {
  let values = 1;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case COMMA:
        values += 1;
        break;
      case OPENING_BRACE:
      case OPENING_BRACKET:
        values += 1;
        depth += 1;
        break;
      case CLOSING_BRACE:
      case CLOSING_BRACKET:
        depth -= 1;
    }
    refuse(depth, values);
  }
}

function refuse(depth: number, values: number): void {
  if (depth > NESTING_LEVELS_MAX) {
    throw errors.contentParse(
      `Document nesting depth exceeds the maximum allowed (${NESTING_LEVELS_MAX})`,
    );
  }
  if (values > VALUES_MAX) {
    throw errors.contentParse(
      `JSON with more than ${VALUES_MAX} values is not read; send it in several requests`,
    );
  }
}

/** The offset of the quote that ends the string which begins at an offset. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}
