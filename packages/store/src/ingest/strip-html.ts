/** Elements within a line: their tags vanish, those of others leave a line end. */
const INLINE = new Set(
  'a abbr acronym b basefont bdo big cite code dfn em font i img input kbd label q s samp select small span strike strong sub sup textarea tt u var'.split(
    ' ',
  ),
);

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
  nbsp: '\u00a0',
  ndash: '–',
  quot: '"',
  raquo: '»',
  rdquo: '”',
  reg: '®',
  rsquo: '’',
  trade: '™',
};

const CODE_POINT_MAX = 0x10ffff;

/** The text of HTML: without tags, comments, scripts and styles, and with entities as characters. */
export function stripHtml(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      break;
    }
    const skipped = skipMarkup(html, open);
    text += decode(html.slice(at, open)) + (skipped?.leaves ?? '<');
    at = skipped?.end ?? open + 1;
  }
  return text + decode(html.slice(at));
}

interface Skipped {
  readonly end: number;
  readonly leaves: string;
}

/** What begins with `<`; `undefined` if it is no markup. */
function skipMarkup(html: string, open: number): Skipped | undefined {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4);
    return end < 0 ? undefined : { end: end + 3, leaves: '' };
  }
  const name = /^<(?:\/?([A-Za-z][A-Za-z0-9:-]{0,63})|[!?])/.exec(html.slice(open, open + 70));
  if (!name) {
    return undefined;
  }
  const end = endOfTag(html, open + 1);
  if (end < 0) {
    return undefined;
  }
  const element = (name[1] ?? '').toLowerCase();
  if (element === '') {
    return { end, leaves: '' };
  }
  const isOpening = html[open + 1] !== '/';
  if (isOpening && (element === 'script' || element === 'style')) {
    const close = html.toLowerCase().indexOf(`</${element}`, end);
    const after = close < 0 ? html.length : endOfTag(html, close + 1);
    return { end: after < 0 ? html.length : after, leaves: '\n' };
  }
  return { end, leaves: INLINE.has(element) ? '' : '\n' };
}

/** The place after `>`; one within quotes does not count. */
function endOfTag(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at += 1) {
    const char = html.charAt(at);
    if (quote !== '') {
      quote = char === quote ? '' : quote;
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (char === '>') {
      return at + 1;
    }
  }
  return -1;
}

function decode(text: string): string {
  if (!text.includes('&')) {
    return text;
  }
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}));/g,
    (all, ...found) => {
      const [decimal, hex, name] = found;
      if (name !== undefined) {
        return ENTITIES[String(name)] ?? all;
      }
      const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
      return code > CODE_POINT_MAX ? all : String.fromCodePoint(code);
    },
  );
}
