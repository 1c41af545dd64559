import { expect, test } from 'vitest';
import { loadAgain } from './load-again.ts';

const failing = (times: number) => {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) {
      throw new TypeError('Failed to fetch dynamically imported module');
    }
    return calls;
  };
};

test('a part that could not be loaded is loaded again', async () => {
  expect(await loadAgain(failing(1))).toBe(2);
});

test('in the end the failure is told', async () => {
  await expect(loadAgain(failing(9), 2)).rejects.toThrow('Failed to fetch');
});
