import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { WorkPool } from './work-pool.ts';

/** Work that ends when it is told to. */
function piece() {
  const ends = new EventEmitter();
  return {
    run: async () => {
      await once(ends, 'end');
    },
    end: () => ends.emit('end'),
    fail: (error: Error) => ends.emit('error', error),
  };
}

test('work beyond the size is queued; what has ended, well or not, is completed', async () => {
  const pool = new WorkPool({ size: 2, queueMax: 1 });
  const pieces = [piece(), piece(), piece()];
  const runs = pieces.map(({ run }) => pool.run(run));
  expect(pool.figures).toEqual({ active: 2, queue: 1, largest: 2, rejected: 0, completed: 0 });
  expect(pool.isFull).toBe(true);
  pieces[0]?.fail(new Error('no'));
  await expect(runs[0]).rejects.toThrow('no');
  expect(pool.figures).toMatchObject({ active: 2, queue: 0, completed: 1 });
  expect(pool.isFull).toBe(false);
  pieces[1]?.end();
  pieces[2]?.end();
  await Promise.all([runs[1], runs[2]]);
  expect(pool.figures).toEqual({ active: 0, queue: 0, largest: 2, rejected: 0, completed: 3 });
});

test('work that waits for its turn is queued, and what is refused is only counted', async () => {
  const pool = new WorkPool();
  const turn = piece();
  const run = pool.run(() => pool.wait(turn.run));
  expect(pool.figures).toMatchObject({ active: 0, queue: 1 });
  turn.end();
  await run;
  pool.reject();
  expect(pool.figures).toMatchObject({
    active: 0,
    queue: 0,
    rejected: 1,
    completed: 1,
    largest: 1,
  });
});
