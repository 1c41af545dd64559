import { textProcessor } from '../text-processor.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/lowercase-processor */
export const lowercase = textProcessor('lowercase', 'Writes a text in lower case.', (text) =>
  text.toLowerCase(),
);
