import { randomUUID } from 'node:crypto';

/** Strings, or whole numbers that a double may not hold. A string is matched first, so its digits are left alone. */
const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;
const HAS_LONG_INTEGER = /\d{16}/;
// Random, so that nobody can put a number of ours into a label.
const MARK = `${randomUUID()}:`;

/** Parses JSON; whole numbers beyond 2^53 become `bigint` instead of losing their last digits. */
export function parseJson(text: string): unknown {
  if (!HAS_LONG_INTEGER.test(text)) {
    return JSON.parse(text);
  }
  const marked = text.replace(STRING_OR_LONG_INTEGER, (token) =>
    token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"${MARK}${token}"`,
  );
  return JSON.parse(marked, (_key, value) =>
    typeof value === 'string' && value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value,
  );
}
