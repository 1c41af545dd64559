import type { Markup } from './markup.ts';

/** Those that texts have; a space that does not break becomes one that does, so that it parts words. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  copy: '©',
  euro: '€',
  gt: '>',
  hellip: '…',
  laquo: '«',
  ldquo: '“',
  lsquo: '‘',
  lt: '<',
  mdash: '—',
  middot: '·',
  nbsp: ' ',
  ndash: '–',
  quot: '"',
  raquo: '»',
  rdquo: '”',
  reg: '®',
  rsquo: '’',
  trade: '™',
};

const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}));/g;
const CODE_POINT_MAX = 0x10ffff;

/** Adds the entities of a text that stands at `offset`, with their characters; unknown ones are text. */
export function addEntities(found: Markup[], text: string, offset: number): void {
  if (!text.includes('&')) {
    return;
  }
  for (const match of text.matchAll(ENTITY)) {
    const character = characterOf(match);
    if (character !== undefined) {
      const start = offset + match.index;
      found.push({ start, end: start + match[0].length, text: character });
    }
  }
}

function characterOf([, decimal, hex, name]: RegExpExecArray): string | undefined {
  if (name !== undefined) {
    return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
  }
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code <= CODE_POINT_MAX ? String.fromCodePoint(code) : undefined;
}
