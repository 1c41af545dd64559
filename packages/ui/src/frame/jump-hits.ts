import type { Inventory } from '@longshore/common/api/inventory';

/** Somewhere to jump to. */
export interface Hit {
  readonly kind: 'page' | 'host' | 'container';
  readonly key: string;
  readonly name: string;
  /** What tells two of the same name apart. */
  readonly detail: string;
}

const HITS_MAX = 30;

/**
 * Where a typed text leads: pages, hosts and containers that contain all of its words; names that begin with it
 * come first.
 */
export function findHits(
  text: string,
  pages: readonly Hit[],
  inventory: Inventory | undefined,
): Hit[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const all: Hit[] = [
    ...pages,
    ...(inventory?.hosts ?? []).map(
      ({ name, os }): Hit => ({ kind: 'host', key: `host ${name}`, name, detail: os }),
    ),
    ...(inventory?.containers ?? []).map(
      ({ id, name, host, image }): Hit => ({
        kind: 'container',
        key: id,
        name,
        detail: `${image.slice(image.lastIndexOf('/') + 1)} · ${host}`,
      }),
    ),
  ];
  const rank = ({ name }: Hit) => (name.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return all
    .filter(({ name, detail, key }) => {
      const haystack = `${name} ${detail}`.toLowerCase();
      // An id is long and random: only its beginning can be meant.
      return words.every((word) => haystack.includes(word) || key.startsWith(word));
    })
    .sort((left, right) => rank(left) - rank(right))
    .slice(0, HITS_MAX);
}
