import { errors } from '@longshore/common/errors';

/** What a key of a pattern does with its text. */
type Role = 'value' | 'skip' | 'append' | 'name' | 'named';

interface Key {
  readonly name: string;
  readonly role: Role;
  /** Where among the texts that are appended; those without a number come in the order of the pattern. */
  readonly order: number;
  /** The delimiter behind it may come several times. */
  readonly isPadded: boolean;
  /** What stands behind it. */
  readonly delimiter: string;
}

/** A compiled pattern: gives texts by name, `undefined` when a text does not fit. */
export type Dissector = (text: string) => ReadonlyMap<string, string> | undefined;

const KEYS_MAX = 1_000;
const KEY = /%\{([^}]*)\}([^%]*(?:%(?!\{)[^%]*)*)/g;
const PARTS = /^([+*&?]?)(.*?)(?:\/(\d{1,4}))?(->)?$/s;
const ROLES: Readonly<Record<string, Role>> = {
  '': 'value',
  '?': 'skip',
  '+': 'append',
  '*': 'name',
  '&': 'named',
};

/** Compiles `%{a} %{+a/2} %{?skipped} %{*name}=%{&name} %{padded->}`; throws for what makes no sense. */
export function compileDissect(pattern: string, appendSeparator: string): Dissector {
  const start = pattern.indexOf('%{');
  const keys = start < 0 ? [] : [...pattern.slice(start).matchAll(KEY)].map(readKey);
  checkKeys(pattern, keys);
  const prefix = pattern.slice(0, start);
  return (text) => {
    if (!text.startsWith(prefix)) {
      return undefined;
    }
    const values = cut(text, prefix.length, keys);
    return values && collect(keys, values, appendSeparator);
  };
}

function readKey([, inner = '', delimiter = '']: RegExpMatchArray, place: number): Key {
  const [, sign = '', name = '', order, padding] = PARTS.exec(inner) ?? [];
  return {
    name,
    role: name === '' ? 'skip' : (ROLES[sign] ?? 'value'),
    order: order === undefined ? place : Number(order) - KEYS_MAX,
    isPadded: padding !== undefined,
    delimiter,
  };
}

function checkKeys(pattern: string, keys: readonly Key[]): void {
  const fail = (reason: string) =>
    errors.illegalArgument(`Unable to parse pattern: ${pattern} Reason: ${reason}`);
  if (keys.length === 0) {
    throw fail('Unable to find any keys or delimiters.');
  }
  if (keys.length > KEYS_MAX) {
    throw fail(`a pattern may have ${KEYS_MAX} keys`);
  }
  if (keys.slice(0, -1).some(({ delimiter }) => delimiter === '')) {
    throw fail('two keys follow each other without anything in between');
  }
  const namesOf = (role: Role) =>
    keys
      .filter((key) => key.role === role)
      .map(({ name }) => name)
      .sort();
  const names = namesOf('name');
  if (names.join('\n') !== namesOf('named').join('\n') || new Set(names).size !== names.length) {
    throw fail("Found invalid key/reference associations: '*' and '&' must come in pairs");
  }
}

/** The texts between delimiters. */
function cut(text: string, from: number, keys: readonly Key[]): readonly string[] | undefined {
  const values: string[] = [];
  let at = from;
  for (const [i, { delimiter, isPadded }] of keys.entries()) {
    const isLast = i === keys.length - 1;
    const end = delimiter === '' && isLast ? text.length : text.indexOf(delimiter, at);
    if (end < 0) {
      return undefined;
    }
    values.push(text.slice(at, end));
    at = end + delimiter.length;
    while (isPadded && delimiter !== '' && text.startsWith(delimiter, at)) {
      at += delimiter.length;
    }
  }
  return values;
}

function collect(
  keys: readonly Key[],
  values: readonly string[],
  separator: string,
): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const [i, { name, role }] of keys.entries()) {
    if (role === 'value') {
      found.set(name, values[i] ?? '');
    }
  }
  for (const [name, pieces] of appended(keys, values)) {
    found.set(name, pieces.map(({ text }) => text).join(separator));
  }
  for (const [i, { name, role }] of keys.entries()) {
    if (role === 'name') {
      const named = keys.findIndex((key) => key.role === 'named' && key.name === name);
      if (values[i] === '') {
        return undefined;
      }
      found.set(values[i] ?? '', values[named] ?? '');
    }
  }
  return found;
}

interface Piece {
  readonly order: number;
  readonly text: string;
}

/** Texts that make one value, in their order; one without a sign comes first. */
function appended(
  keys: readonly Key[],
  values: readonly string[],
): ReadonlyMap<string, readonly Piece[]> {
  const pieces = new Map<string, Piece[]>();
  for (const { name, role } of keys) {
    if (role === 'append') {
      pieces.set(name, []);
    }
  }
  for (const [i, { name, role, order }] of keys.entries()) {
    if (role === 'append' || role === 'value') {
      const place = role === 'append' ? order : Number.NEGATIVE_INFINITY;
      pieces.get(name)?.push({ order: place, text: values[i] ?? '' });
    }
  }
  for (const list of pieces.values()) {
    list.sort((a, b) => (a.order < b.order ? -1 : Number(a.order > b.order)));
  }
  return pieces;
}
