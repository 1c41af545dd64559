import { screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { i18n } from '../i18n/i18n.ts';
import { closePage, openPage, refusal } from '../testing/page.tsx';

afterEach(closePage);

/** Longer than the pause between two questions for the recovery. */
const WAIT = { timeout: 15_000 };
const UNDER_WAY = { indices: 12, indicesLeft: 3, operations: 4_000, operationsDone: 1_000 };
const NO_LINES = { status: 200, body: { total: 0, totalIsLowerBound: false, lines: [] } };

/** A store that is being recovered until it is told to be done. */
function recoveringStore() {
  const state = { isDone: false };
  const answers = {
    '/api/recovery': () => ({
      status: 200,
      body: { recovery: state.isDone ? null : UNDER_WAY },
    }),
    '/api/logs': () =>
      state.isDone
        ? NO_LINES
        : refusal(503, 'no_shard_available_action_exception', 'is being recovered'),
    '/api/logs/fields': { status: 200, body: [] },
  };
  return { state, answers };
}

test('while the store reads back what it had not written, every page says so, and comes back by itself', {
  timeout: 30_000,
}, async () => {
  const { state, answers } = recoveringStore();
  openPage('/logs', answers);
  expect(await screen.findByText(/still reading back.*written\.$/)).toBeDefined();
  expect(screen.getByText(/^25.%: 1,000 of 4,000 operations; 3 of 12 indices left$/)).toBeDefined();
  const failure = await screen.findByRole('alert', {}, WAIT);
  expect(failure.textContent).toContain('This page comes back by itself.');
  expect(failure.textContent).not.toContain('is being recovered');
  state.isDone = true;
  await expect.poll(() => screen.queryByText(/still reading back/), WAIT).toBeNull();
  expect(await screen.findByText(/^No log lines:/, {}, WAIT)).toBeDefined();
});

test('it is said in Korean', async () => {
  await i18n.changeLanguage('ko');
  openPage('/logs', recoveringStore().answers);
  expect(await screen.findByText(/다시 읽고 있습니다\.$/)).toBeDefined();
  expect(screen.getByText(/작업 4,000개 중 1,000개 완료, 인덱스 12개 중 3개 남음/)).toBeDefined();
});

test('the home page does not say a second time that data is missing', async () => {
  const problem = { code: 'store_incomplete', host: null, detail: 'is being recovered' };
  const inventory = { at: '2026-11-22T10:20:00.000Z', hosts: [], containers: [] };
  openPage('/', {
    ...recoveringStore().answers,
    '/api/inventory': { status: 200, body: { ...inventory, problems: [problem] } },
  });
  expect(await screen.findByText(/still reading back/)).toBeDefined();
  expect(await screen.findByText('The cause and the way to fix it are above.')).toBeDefined();
  expect(screen.queryByText('A part of the data cannot be read now')).toBeNull();
});

test('without a recovery nothing is said', async () => {
  openPage('/logs', { '/api/logs': NO_LINES, '/api/logs/fields': { status: 200, body: [] } });
  await screen.findByRole('textbox', { name: 'Query' });
  expect(screen.queryByText(/still reading back/)).toBeNull();
});
