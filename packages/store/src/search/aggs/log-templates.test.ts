import { expect, test } from 'vitest';
import { findTemplates } from './log-templates.ts';

const shape = (text: string, count = 1) => ({ words: text.split(' '), count, length: text.length });

test('what texts do not share is no part of their template', () => {
  const shapes = [shape('connection from alpha closed'), shape('connection from beta closed', 2)];
  // 24 of 29 letters, as many as count of each word.
  expect(findTemplates(shapes, 0.7)).toEqual([
    { words: ['connection', 'from', 'closed'], shapes: [1, 0], count: 3, length: 28 },
  ]);
  expect(findTemplates(shapes, 0.9)).toHaveLength(2);
});

test('words count in their order', () => {
  const shapes = [shape('alpha waits for omega'), shape('omega waits for alpha')];
  // Of 18 letters 8 are in words that keep their order.
  expect(findTemplates(shapes, 0.44)).toHaveLength(1);
  expect(findTemplates(shapes, 0.45)).toHaveLength(2);
});

test('a template is not worn down by what is less and less like its first text', () => {
  const shapes = [
    shape('aaaa bbbb cccc dddd', 9),
    shape('aaaa bbbb cccc xxxx', 8),
    shape('aaaa bbbb yyyy', 7),
  ];
  expect(findTemplates(shapes, 0.7).map(({ words }) => words.join(' '))).toEqual([
    'aaaa bbbb cccc',
    'aaaa bbbb yyyy',
  ]);
});
