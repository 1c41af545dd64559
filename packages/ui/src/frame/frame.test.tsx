import { screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { closePage, openPage } from '../testing/page.tsx';

afterEach(closePage);

/** Small answers: finding by role looks at every element of the page. */
const FEW = {
  '/api/logs': { status: 200, body: { total: 0, totalIsLowerBound: false, lines: [] } },
  '/api/logs/fields': { status: 200, body: [] },
};

test('the keys go to the pages, but not while somebody types', async () => {
  const { user, history } = openPage('/');
  const box = await screen.findByRole('searchbox', { name: 'Filter containers' });
  await user.keyboard('gl');
  await expect.poll(() => history.location.pathname).toBe('/logs');
  await user.keyboard('gh');
  await expect.poll(() => history.location.pathname).toBe('/');
  await user.type(await screen.findByRole('searchbox', { name: box.ariaLabel ?? /Filter/ }), 'gl');
  expect(history.location.pathname).toBe('/');
});

test('the list of keys is made from what is bound on the page', async () => {
  const { user } = openPage('/logs', FEW);
  await screen.findByRole('textbox', { name: 'Query' });
  await user.keyboard('?');
  const dialog = await screen.findByRole('dialog');
  for (const text of ['Go to Logs', 'Search the logs', 'Wrap long lines', 'Refresh now']) {
    expect(within(dialog).getByText(text)).toBeDefined();
  }
});

test('search or jump leads to a container by a part of its name', async () => {
  const { user, history } = openPage('/');
  await screen.findByRole('table', { name: 'Containers' });
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox'), 'db shop');
  expect((await screen.findAllByRole('option'))[0]?.textContent).toContain('shop-db-1');
  await user.keyboard('{Enter}');
  await expect.poll(() => history.location.pathname).toMatch(/^\/containers\//);
});

test('a typed range goes into the address; one that is not understood stays with a hint', async () => {
  const { user, history } = openPage('/logs', FEW);
  await user.click(await screen.findByRole('button', { name: 'Time range: Last 15 minutes' }));
  const field = await screen.findByRole('textbox', { name: /Type a range/ });
  await user.type(field, 'soon{Enter}');
  expect(await screen.findByText(/Not understood/)).toBeDefined();
  expect(field).toHaveProperty('value', 'soon');
  await user.clear(field);
  await user.type(field, 'yesterday{Enter}');
  await expect.poll(() => history.location.search).toBe('?from=now-1d/d&to=now/d');
  expect(await screen.findByRole('button', { name: 'Time range: Yesterday' })).toBeDefined();
});

test('a key that begins chords shows them, and acts alone when it is pressed twice', async () => {
  const { user, history } = openPage('/logs?from=now-1h&to=now', FEW);
  await screen.findByRole('textbox', { name: 'Query' });
  await user.keyboard('t');
  expect((await screen.findByText('Shift the range back')).textContent).toContain('←');
  await user.keyboard('{ArrowLeft}');
  await expect.poll(() => history.location.search).toMatch(/from=20.*&to=20/);
  expect(screen.queryByText('Shift the range back')).toBeNull();
  await user.keyboard('tt');
  expect(await screen.findByRole('textbox', { name: /Type a range/ })).toBeDefined();
});

test('whole days are chosen on the calendar by two clicks, and by keyboard', async () => {
  const { user, history } = openPage('/logs', FEW);
  await user.click(await screen.findByRole('button', { name: /Time range/ }));
  const today = () => screen.findByRole('button', { current: 'date' });
  await user.click(await today());
  await user.click(await today());
  await expect.poll(() => history.location.search).toMatch(/from=20[^&]*&to=now$/);
  await user.click(await screen.findByRole('button', { name: /Time range/ }));
  (await today()).focus();
  await user.keyboard('{Enter}{ArrowLeft}{ArrowLeft}{Enter}');
  const daysOf = () => {
    const from = new URLSearchParams(history.location.search).get('from') ?? '';
    return Math.floor((Date.now() - Date.parse(from)) / 86_400_000);
  };
  await expect.poll(daysOf).toBe(2);
});

test('the zone of all times can be UTC', async () => {
  const { user } = openPage('/logs', FEW);
  const control = await screen.findByRole('button', { name: /Time range/ });
  await user.click(control);
  await user.click(await screen.findByRole('radio', { name: 'UTC' }));
  expect(await screen.findByText('Times are in UTC.')).toBeDefined();
  expect(control.textContent).toContain('UTC');
});

test('a fixed range cannot be live', async () => {
  openPage('/logs?from=2026-11-22T10:00:00.000Z&to=2026-11-22T10:20:00.000Z&live=on');
  const button = await screen.findByRole('button', { name: 'Live updates' });
  expect(button).toHaveProperty('disabled', true);
});

test('the language can be changed and the page says which one it is in', async () => {
  const { user } = openPage('/alerts');
  await user.click(await screen.findByRole('button', { name: 'Preferences' }));
  await user.click(await screen.findByRole('menuitemradio', { name: '한국어' }));
  expect(await screen.findByRole('heading', { name: '알림' })).toBeDefined();
  expect(document.documentElement.lang).toBe('ko');
});

test('the title of the tab says what is shown', async () => {
  openPage('/logs?q=error');
  await expect.poll(() => document.title).toBe('error · Logs · Longshore');
});

test('an address without a page leads home', async () => {
  openPage('/nowhere');
  expect(await screen.findByText('There is no such page')).toBeDefined();
});
