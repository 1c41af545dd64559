import { expect, test } from 'vitest';
import type { NameOrDefinition } from './build-chain.ts';
import { BUILT_IN } from './read-definitions.ts';

const analyzed = (charFilter: NameOrDefinition, text: string, tokenizer = 'keyword') =>
  BUILT_IN.requestChain({ tokenizer, charFilters: [charFilter], filters: [] }, false).analyze(text);

test.each<readonly [NameOrDefinition, string, string]>([
  ['html_strip', '<p>I&apos;m <b>so</b> <i class="x>y">happy</i>!</p>', "\nI'm so happy!\n"],
  [
    'html_strip',
    'a<!-- no -->b<script>if (a < b) {}</script>c &#54620;&#xAE00; &no; 1 < 2',
    'ab\nc 한글 &no; 1 < 2',
  ],
  [{ type: 'html_strip', escaped_tags: ['b'] }, 'x<b>y</b>', 'x<b>y</b>'],
  [{ type: 'mapping', mappings: ['ph => f', 'p => b', '\\u0020 => _'] }, 'phish pa', 'fish_ba'],
  [{ type: 'pattern_replace', pattern: '(\\d+)-', replacement: '$1_' }, '1-2', '1_2'],
])('%j makes of [%s] [%s]', (charFilter, text, expected) => {
  expect(analyzed(charFilter, text)[0]?.term).toBe(expected);
});

test.each<readonly [NameOrDefinition, string, string]>([
  ['html_strip', '<b>one</b> two', '3-10 11-14'],
  [{ type: 'mapping', mappings: ['& => and'] }, 'a & b', '0-1 2-3 4-5'],
  [{ type: 'pattern_replace', pattern: '-+', replacement: ' ' }, 'a---b c', '0-1 4-5 6-7'],
])('after %j, places are those of [%s] as received', (charFilter, text, expected) => {
  const places = analyzed(charFilter, text, 'whitespace');
  expect(places.map(({ start, end }) => `${start}-${end}`).join(' ')).toBe(expected);
});
