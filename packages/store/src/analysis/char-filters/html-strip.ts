import { findMarkup } from '../../html/markup.ts';
import type { CharFilterType } from '../component.ts';

/** Takes HTML tags out and decodes entities; `escaped_tags` are left alone. */
export const htmlStrip: CharFilterType = {
  names: ['html_strip', 'htmlStrip'],
  build(options) {
    const escaped = new Set(options.list('escaped_tags')?.map((tag) => tag.toLowerCase()));
    return (text) => findMarkup(text, escaped);
  },
};
