import type { Fragment } from './fragment.ts';

/** How what is marked is shown. */
export interface MarkStyle {
  readonly preTag: string;
  readonly postTag: string;
  readonly encoder: 'default' | 'html';
}

const ENTITIES: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#x27;',
  '/': '&#x2F;',
};

/** A fragment with tags around its marks; of marks that overlap the later one has what is left of it. */
export function writeFragment(
  value: string,
  { start, end, marks }: Pick<Fragment, 'start' | 'end' | 'marks'>,
  { preTag, postTag, encoder }: MarkStyle,
): string {
  const encode = encoder === 'html' ? encodeHtml : (text: string) => text;
  let at = start;
  let out = '';
  for (const mark of marks) {
    const from = Math.max(at, mark.start);
    if (mark.end > from) {
      out += encode(value.slice(at, from));
      out += `${preTag}${encode(value.slice(from, mark.end))}${postTag}`;
      at = mark.end;
    }
  }
  return out + encode(value.slice(at, end));
}

const encodeHtml = (text: string): string =>
  text.replace(/["&<>'/]/g, (sign) => ENTITIES[sign] ?? sign);
