import { placeAt, type TextPlace, walk } from './json-walk.ts';

/** What is wrong with a text that is to be JSON, in the words of Elasticsearch's parser. */
export interface JsonFault extends TextPlace {
  readonly reason: string;
  /** The text ends too early. */
  readonly isEnd: boolean;
}

/** The first fault of a text that `JSON.parse` refuses; undefined if it finds none. */
export function faultIn(text: string): JsonFault | undefined {
  const fault = walk(text, () => undefined);
  return fault && { ...placeAt(text, fault.at), reason: fault.reason, isEnd: fault.isEnd };
}

/** The first key that an object of a JSON text has twice. */
export function duplicateIn(text: string): (TextPlace & { readonly key: string }) | undefined {
  const open: Set<string>[] = [];
  let found: { readonly key: string; readonly at: number } | undefined;
  walk(
    text,
    (key, at) => {
      const keys = open.at(-1);
      found = keys?.has(key) === true ? { key, at } : undefined;
      keys?.add(key);
      return found !== undefined;
    },
    { onOpen: () => open.push(new Set()), onClose: () => open.pop() },
  );
  return found && { key: found.key, ...placeAt(text, found.at) };
}

/** Where the first member of a name is; undefined if there is none. */
export function placeOfKey(text: string, name: string): TextPlace | undefined {
  return placeWhere(text, (key) => key === name);
}

/** Where the value of a field of a document is: `a.b` is a member of an object `a`, or one of that name. */
export function placeOfField(text: string, field: string): TextPlace | undefined {
  return placeWhere(text, (key, path) => [...path, key].join('.') === field, 'value');
}

function placeWhere(
  text: string,
  isIt: (key: string, path: readonly string[]) => boolean,
  what: 'key' | 'value' = 'key',
): TextPlace | undefined {
  let found: number | undefined;
  walk(text, (key, at, path) => {
    if (isIt(key, path)) {
      found = at;
    }
    return found !== undefined;
  });
  if (found === undefined) {
    return undefined;
  }
  return placeAt(text, what === 'key' ? found : valueAfter(text, found));
}

/** The place behind a key and its colon. */
function valueAfter(text: string, key: number): number {
  const match = /"(?:[^"\\]|\\.)*"\s*:\s*/y;
  match.lastIndex = key;
  return match.test(text) ? match.lastIndex : key;
}
