import { expect, test } from 'vitest';
import { mapHistogram } from './histogram.ts';

const word = (key: string, count: number) => ({ key, doc_count: count });

test('words that mean the same level are added up, unknown ones count in the total only', () => {
  const found = [
    {
      key: 1_000,
      doc_count: 10,
      levels: { buckets: [word('WARN', 2), word('warning', 1), word('ERROR', 3), word('LOG', 1)] },
    },
    { key: 3_000, doc_count: 2, levels: { buckets: [word('error', 2)] } },
  ];
  expect(mapHistogram(found, [1_000, 2_000, 3_000])).toEqual({
    buckets: [
      [1_000, 10],
      [2_000, 0],
      [3_000, 2],
    ],
    levels: [
      { level: 'error', counts: [3, 0, 2] },
      { level: 'warn', counts: [3, 0, 0] },
    ],
  });
});

test('without lines there are no levels', () => {
  expect(mapHistogram([], [1_000])).toEqual({ buckets: [[1_000, 0]], levels: [] });
});
