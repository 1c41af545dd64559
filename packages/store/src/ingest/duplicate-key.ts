import { endOfText } from './first-json.ts';

/** The first key that an object in a text has twice; the text must be JSON. */
export function duplicateKey(json: string): string | undefined {
  /** Keys of the objects that are open; a list has none. */
  const open: (Set<string> | undefined)[] = [];
  let lastText = '';
  for (let at = 0; at < json.length; ) {
    const char = json.charAt(at);
    const end = char === '"' ? endOfText(json, at) : at + 1;
    if (char === '"') {
      lastText = json.slice(at, end);
    } else if (char === ':') {
      const key: string = JSON.parse(lastText);
      if (isKnown(open.at(-1), key)) {
        return key;
      }
    } else {
      nest(open, char);
    }
    at = end;
  }
  return undefined;
}

function nest(open: (Set<string> | undefined)[], char: string): void {
  if (char === '{' || char === '[') {
    open.push(char === '{' ? new Set() : undefined);
  } else if (char === '}' || char === ']') {
    open.pop();
  }
}

function isKnown(keys: Set<string> | undefined, key: string): boolean {
  const known = keys?.has(key) ?? false;
  keys?.add(key);
  return known;
}
