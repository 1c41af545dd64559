import { textProcessor } from '../text-processor.ts';

export const trim = textProcessor('trim', 'Takes blanks off both ends of a text.', (text) =>
  text.trim(),
);
