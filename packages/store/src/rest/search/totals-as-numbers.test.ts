import { expect, test } from 'vitest';
import { totalsAsNumbers } from './totals-as-numbers.ts';

const total = (value: number) => ({ value, relation: 'eq' });

test('all totals of an answer become numbers, and sources stay what they are', () => {
  const source = { hits: { total: total(9), hits: [] } };
  const inner = { comments: { hits: { total: total(2), hits: [{ _source: source }] } } };
  const answer = totalsAsNumbers({
    took: 1,
    hits: { total: total(1), hits: [{ _source: source, inner_hits: inner }] },
    aggregations: { a: { buckets: [{ key: 'x', top: { hits: { total: total(3), hits: [] } } }] } },
  });
  expect(answer).toEqual({
    took: 1,
    hits: {
      total: 1,
      hits: [
        {
          _source: source,
          inner_hits: { comments: { hits: { total: 2, hits: [{ _source: source }] } } },
        },
      ],
    },
    aggregations: { a: { buckets: [{ key: 'x', top: { hits: { total: 3, hits: [] } } }] } },
  });
});

test('a total that was not tracked is -1', () => {
  expect(totalsAsNumbers({ hits: { hits: [] } })).toEqual({ hits: { total: -1, hits: [] } });
});
