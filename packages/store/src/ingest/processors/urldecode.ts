import { textProcessor } from '../text-processor.ts';
import { urlDecode } from '../url-decode.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/urldecode-processor */
export const urldecode = textProcessor(
  'urldecode',
  'Decodes `%20` and `+` as in the query of a URL.',
  urlDecode,
);
