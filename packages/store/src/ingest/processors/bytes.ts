import { parseByteSize } from '../byte-size.ts';
import { textProcessor } from '../text-processor.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/bytes-processor */
export const bytes = textProcessor(
  'bytes',
  'Reads a size such as `1kb` as a number of bytes (1 kb is 1024 bytes).',
  parseByteSize,
);
