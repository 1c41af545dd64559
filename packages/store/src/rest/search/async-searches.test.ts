import { errors, LongshoreError } from '@longshore/common/errors';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AsyncSearches } from './async-searches.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const toError = (error: unknown): LongshoreError =>
  error instanceof LongshoreError ? error : errors.illegalState(String(error));

const start = (
  searches: AsyncSearches,
  run: (signal: AbortSignal) => Promise<string>,
  keepAliveMs = 60_000,
) => searches.start({ keepAliveMs, shards: 1, run, toError });

test('a search runs until it ends, and its answer is there for who asks by its id', async () => {
  const searches = new AsyncSearches();
  let end: (text: string) => void = () => undefined;
  const search = start(searches, () => new Promise((resolve) => (end = resolve)));
  expect(searches.get(search.id).outcome).toBeUndefined();
  end('{}');
  await search.ended;
  expect(searches.get(search.id).outcome).toMatchObject({ kind: 'answer', text: '{}' });
});

test('a search that fails has its error as its outcome', async () => {
  const searches = new AsyncSearches();
  const search = start(searches, () => Promise.reject(errors.illegalArgument('no')));
  await search.ended;
  expect(search.outcome).toMatchObject({ kind: 'error', error: { message: 'no', status: 400 } });
});

test('who removes a search ends it', async () => {
  const searches = new AsyncSearches();
  let isAborted = false;
  const search = start(
    searches,
    (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          isAborted = true;
          reject(new Error('aborted'));
        });
      }),
  );
  searches.remove(search);
  await search.ended;
  expect(isAborted).toBe(true);
  expect(() => searches.get(search.id)).toThrow(search.id);
});

test('a search is forgotten when its time is over', async () => {
  const searches = new AsyncSearches();
  const search = start(searches, async () => '{}', 1_000);
  await search.ended;
  vi.advanceTimersByTime(999);
  expect(searches.get(search.id).id).toBe(search.id);
  vi.advanceTimersByTime(1);
  expect(() => searches.get(search.id)).toThrow(search.id);
});

test('an answer that is too large is an error that says what to do', async () => {
  const searches = new AsyncSearches();
  const search = start(searches, async () => 'x'.repeat(10 * 1024 * 1024 + 1));
  await search.ended;
  expect(search.outcome).toMatchObject({
    kind: 'error',
    error: { message: expect.stringContaining("Can't store an async search response larger") },
  });
});

test('answers have a limit together, and so has the number of searches', async () => {
  const searches = new AsyncSearches();
  const large = Array.from({ length: 7 }, () =>
    start(searches, async () => 'x'.repeat(10 * 1024 * 1024)),
  );
  await Promise.all(large.map(({ ended }) => ended));
  expect(large.map(({ outcome }) => outcome?.kind)).toEqual([
    ...Array.from({ length: 6 }, () => 'answer'),
    'error',
  ]);
  for (let i = large.length; i < 200; i += 1) {
    start(searches, async () => '{}');
  }
  expect(() => start(searches, async () => '{}')).toThrow('asynchronous searches already');
});
