import { expect, test } from 'vitest';
import { createIdMaker, seqNoInId } from './document-id.ts';

test('ids have 20 characters that are safe in a URL, never repeat, and sort by time', () => {
  let nowMs = 1_795_000_000_000;
  const makeId = createIdMaker(() => nowMs);
  const ids = Array.from({ length: 5_000 }, (_, seqNo) => {
    nowMs += seqNo % 100 === 0 ? 1 : 0;
    return makeId(seqNo);
  });
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => /^[A-Za-z0-9_-]{20}$/.test(id))).toBe(true);
  expect([...ids].sort()).toEqual(ids);
});

test('a clock that is set back does not change the order', () => {
  let nowMs = 1_795_000_000_000;
  const makeId = createIdMaker(() => nowMs);
  const before = makeId(1);
  nowMs -= 60_000;
  expect(makeId(2) > before).toBe(true);
});

test('an id tells its sequence number', () => {
  const makeId = createIdMaker(Date.now);
  for (const seqNo of [0, 1, 63, 64, 20_000_000, 2 ** 48 - 1]) {
    expect(seqNoInId(makeId(seqNo))).toBe(seqNo);
  }
  expect([seqNoInId('my-own-id'), seqNoInId('컨테이너'.repeat(5))]).toEqual([undefined, undefined]);
});
