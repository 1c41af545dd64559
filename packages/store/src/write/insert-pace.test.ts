import { expect, test } from 'vitest';
import { InsertPace } from './insert-pace.ts';

test('inserts are full ones until one has taken long, and smaller by as much as it was too slow', () => {
  const pace = new InsertPace();
  expect(pace.share).toBe(1);
  pace.note(1, 400);
  expect(pace.share).toBe(1);
  const slow = new InsertPace();
  slow.note(0.5, 500);
  expect(slow.share).toBe(0.5);
});

test('one slow insert among many changes little, and they are never tiny', () => {
  const pace = new InsertPace();
  pace.note(1, 500);
  pace.note(1, 1_500);
  expect(pace.share).toBeCloseTo(500 / 800);
  for (let i = 0; i < 50; i += 1) {
    pace.note(1, 20_000);
  }
  expect(pace.share).toBe(0.25);
  for (let i = 0; i < 50; i += 1) {
    pace.note(1, 300);
  }
  expect(pace.share).toBe(1);
});

test('what a handful of documents takes says nothing of a full insert', () => {
  const pace = new InsertPace();
  pace.note(0.01, 100);
  expect(pace.share).toBe(1);
});
