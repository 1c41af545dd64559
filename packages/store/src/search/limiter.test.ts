import { expect, test } from 'vitest';
import { Limiter } from './limiter.ts';

test('no more than so many run at once, all run, and a failure frees its place', async () => {
  const limiter = new Limiter(2);
  let running = 0;
  let most = 0;
  const work = (i: number) =>
    limiter.run(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (i === 1) {
        throw new Error('one');
      }
      return i;
    });
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
  expect(most).toBe(2);
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
});
