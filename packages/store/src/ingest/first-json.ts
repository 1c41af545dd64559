/** The text up to the end of the first JSON value in it; the whole of it if no end is found. */
export function firstJson(text: string): string {
  const scalar = /^\s*(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(text);
  if (scalar) {
    return scalar[0];
  }
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    at = char === '"' ? endOfText(text, at) : at + 1;
    depth += DEPTHS[char] ?? 0;
    if (depth === 0 && ENDS.has(char)) {
      return text.slice(0, at);
    }
  }
  return text;
}

const DEPTHS: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 };
const ENDS: ReadonlySet<string> = new Set(['}', ']', '"']);

/** The place after the closing quote of a text that begins at `at`. */
function endOfText(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    const char = text.charAt(end);
    if (char === '"') {
      return end + 1;
    }
    if (char === '\\') {
      end += 1;
    }
  }
  return text.length;
}
