import { textProcessor } from '../text-processor.ts';

export const uppercase = textProcessor('uppercase', 'Writes a text in upper case.', (text) =>
  text.toUpperCase(),
);
