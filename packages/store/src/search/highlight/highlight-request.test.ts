import type { Json } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { parseQuery } from '../parse-query.ts';
import { parseHighlight } from './highlight-request.ts';

test('fields have the options of all, and their own instead', () => {
  const [first, second] = parseHighlight(
    {
      number_of_fragments: 1,
      pre_tags: ['<a>', '<b>'],
      post_tags: '</a>',
      fields: [{ one: {} }, { two: { number_of_fragments: 2, type: 'plain' } }],
    },
    { parseQuery },
  );
  expect(first).toMatchObject({ pattern: 'one', options: { numberOfFragments: 1, preTag: '<a>' } });
  expect(second).toMatchObject({
    pattern: 'two',
    options: { numberOfFragments: 2, type: 'plain', postTag: '</a>' },
  });
});

test('what has no effect here is read', () => {
  const field = { boundary_chars: '.', boundary_max_scan: 5, phrase_limit: 9, force_source: true };
  expect(parseHighlight({ fields: { f: field } }, { parseQuery })).toHaveLength(1);
});

test.each<readonly [Json, RegExp]>([
  [
    { fields: { f: { frobnicate: 1 } } },
    /\[highlight\] \[fields\] \[f\] unknown field \[frobnicate\]/,
  ],
  [{ fields: { f: { type: 'fast' } } }, /\[type\] cannot be \[fast\]; use one of/],
  [{ fields: { f: { pre_tags: ['<'] } } }, /pre_tags are set but post_tags are not set/],
  [{ fields: { f: { fragment_offset: 3 } } }, /\[fragment_offset\] of the field \[f\]/],
  [{ fields: 'f' }, /must be an object with fields/],
  [{ boundary_scanner: 'chars', fields: {} }, /use \[sentence\] or \[word\]/],
  [{ boundary_scanner_locale: '??', fields: {} }, /is no language tag/],
  [{ max_analyzed_offset: 0, fields: {} }, /must be a positive integer/],
  [{ max_analyzer_offset: -1, fields: {} }, /\[max_analyzer_offset\] must be a positive/],
  [{ fragment_size: -1, fields: {} }, /cannot be negative/],
  [{ highlight_query: { nonsense: {} }, fields: {} }, /unknown query \[nonsense\]/],
])('%j is refused', (given, reason) => {
  expect(() => parseHighlight(given, { parseQuery })).toThrow(reason);
});
