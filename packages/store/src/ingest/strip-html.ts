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
/** A tag that is longer is taken for text; else many tags without an end would each be looked through to the end. */
const TAG_CHARS_MAX = 10_000;

/** The text of HTML: without tags, comments, scripts and styles, and with entities as characters. */
export function stripHtml(html: string): string {
  const markup = new Markup(html);
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      break;
    }
    const skipped = markup.skip(open);
    text += decode(html.slice(at, open)) + (skipped?.leaves ?? '<');
    at = skipped?.end ?? open + 1;
  }
  return text + decode(html.slice(at));
}

interface Skipped {
  readonly end: number;
  readonly leaves: string;
}

/** Finds the ends of markup; what is not there is looked for once. */
class Markup {
  private readonly html: string;
  private lowered: string | undefined;
  private hasCommentEnd = true;

  constructor(html: string) {
    this.html = html;
  }

  /** What begins with `<`; `undefined` if it is no markup. */
  skip(open: number): Skipped | undefined {
    const { html } = this;
    if (html.startsWith('<!--', open)) {
      return this.skipComment(open);
    }
    const name = /^<(?:\/?([A-Za-z][A-Za-z0-9:-]{0,63})|[!?])/.exec(html.slice(open, open + 70));
    const end = name ? endOfTag(html, open + 1) : -1;
    if (end < 0) {
      return undefined;
    }
    const element = (name?.[1] ?? '').toLowerCase();
    if (html[open + 1] !== '/' && (element === 'script' || element === 'style')) {
      return { end: this.endOfElement(element, end), leaves: '\n' };
    }
    return { end, leaves: element === '' || INLINE.has(element) ? '' : '\n' };
  }

  private skipComment(open: number): Skipped | undefined {
    const end = this.hasCommentEnd ? this.html.indexOf('-->', open + 4) : -1;
    this.hasCommentEnd = end >= 0;
    return end < 0 ? undefined : { end: end + 3, leaves: '' };
  }

  private endOfElement(element: string, from: number): number {
    this.lowered ??= this.html.toLowerCase();
    const close = this.lowered.indexOf(`</${element}`, from);
    const after = close < 0 ? -1 : endOfTag(this.html, close + 1);
    return after < 0 ? this.html.length : after;
  }
}

/** The place after `>`, -1 if another tag begins before; what is within quotes does not count. */
function endOfTag(html: string, from: number): number {
  const last = Math.min(html.length, from + TAG_CHARS_MAX);
  let quote = '';
  for (let at = from; at < last; at += 1) {
    const char = html.charAt(at);
    if (quote !== '') {
      quote = char === quote ? '' : quote;
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (char === '>') {
      return at + 1;
    } else if (char === '<') {
      return -1;
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
