import { stripHtml } from '../../html/markup.ts';
import { textProcessor } from '../text-processor.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/htmlstrip-processor */
export const htmlStrip = textProcessor(
  'html_strip',
  'Takes the tags out of HTML; those that begin a block leave a line end.',
  stripHtml,
);
