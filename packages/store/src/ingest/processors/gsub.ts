import { required, text } from '../options.ts';
import { textProcessorWith } from '../text-processor.ts';
import { userRegexp } from '../user-regexp.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/gsub-processor */
export const gsub = textProcessorWith({
  name: 'gsub',
  summary: 'Replaces what a pattern matches.',
  options: {
    pattern: required(text, 'Regular expression.'),
    replacement: required(text, 'What stands instead of each match; `$1` is a group.'),
  },
  prepare: ({ pattern, replacement }) => {
    const regexp = userRegexp(pattern);
    regexp.replaceAll('', replacement);
    return (value) => regexp.replaceAll(value, replacement);
  },
});
