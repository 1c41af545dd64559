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
