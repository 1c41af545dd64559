import { textProcessor } from '../text-processor.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/uppercase-processor */
export const uppercase = textProcessor('uppercase', 'Writes a text in upper case.', (text) =>
  text.toUpperCase(),
);
