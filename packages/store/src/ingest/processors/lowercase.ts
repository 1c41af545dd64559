import { textProcessor } from '../text-processor.ts';

export const lowercase = textProcessor('lowercase', 'Writes a text in lower case.', (text) =>
  text.toLowerCase(),
);
