import { errors } from '@longshore/common/errors';

/** JSON that is nested deeper is refused: what reads it recursively must end long before the stack does. */
export const NESTING_LEVELS_MAX = 500;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = '{[';
const CLOSING = '}]';

/** Throws for JSON text that is nested too deep. Costs next to nothing where few brackets are. */
export function checkNesting(text: string): void {
  if (text.length > 2 * NESTING_LEVELS_MAX && hasManyBrackets(text) && isTooDeep(text)) {
    throw errors.contentParse(
      `Document nesting depth exceeds the maximum allowed (${NESTING_LEVELS_MAX})`,
    );
  }
}

/** So many levels need as many brackets. */
function hasManyBrackets(text: string): boolean {
  let count = 0;
  for (const bracket of OPENING) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      count += 1;
      if (count > NESTING_LEVELS_MAX) {
        return true;
      }
    }
  }
  return false;
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) === QUOTE) {
      at = endOfString(text, at);
    } else if (OPENING.includes(text.charAt(at))) {
      depth += 1;
      if (depth > NESTING_LEVELS_MAX) {
        return true;
      }
    } else if (CLOSING.includes(text.charAt(at))) {
      depth -= 1;
    }
  }
  return false;
}

/** The offset of the quote that ends the string which begins at an offset. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}
