/** The text up to the end of the first JSON value in it; the whole of it if no end is found. */
export function firstJson(text: string): string {
  const scalar = /^\s*(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(text);
  if (scalar) {
    return scalar[0];
  }
  let depth = 0;
  const tokens = /"(?:[^"\\]|\\.)*"|[[\]{}]/gs;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    depth += DEPTHS[token[0]] ?? 0;
    if (depth === 0) {
      return text.slice(0, tokens.lastIndex);
    }
  }
  return text;
}

const DEPTHS: Readonly<Record<string, number>> = { '{': 1, '[': 1, '}': -1, ']': -1 };
