import { stripHtml } from '../strip-html.ts';
import { textProcessor } from '../text-processor.ts';

export const htmlStrip = textProcessor(
  'html_strip',
  'Takes the tags out of HTML; those that begin a block leave a line end.',
  stripHtml,
);
