import type { CharFilterType, Replacement } from '../component.ts';

/** A comment, a declaration, a script or style with its content, a tag, or an entity. */
const MARKUP =
  /<!--[\s\S]*?-->|<![^<>]*>|<\?[^<>]*\?>|<(script|style)\b[^<>]*>[\s\S]*?<\/\1\s*>|<\/?([A-Za-z][\w:-]*)(?:\s+(?:[^<>"']|"[^"]*"|'[^']*')*)?\/?>|&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,8}));/gi;

/** Tags inside a line leave nothing behind; the others end a line. */
const INLINE: ReadonlySet<string> = new Set([
  ...['a', 'abbr', 'acronym', 'b', 'basefont', 'bdo', 'big', 'cite', 'code', 'dfn', 'em', 'font'],
  ...['i', 'img', 'input', 'kbd', 'label', 'q', 's', 'samp', 'select', 'small', 'span', 'strike'],
  ...['strong', 'sub', 'sup', 'textarea', 'tt', 'u', 'var'],
]);

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

/** Takes HTML tags out and decodes entities; `escaped_tags` are left alone. */
export const htmlStrip: CharFilterType = {
  names: ['html_strip', 'htmlStrip'],
  build(options) {
    const escaped = new Set(options.list('escaped_tags')?.map((tag) => tag.toLowerCase()));
    return (text) => {
      const found: Replacement[] = [];
      for (const match of text.matchAll(MARKUP)) {
        const replacement = replace(match, escaped);
        if (replacement !== undefined) {
          const start = match.index;
          found.push({ start, end: start + match[0].length, text: replacement });
        }
      }
      return found;
    };
  },
};

function replace(match: RegExpExecArray, escaped: ReadonlySet<string>): string | undefined {
  const [whole, content, tag, decimal, hexadecimal, name] = match;
  if (whole.startsWith('&')) {
    return name === undefined
      ? character(Number.parseInt(decimal ?? hexadecimal ?? '', decimal === undefined ? 16 : 10))
      : ENTITIES[name];
  }
  const lower = (content ?? tag)?.toLowerCase();
  if (lower === undefined) {
    return '';
  }
  if (escaped.has(lower)) {
    return undefined;
  }
  return INLINE.has(lower) ? '' : '\n';
}

function character(code: number): string | undefined {
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}
