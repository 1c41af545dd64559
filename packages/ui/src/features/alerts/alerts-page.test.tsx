import { screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { closePage, openPage, refusal } from '../../testing/page.tsx';

afterEach(closePage);

const group = {
  id: 'c1.crash.1',
  severity: 'critical',
  kind: 'oom_killed',
  times: 1,
  alerts: 1,
  restarted: false,
  firstAt: '2026-11-22T10:12:00.000Z',
  lastAt: '2026-11-22T10:12:00.000Z',
  host: 'alpha',
  containerId: 'c1',
  containerName: 'shop-db',
  image: 'postgres:16',
  exitCode: 137,
};

const groups = (...list: readonly object[]) => ({
  status: 200,
  body: { total: 90, alertsLeftOut: 0, groups: list },
});

test('while alerts are loaded the shape of the page is shown', async () => {
  openPage('/alerts', { '/api/alerts/groups': 'pending' });
  expect(await screen.findByRole('status', { name: 'Loading alerts' })).toBeDefined();
});

test('a failure is told with its reason', async () => {
  openPage('/alerts', {
    '/api/alerts/groups': refusal(400, 'illegal_argument_exception', 'bad range'),
  });
  expect((await screen.findByRole('alert')).textContent).toContain('bad range');
});

test('without alerts it says what is watched', async () => {
  openPage('/alerts', { '/api/alerts/groups': groups() });
  expect(await screen.findByText('No alerts: Last 24 hours')).toBeDefined();
  expect(screen.getByText(/failed health checks/)).toBeDefined();
});

test('an alert says what happened in words and leads to the container at that moment', async () => {
  openPage('/alerts', { '/api/alerts/groups': groups(group) });
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

test('a crash loop is one row that says how often and since when, and opens to each event', async () => {
  const loop = {
    ...group,
    ...{ kind: 'exited_nonzero', exitCode: 3, times: 41, alerts: 81, restarted: true },
    firstAt: '2026-11-22T09:12:00.000Z',
  };
  const alert = { ...loop, at: group.lastAt, rule: 'r', message: '' };
  const { user, asked, history } = openPage('/alerts', {
    '/api/alerts/groups': groups(loop),
    '/api/alerts': {
      status: 200,
      body: {
        total: 3,
        alerts: [
          { ...alert, id: 'a1', kind: 'restarted' },
          { ...alert, id: 'a2', kind: 'unhealthy' },
          { ...alert, id: 'a3' },
        ],
      },
    },
  });
  expect(await screen.findByText(/90 events in all/)).toBeDefined();
  const button = await screen.findByRole('button', { name: /^41 times/ });
  expect(button.closest('td')?.textContent).toContain(
    'Ended with an error · exit code 3 · restarted',
  );
  await user.click(button);
  const events = (await screen.findAllByRole('listitem')).map(({ textContent }) => textContent);
  const texts = events.filter((text) => text?.includes('exit code'));
  expect(texts).toHaveLength(2);
  expect(texts[0]).toContain('Restarted');
  expect(asked.at(-1)?.search).toContain('containerId=c1&from=2026-11-22T09%3A12');
  expect(history.location.search).toContain('open=c1.crash.1');
});

test('the badge of the rail counts by severity, in words too', async () => {
  openPage('/', { '/api/alerts/groups': groups(group) });
  expect(await screen.findByText(/Alerts of the last 24 hours: 1 critical/)).toBeDefined();
});
