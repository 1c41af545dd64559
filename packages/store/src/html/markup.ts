import { addEntities } from './entities.ts';

/** Elements within a line: their tags vanish, those of others leave a line end. */
const INLINE = new Set(
  'a abbr acronym b basefont bdo big cite code dfn em font i img input kbd label q s samp select small span strike strong sub sup textarea tt u var'.split(
    ' ',
  ),
);

/** A tag that is longer is taken for text; else many tags without an end would each be looked through to the end. */
const TAG_CHARS_MAX = 10_000;
const NONE: ReadonlySet<string> = new Set();

/** A piece of HTML that is no text, and what is left of it. */
export interface Markup {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The tags, comments, scripts, styles and entities of HTML, in order, in a time that grows with its length. Tags of
 * elements that are to be kept, by their names in lower case, are none.
 */
export function findMarkup(html: string, kept: ReadonlySet<string> = NONE): readonly Markup[] {
  const found: Markup[] = [];
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at);
    const textEnd = open < 0 ? html.length : open;
    addEntities(found, html.slice(at, textEnd), at);
    const markup = open < 0 ? undefined : markupAt(html, open, kept);
    if (markup !== undefined) {
      found.push(markup);
    }
    at = markup?.end ?? textEnd + 1;
  }
  return found;
}

/** The text of HTML: without markup; elements that are no part of a line leave a line end. */
export function stripHtml(html: string): string {
  let text = '';
  let from = 0;
  for (const { start, end, text: left } of findMarkup(html)) {
    text += html.slice(from, start) + left;
    from = end;
  }
  return text + html.slice(from);
}

/** What begins with `<`; undefined if it is no markup. A comment without an end is one all the same. */
function markupAt(html: string, start: number, kept: ReadonlySet<string>): Markup | undefined {
  if (html.startsWith('<!--', start)) {
    const close = html.indexOf('-->', start + 4);
    return { start, end: close < 0 ? html.length : close + 3, text: '' };
  }
  const name = /^<(?:\/?([A-Za-z][A-Za-z0-9_:-]{0,63})|[!?])/.exec(html.slice(start, start + 70));
  const end = name ? endOfTag(html, start + 1) : -1;
  const element = (name?.[1] ?? '').toLowerCase();
  if (end < 0 || kept.has(element)) {
    return undefined;
  }
  if (html[start + 1] !== '/' && (element === 'script' || element === 'style')) {
    return { start, end: endOfElement(html, element, end), text: '\n' };
  }
  return { start, end, text: element === '' || INLINE.has(element) ? '' : '\n' };
}

/** Where a script or style ends that begins before `from`: with the text if it is not closed. */
function endOfElement(html: string, element: 'script' | 'style', from: number): number {
  const closing = new RegExp(`</${element}`, 'gi');
  closing.lastIndex = from;
  const close = closing.exec(html)?.index;
  const end = close === undefined ? -1 : endOfTag(html, close + 1);
  return end < 0 ? html.length : end;
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
