import { expect, test } from 'vitest';
import { createIdMaker } from './document-id.ts';

test('ids have 20 characters that are safe in a URL, never repeat, and sort by time', () => {
  let nowMs = 1_795_000_000_000;
  const makeId = createIdMaker(() => nowMs);
  const ids = Array.from({ length: 5_000 }, (_, i) => {
    nowMs += i % 100 === 0 ? 1 : 0;
    return makeId();
  });
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[A-Za-z0-9_-]{20}$/.test(id))).toBe(true);
  const byMs = ids.filter((_, i) => i % 100 === 0);
  expect([...byMs].sort()).toEqual(byMs);
});

test('a clock that is set back makes no id twice', () => {
  let nowMs = 1_795_000_000_000;
  const makeId = createIdMaker(() => nowMs);
  const before = makeId();
  nowMs -= 60_000;
  expect(makeId() > before).toBe(true);
});
