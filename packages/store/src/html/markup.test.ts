import { expect, test } from 'vitest';
import { findMarkup, stripHtml } from './markup.ts';

test.each([
  [
    'elements of a line vanish, others leave a line end',
    'a<b>b</b><p class="x>y">c</P>d',
    'ab\nc\nd',
  ],
  ['comments and declarations vanish', '<!DOCTYPE html>a<!-- <b> -- -->b<?xml?>', 'ab'],
  ['a comment without an end goes on to the end', 'a<!-- b', 'a'],
  [
    'scripts and styles go with what is in them',
    'a<script>if (a < b) {}</SCRIPT >b<style>x</style>',
    'a\nb\n',
  ],
  ['letters that grow when they are made small move nothing', 'İİ<script>b</script>c', 'İİ\nc'],
  ['a script without an end goes on to the end', 'a<script>b', 'a\n'],
  [
    'entities become characters',
    '&lt;b&gt;&amp;lt; &#54620;&#xAE00;&nbsp;&euro;',
    '<b>&lt; 한글 €',
  ],
  [
    'what is no entity stays',
    '&no; &toString; &#0; &#x110000; & &amp',
    '&no; &toString; &#0; &#x110000; & &amp',
  ],
  ['what is no tag stays', '1 < 2 <3 a<b <c <d>', '1 < 2 <3 a<b <c \n'],
])('%s', (_, html, text) => {
  expect(stripHtml(html)).toBe(text);
});

test('each piece has its place, and tags that are kept have none', () => {
  expect(findMarkup('x<B>y</b>&amp;<i>', new Set(['b']))).toEqual([
    { start: 9, end: 14, text: '&' },
    { start: 14, end: 17, text: '' },
  ]);
});

test.each(['<a', '<!--', '<style>', '<script>', '&#', '</p', '<a "'])(
  'a long text of %s is read in a time that grows with it',
  (piece) => {
    // A way that is quadratic would not come back within the time of a test.
    expect(() => findMarkup(piece.repeat(100_000))).not.toThrow();
  },
);
