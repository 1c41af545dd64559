import { textProcessor } from '../text-processor.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/trim-processor */
export const trim = textProcessor('trim', 'Takes blanks off both ends of a text.', (text) =>
  text.trim(),
);
