/** A message as it is drawn: the words, and for structured lines the rest as `key=value`. */
export interface ReadableMessage {
  readonly text: string;
  readonly rest: readonly (readonly [key: string, value: string])[];
  /** Lines that are left out when only the first is shown. */
  readonly moreLines: number;
}

const ESCAPE = String.fromCharCode(27);
const ANSI = new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]`, 'g');
const MESSAGE_KEYS = ['msg', 'message', 'log', 'event'];

/** Longer messages are not looked into, so that one huge line cannot hold up the page. */
const JSON_CHARACTERS_MAX = 20_000;

/** Makes a message readable: colours of terminals are taken out, JSON shows its message first. */
export function readMessage(raw: string): ReadableMessage {
  const text = raw.includes(ESCAPE) ? raw.replace(ANSI, '') : raw;
  const members = membersOf(text);
  const key = members && MESSAGE_KEYS.find((name) => typeof members[name] === 'string');
  if (!members || !key) {
    return { text, rest: [], moreLines: countLines(text) - 1 };
  }
  const rest = Object.entries(members)
    .filter(([name]) => name !== key)
    .map(([name, value]): readonly [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
  const words = String(members[key]);
  return { text: words, rest, moreLines: countLines(words) - 1 };
}

function membersOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{') || text.length > JSON_CHARACTERS_MAX) {
    return undefined;
  }
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    // It only looked like JSON; it is shown as it is.
    return undefined;
  }
}

function countLines(text: string): number {
  return text.trimEnd().split('\n').length;
}
