/** What the address carries: short keys and plain texts. A key that is not there has its default. */
export type Search = Readonly<Record<string, string | undefined>>;

/** Reads the part of an address after `?`. A key that comes twice counts once, with its last value. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Writes the part of an address with its `?`; empty values are left out, `:`, `,` and `/` stay readable. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(search)
    .filter(([, value]) => typeof value === 'string' && value !== '')
    .map(([key, value]) => `${escaped(key)}=${escaped(String(value))}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function escaped(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%2F', '/');
}

/** A list in one value: items are separated by commas, a comma inside an item is written `\,`. */
export function parseList(text: string | undefined): string[] {
  if (!text) {
    return [];
  }
  const items = [...text.matchAll(/((?:\\.|[^,\\])+)(?:,|$)/gs)];
  return items.map(([, item = '']) => item.replace(/\\(.)/gs, '$1'));
}

/** The inverse of `parseList`; an empty list is no value at all. */
export function stringifyList(items: readonly string[]): string | undefined {
  const text = items.map((item) => item.replace(/[\\,]/g, '\\$&')).join(',');
  return text === '' ? undefined : text;
}

/** A sort order in one value: `-cpu` is by `cpu`, largest first. */
export interface SortOrder {
  readonly key: string;
  readonly descending: boolean;
}

/** Reads a sort order; what is not among the known keys gives the fallback. */
export function parseSort(
  text: string | undefined,
  keys: readonly string[],
  fallback: SortOrder,
): SortOrder {
  const descending = text?.startsWith('-') ?? false;
  const key = descending ? text?.slice(1) : text;
  return key !== undefined && keys.includes(key) ? { key, descending } : fallback;
}

/** The inverse of `parseSort`. */
export function stringifySort({ key, descending }: SortOrder): string {
  return descending ? `-${key}` : key;
}
