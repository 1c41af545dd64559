import { screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { closePage, openPage, refusal } from '../../testing/page.tsx';

afterEach(closePage);

const alert = {
  id: 'a1',
  at: '2026-11-22T10:12:00.000Z',
  rule: 'container-trouble',
  severity: 'critical',
  kind: 'oom_killed',
  host: 'alpha',
  containerId: 'c1',
  containerName: 'shop-db',
  image: 'postgres:16',
  exitCode: 137,
  message: 'shop-db was killed',
};

test('while alerts are loaded the shape of the page is shown', async () => {
  openPage('/alerts', { '/api/alerts': 'pending' });
  expect(await screen.findByRole('status', { name: 'Loading alerts' })).toBeDefined();
});

test('a failure is told with its reason', async () => {
  openPage('/alerts', { '/api/alerts': refusal(400, 'illegal_argument_exception', 'bad range') });
  expect((await screen.findByRole('alert')).textContent).toContain('bad range');
});

test('without alerts it says what is watched', async () => {
  openPage('/alerts', { '/api/alerts': { status: 200, body: { total: 0, alerts: [] } } });
  expect(await screen.findByText('No alerts: Last 24 hours')).toBeDefined();
  expect(screen.getByText(/failed health checks/)).toBeDefined();
});

test('an alert says what happened in words and leads to the container at that moment', async () => {
  openPage('/alerts', { '/api/alerts': { status: 200, body: { total: 1, alerts: [alert] } } });
  const link = await screen.findByRole('link', { name: 'shop-db' });
  const address = new URL(link.getAttribute('href') ?? '', 'http://localhost');
  expect(address.pathname).toBe('/containers/c1');
  expect(Object.fromEntries(address.searchParams)).toEqual({
    from: '2026-11-22T09:57:00.000Z',
    to: '2026-11-22T10:27:00.000Z',
  });
  const row = link.closest('tr')?.textContent;
  expect(row).toContain('critical');
  expect(row).toContain('Killed: out of memory · exit code 137, SIGKILL');
});

test('the badge of the rail counts by severity, in words too', async () => {
  openPage('/', { '/api/alerts': { status: 200, body: { total: 1, alerts: [alert] } } });
  expect(await screen.findByText(/Alerts of the last 24 hours: 1 critical/)).toBeDefined();
});
